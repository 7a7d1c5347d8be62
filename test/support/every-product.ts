import { hash32 } from '../../src/stats/hash.js';
import type { Points } from '../../src/strategy/learn/nearest-centroids.js';
import type { Clustering } from '../../src/strategy/learn/spherical-k-means.js';

/** Lloyd's steps end by themselves; this only bounds them. */
const MOST_STEPS = 100;

/** `sphericalKMeans` as its definition has it: every point is multiplied with every centroid in every step. */
export function everyProduct(points: Points, clusters: number, restarts: number, seed: number): Clustering {
  const first = settle(points, plusPlus(points, clusters, seed));
  let best = first;
  for (let restart = 1; restart < restarts; restart++) {
    const found = settle(points, plusPlus(points, clusters, seed + 7919 * restart));
    if (found.closeness > best.closeness) best = found;
  }
  return withoutEmpty(points, best);
}

/** Centroids at points: the first by weight, each next by weight times 1 − the greatest cosine with those before. */
function plusPlus({ size, dimensions, values, weight }: Points, clusters: number, seed: number): Float64Array {
  const centroids = new Float64Array(clusters * dimensions);
  const farness = new Float64Array(size).fill(1);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const total = farness.reduce((sum, far, i) => sum + far * (weight[i] as number), 0);
    const drawn = (hash32(seed, cluster, 0) / 2 ** 32) * total;
    let at = 0;
    for (let sum = 0; at < size - 1; at++) {
      sum += (farness[at] as number) * (weight[at] as number);
      if (sum > drawn) break;
    }
    centroids.set(values.subarray(at * dimensions, (at + 1) * dimensions), cluster * dimensions);
    for (let i = 0; i < size; i++) {
      const far = 1 - cosine(values, i, centroids, cluster, dimensions);
      if (far < (farness[i] as number)) farness[i] = far < 1e-12 ? 0 : far;
    }
  }
  return centroids;
}

/** Assigns and moves in turns until nothing changes. */
function settle(points: Points, centroids: Float64Array): Clustering {
  const of = new Int32Array(points.size).fill(-1);
  let closeness = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const assigned = assign(points, centroids, of);
    closeness = assigned.closeness;
    if (assigned.moved === 0) break;
    move(points, centroids, of);
  }
  return { of, centroids, closeness };
}

function assign({ size, dimensions, values, weight }: Points, centroids: Float64Array, of: Int32Array) {
  const clusters = centroids.length / dimensions;
  let moved = 0;
  let closeness = 0;
  for (let i = 0; i < size; i++) {
    let best = 0;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let cluster = 0; cluster < clusters; cluster++) {
      const own = cosine(values, i, centroids, cluster, dimensions);
      if (own > greatest) {
        greatest = own;
        best = cluster;
      }
    }
    if (of[i] !== best) moved++;
    of[i] = best;
    closeness += (weight[i] as number) * greatest;
  }
  return { moved, closeness };
}

/** A cluster without points, or whose points cancel out, stays where it is. */
function move({ size, dimensions, values, weight }: Points, centroids: Float64Array, of: Int32Array): void {
  const sums = new Float64Array(centroids.length);
  for (let i = 0; i < size; i++) {
    const to = (of[i] as number) * dimensions;
    for (let d = 0; d < dimensions; d++)
      sums[to + d] = (sums[to + d] as number) + (weight[i] as number) * (values[i * dimensions + d] as number);
  }
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
