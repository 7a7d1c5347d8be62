import { type KernelExports, kernelWith } from '../../domain/kernel.js';
import { CLUSTER_KERNEL } from '../../stats/asset/cluster-kernel.js';
import { EIGHT, placeInGroup } from '../../stats/eight-dots.js';
import { laidOut } from './laid-out.js';
import { addDrift, type Points, type SeekNearest } from './nearest-centroids.js';

interface ClusterKernel extends KernelExports {
  assign(
    point: number,
    lastPoint: number,
    row: number,
    length: number,
    of: number,
    own: number,
    others: number,
    went: number,
    groupWent: number,
    lastWent: number,
    centroids: number,
    groupBytes: number,
    sums: number,
    short: number,
    shortRow: number,
    shortCentroids: number,
    shortGroup: number,
    starts: number,
    found: number,
    error: number,
  ): void;
  gather(point: number, lastPoint: number, row: number, of: number, weight: number, asked: number, sums: number): void;
}

/** Addresses have 32 bits; beyond half of them plain loops do. */
const MOST_BYTES = 2 ** 31;

/** A number of a vector of length 1 in 16 bits is this times it, rounded. */
const SHORT_ONE = 2 ** 15 - 1;
/** Below every sum of products of such numbers. */
const LEAST_SUM = 1 - 2 ** 31;

/** What a cosine of vectors of length 1 can differ by from one in 16-bit numbers: half a unit at each number of both, and a little for its own rounding. */
const shortError = (dimensions: number): number => (Math.sqrt(dimensions) + dimensions / 4 / SHORT_ONE) / SHORT_ONE + 1e-9;

/**
 * What `plainSeek` does, by WebAssembly SIMD: the same bounds, and eight dot products at a time without a call for each. Null where the host
 * can't.
 */
export function simdSeek({ size, dimensions, values, weight }: Points, clusters: number): SeekNearest | null {
  const groups = Math.ceil(clusters / EIGHT);
  // Two numbers are added at a time: an odd one has a 0 beside it.
  const width = dimensions + (dimensions % 2);
  // Four numbers of 16 bits are multiplied at a time.
  const shortWidth = 4 * Math.ceil(dimensions / 4);
  const places = laidOut({
    points: size * width,
    weight: size,
    own: size,
    others: size * groups,
    // One number before them is 0: what nobody's centroid went.
    went: 2 + groups * EIGHT,
    groupWent: groups,
    centroids: groups * EIGHT * dimensions,
    start: groups * EIGHT,
    sums: clusters * width,
    of: size / 2,
    asked: clusters / 2,
    short: (size * shortWidth) / 4,
    shortCentroids: (groups * EIGHT * shortWidth) / 4,
    starts: (groups * EIGHT) / 2,
    found: EIGHT / 2,
    error: 2,
  });
  const kernel = places.bytes > MOST_BYTES ? null : kernelWith<ClusterKernel>(CLUSTER_KERNEL, places.bytes);
  if (kernel === null) return null;
  const { at } = places;
  const { buffer } = kernel.memory;
  const numbers = (from: number, length: number): Float64Array => new Float64Array(buffer, from, length);
  const points = numbers(at.points, size * width);
  for (let i = 0; i < size; i++) points.set(values.subarray(i * dimensions, (i + 1) * dimensions), i * width);
  numbers(at.weight, size).set(weight);
  // Places behind the last centroid are far below every cosine.
  numbers(at.start, groups * EIGHT).fill(Number.NEGATIVE_INFINITY, clusters);
  const of = new Int32Array(buffer, at.of, size);
  const asked = new Int32Array(buffer, at.asked, clusters);
  const own = numbers(at.own, size);
  const others = numbers(at.others, size * groups);
  const went = numbers(at.went + 16, groups * EIGHT);
  const groupWent = numbers(at.groupWent, groups);
  const centroid = numbers(at.centroids, groups * EIGHT * dimensions);
  const sums = numbers(at.sums, clusters * width);
  const shortPoints = new Int16Array(buffer, at.short, size * shortWidth);
  for (let i = 0; i < size; i++)
    for (let d = 0; d < dimensions; d++)
      shortPoints[i * shortWidth + d] = Math.round((values[i * dimensions + d] as number) * SHORT_ONE);
  const shortCentroid = new Int16Array(buffer, at.shortCentroids, groups * EIGHT * shortWidth);
  new Int32Array(buffer, at.starts, groups * EIGHT).fill(LEAST_SUM, clusters);
  numbers(at.error, 2).set([1 / SHORT_ONE ** 2, shortError(dimensions)]);
  const row = 8 * width;
  const end = at.points + size * row;
  return (centroids) => {
    of.fill(-1);
    own.fill(Number.POSITIVE_INFINITY);
    for (const column of [others, went, groupWent]) column.fill(0);
    const place = (cluster: number, vector: Float64Array): void => {
      placeInGroup(centroid, vector, cluster);
      placeShort(shortCentroid, shortWidth, vector, cluster);
    };
    for (let cluster = 0; cluster < clusters; cluster++)
      place(cluster, centroids.subarray(cluster * dimensions, (cluster + 1) * dimensions));
    return {
      of,
      place,
      drifted: (by) => addDrift(went, groupWent, by),
      assign(onMove) {
        const before = of.slice();
        const lastWent = at.groupWent + 8 * groups;
        const eight = 8 * EIGHT * dimensions;
        kernel.assign(
          ...([at.points, end, row, 8 * dimensions, at.of, at.own, at.others] as const),
          ...([at.went + 16, at.groupWent, lastWent, at.centroids, eight, at.start] as const),
          ...([at.short, 2 * shortWidth, at.shortCentroids, 2 * EIGHT * shortWidth, at.starts, at.found, at.error] as const),
        );
        for (let i = 0; i < size; i++) if (of[i] !== before[i]) onMove(before[i] as number, of[i] as number);
      },
      sums(which) {
        asked.set(which);
        sums.fill(0);
        kernel.gather(at.points, end, row, at.of, at.weight, at.asked, at.sums);
        if (width === dimensions) return sums;
        return Float64Array.from({ length: clusters * dimensions }, (_, i) => {
          return sums[Math.floor(i / dimensions) * width + (i % dimensions)] as number;
        });
      },
    };
  };
}

/** Puts a vector into a place of a group, two numbers beside each other: those of the eight follow. */
function placeShort(groups: Int16Array, width: number, vector: Float64Array, index: number): void {
  const place = index % EIGHT;
  const first = (index - place) * width + 2 * place;
  for (let d = 0; d < vector.length; d++)
    groups[first + 2 * EIGHT * Math.floor(d / 2) + (d % 2)] = Math.round((vector[d] as number) * SHORT_ONE);
}
