import { EIGHT, eightDots, placeInGroup } from '../../stats/eight-dots.js';
import { hash32 } from '../../stats/hash.js';
import { distanceAtMost, type Points, plainSeek } from './nearest-centroids.js';
import { simdSeek } from './simd-centroids.js';

export interface Clustering {
  /** Cluster by point. */
  readonly of: Int32Array;
  /** Of length 1; as points have them. */
  readonly centroids: Float64Array;
  /** Weighted sum of the points' cosines with their centroids. */
  readonly closeness: number;
}

/** Lloyd's steps end by themselves; this only bounds them. */
const MOST_STEPS = 100;

/**
 * Spherical k-means (Dhillon & Modha 2001): every point belongs to the centroid of the greatest cosine, ties to the earlier, and a
 * centroid is the mean of its points scaled to length 1; until no point moves. Starts are drawn by k-means++ (Arthur &
 * Vassilvitskii 2007) from a counter-based generator; of several, the closest clustering is taken, ties to the earlier. Clusters
 * that lose all points are left out.
 *
 * Only multiplications that can change something are made (`plainSeek`, by WebAssembly `simdSeek`), and only centroids whose points changed are summed anew: the
 * result is that of making all of them, to the bit.
 */
export function sphericalKMeans(points: Points, clusters: number, restarts: number, seed: number): Clustering {
  const starts = plusPlusOf(points, clusters);
  const settle = settling(points, clusters);
  let best = settle(starts(seed));
  for (let restart = 1; restart < restarts; restart++) {
    const found = settle(starts(seed + 7919 * restart));
    if (found.closeness > best.closeness) best = found;
  }
  return withoutEmpty(points, best);
}

/** Centroids at points: the first by weight, each next by weight times 1 − the greatest cosine with those before. */
function plusPlusOf({ size, dimensions, values, weight }: Points, clusters: number): (seed: number) => Float64Array {
  const groups = Math.ceil(size / EIGHT);
  const dots = eightDots({ dimensions, vectors: 1, groups });
  for (let i = 0; i < size; i++) placeInGroup(dots.groups, values.subarray(i * dimensions, (i + 1) * dimensions), i);
  const farness = new Float64Array(size);
  /** The farness of every point once another centroid is there. */
  const approach = (centroid: Float64Array): void => {
    dots.vectors.set(centroid);
    for (let group = 0; group < groups; group++) {
      dots.dots(0, group);
      const last = Math.min(size, (group + 1) * EIGHT);
      for (let i = group * EIGHT; i < last; i++) {
        const far = 1 - (dots.found[i % EIGHT] as number);
        if (far < (farness[i] as number)) farness[i] = far < 1e-12 ? 0 : far;
      }
    }
  };
  return (seed) => {
    const centroids = new Float64Array(clusters * dimensions);
    farness.fill(1);
    for (let cluster = 0; cluster < clusters; cluster++) {
      const at = drawn(farness, weight, hash32(seed, cluster, 0) / 2 ** 32);
      const centroid = values.subarray(at * dimensions, (at + 1) * dimensions);
      centroids.set(centroid, cluster * dimensions);
      approach(centroid);
    }
    return centroids;
  };
}

/** The point at a share of all farness, by weight. */
function drawn(farness: Float64Array, weight: Float64Array, share: number): number {
  let total = 0;
  for (let i = 0; i < farness.length; i++) total += (farness[i] as number) * (weight[i] as number);
  let at = 0;
  for (let sum = 0; at < farness.length - 1; at++) {
    sum += (farness[at] as number) * (weight[at] as number);
    if (sum > share * total) break;
  }
  return at;
}

/** Assigns and moves in turns until nothing changes. */
function settling(points: Points, clusters: number): (centroids: Float64Array) => Clustering {
  const { dimensions } = points;
  const seek = simdSeek(points, clusters) ?? plainSeek(points, clusters);
  return (centroids) => {
    const nearest = seek(centroids);
    const { of } = nearest;
    for (let step = 1; ; step++) {
      const changed = new Uint8Array(clusters);
      let moved = 0;
      nearest.assign((from, to) => {
        moved++;
        changed[to] = 1;
        if (from >= 0) changed[from] = 1;
      });
      if (moved === 0) return { of: of.slice(), centroids, closeness: closenessOf(points, centroids, of) };
      const before = centroids.slice();
      move(centroids, nearest.sums(changed), dimensions);
      if (step === MOST_STEPS) return { of: of.slice(), centroids, closeness: closenessOf(points, before, of) };
      nearest.drifted(
        changed.reduce((by, one, cluster) => {
          if (one === 0) return by;
          nearest.place(cluster, centroids.subarray(cluster * dimensions, (cluster + 1) * dimensions));
          by[cluster] = distanceAtMost(cosine(before, cluster, centroids, cluster, dimensions));
          return by;
        }, new Float64Array(clusters)),
      );
    }
  };
}

function closenessOf({ size, dimensions, values, weight }: Points, centroids: Float64Array, of: Int32Array): number {
  let closeness = 0;
  for (let i = 0; i < size; i++) closeness += (weight[i] as number) * cosine(values, i, centroids, of[i] as number, dimensions);
  return closeness;
}

/** Puts centroids where their points' sums point to. One without points, or whose points cancel out, stays where it is. */
function move(centroids: Float64Array, sums: Float64Array, dimensions: number): void {
  for (let from = 0; from < sums.length; from += dimensions) {
    let squares = 0;
    for (let d = 0; d < dimensions; d++) squares += (sums[from + d] as number) * (sums[from + d] as number);
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    for (let d = 0; d < dimensions; d++) centroids[from + d] = (sums[from + d] as number) / length;
  }
}

function cosine(values: Float64Array, point: number, centroids: Float64Array, cluster: number, dimensions: number): number {
  const a = point * dimensions;
  const b = cluster * dimensions;
  let sum = 0;
  for (let d = 0; d < dimensions; d++) sum += (values[a + d] as number) * (centroids[b + d] as number);
  return sum;
}

function withoutEmpty({ dimensions }: Points, { of, centroids, closeness }: Clustering): Clustering {
  const used = [...new Set(of)].sort((a, b) => a - b);
  const place = new Map(used.map((cluster, at) => [cluster, at]));
  const kept = new Float64Array(used.length * dimensions);
  used.forEach((cluster, at) => {
    kept.set(centroids.subarray(cluster * dimensions, (cluster + 1) * dimensions), at * dimensions);
  });
  return { of: of.map((cluster) => place.get(cluster) as number), centroids: kept, closeness };
}
