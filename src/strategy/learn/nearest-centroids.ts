import { EIGHT, type EightDots, eightDots, GREATEST, placeInGroup, SECOND } from '../../stats/eight-dots.js';

/** Points of length 1, or 0: point i has the coordinates `i * dimensions .. (i + 1) * dimensions`. */
export interface Points {
  readonly size: number;
  readonly dimensions: number;
  readonly values: Float64Array;
  /** By point. */
  readonly weight: Float64Array;
}

/** Begins with centroids, as points have them; of what began before, nothing is to be asked any more. */
export type SeekNearest = (centroids: Float64Array) => NearestCentroids;

/** Which centroid every point is nearest to, kept up to date while centroids move. */
export interface NearestCentroids {
  /** Cluster by point; −1 before the first assignment. */
  readonly of: Int32Array;
  /**
   * Gives every point the centroid of the greatest cosine, ties to the earlier.
   *
   * @param onMove told of each point that was another's, or nobody's (−1)
   */
  assign(onMove: (from: number, to: number) => void): void;
  /** The sum of weight times numbers over the points of each cluster that is asked for (1), in the points' order; as centroids have them. */
  sums(asked: Uint8Array): Float64Array;
  /** Tells where a centroid is now. */
  place(cluster: number, centroid: Float64Array): void;
  /** Tells how far each centroid went since the last assignment, at most. */
  drifted(by: Float64Array): void;
}

/**
 * Wider than what rounding can do to the square of a distance (some 10⁻¹⁴ for vectors of length 1): who is nearer by these bounds has the
 * greater cosine as it is computed, too.
 */
const SLACK = 1e-11;

/** Bounds of a distance on the unit sphere, √(2 − 2 cos). */
export function distanceAtMost(cosine: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * cosine) + SLACK);
}
function distanceAtLeast(cosine: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * cosine - SLACK));
}

/**
 * Bounds of Yinyang k-means (Ding et al. 2015, after Elkan 2003), for cosines: by the triangle inequality a point whose own centroid is
 * nearer than any of a group can have come need not be multiplied with that group. Nobody who is skipped could have been chosen, so every
 * assignment is that of multiplying with all. Bounds are kept as if nothing had ever moved; what centroids went is held beside them.
 */
export function plainSeek(points: Points, clusters: number): SeekNearest {
  const { size, dimensions } = points;
  const dots = eightDots({ dimensions, vectors: size, groups: Math.ceil(clusters / EIGHT) });
  dots.vectors.set(points.values);
  return (centroids) => {
    const place = (cluster: number, centroid: Float64Array): void => placeInGroup(dots.groups, centroid, cluster);
    for (let cluster = 0; cluster < clusters; cluster++)
      place(cluster, centroids.subarray(cluster * dimensions, (cluster + 1) * dimensions));
    const nearest = nearestCentroids(dots, size, clusters);
    return { ...nearest, place, sums: (asked) => plainSums(points, nearest.of, asked) };
  };
}

function plainSums({ size, dimensions, values, weight }: Points, of: Int32Array, asked: Uint8Array): Float64Array {
  const sums = new Float64Array(asked.length * dimensions);
  for (let i = 0; i < size; i++) {
    const cluster = of[i] as number;
    if (asked[cluster] === 0) continue;
    const to = cluster * dimensions;
    const own = weight[i] as number;
    const at = i * dimensions;
    for (let d = 0; d < dimensions; d++) sums[to + d] = (sums[to + d] as number) + own * (values[at + d] as number);
  }
  return sums;
}

/** @param dots its groups hold the centroids */
function nearestCentroids(dots: EightDots, size: number, clusters: number): Pick<NearestCentroids, 'of' | 'assign' | 'drifted'> {
  const groups = Math.ceil(clusters / EIGHT);
  const of = new Int32Array(size).fill(-1);
  /** By point: bound above of the distance to its own centroid. */
  const own = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  /** By point and group: bound below of the distance to all of the group but its own centroid. */
  const others = new Float64Array(size * groups);
  /** How far each centroid went in all, and the bound for each group. */
  const went = new Float64Array(clusters);
  const groupWent = new Float64Array(groups);
  const look = looking(dots, clusters);

  /** Whether any group may hold a nearer centroid. */
  const doubtful = (point: number, bound: number): boolean => {
    const first = point * groups;
    for (let group = 0; group < groups; group++)
      if (bound >= (others[first + group] as number) - (groupWent[group] as number)) return true;
    return false;
  };
  const setOthers = (point: number, group: number, cosine: number): void => {
    others[point * groups + group] = distanceAtLeast(cosine) + (groupWent[group] as number);
  };
  /** Looks at the point's own group, then at all others that may hold a nearer centroid. */
  const found = (point: number): number => {
    const first = Math.max(0, Math.floor((of[point] as number) / EIGHT));
    look.at(point, first);
    let { best, greatest } = look;
    setOthers(point, first, look.second);
    let bound = distanceAtMost(greatest);
    for (let group = 0; group < groups; group++) {
      if (group === first || bound < (others[point * groups + group] as number) - (groupWent[group] as number)) continue;
      look.at(point, group);
      const nearer = look.greatest > greatest || (look.greatest === greatest && look.best < best);
      setOthers(point, group, nearer ? look.second : look.greatest);
      if (!nearer) continue;
      setOthers(point, Math.floor(best / EIGHT), greatest);
      ({ best, greatest } = look);
      bound = distanceAtMost(greatest);
    }
    own[point] = bound - (went[best] as number);
    return best;
  };
  return {
    of,
    assign(onMove) {
      for (let point = 0; point < size; point++) {
        const from = of[point] as number;
        const bound = from < 0 ? Number.POSITIVE_INFINITY : (own[point] as number) + (went[from] as number);
        if (!doubtful(point, bound)) continue;
        const to = found(point);
        if (to === from) continue;
        of[point] = to;
        onMove(from, to);
      }
    },
    drifted: (by) => addDrift(went, groupWent, by),
  };
}

/** Adds how far centroids went: each by itself, and the farthest of every group. */
export function addDrift(went: Float64Array, groupWent: Float64Array, by: Float64Array): void {
  for (let group = 0; group < groupWent.length; group++) {
    let most = 0;
    for (let cluster = group * EIGHT; cluster < Math.min(by.length, (group + 1) * EIGHT); cluster++) {
      went[cluster] = (went[cluster] as number) + (by[cluster] as number);
      most = Math.max(most, by[cluster] as number);
    }
    groupWent[group] = (groupWent[group] as number) + most;
  }
}

/** The greatest cosine of a point with a group's centroids, whose it is, and the greatest of the rest. */
interface Look {
  best: number;
  greatest: number;
  second: number;
  at(point: number, group: number): void;
}

function looking({ found, dots }: EightDots, clusters: number): Look {
  const look: Look = {
    best: 0,
    greatest: 0,
    second: 0,
    at(point, group) {
      dots(point, group);
      const first = group * EIGHT;
      // Places left over behind the last centroid count for nothing.
      if (first + EIGHT > clusters) {
        leading(look, found.subarray(0, clusters - first));
        look.best += first;
        return;
      }
      look.greatest = found[GREATEST] as number;
      look.second = found[SECOND] as number;
      let place = 0;
      while (place < EIGHT - 1 && found[place] !== look.greatest) place++;
      look.best = first + place;
    },
  };
  return look;
}

function leading(look: Look, cosines: Float64Array): void {
  look.best = 0;
  look.greatest = Number.NEGATIVE_INFINITY;
  look.second = Number.NEGATIVE_INFINITY;
  cosines.forEach((cosine, place) => {
    if (cosine > look.greatest) {
      look.second = look.greatest;
      look.greatest = cosine;
      look.best = place;
    } else if (cosine > look.second) look.second = cosine;
  });
}
