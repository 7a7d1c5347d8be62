import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { unpack } from '../../../src/router/packed.js';
import type { ClustersConfig } from '../../../src/router/predictor/config.js';
import { hash32 } from '../../../src/stats/hash.js';
import { clusterMeans } from '../../../src/strategy/fit/clusters.js';
import { qualityFits } from '../../../src/strategy/fit/index.js';
import { type Points, plainSeek } from '../../../src/strategy/learn/nearest-centroids.js';
import { simdSeek } from '../../../src/strategy/learn/simd-centroids.js';
import { sphericalKMeans } from '../../../src/strategy/learn/spherical-k-means.js';
import { aTraining, topicRows } from '../../support/a-training.js';
import { everyProduct } from '../../support/every-product.js';

const at = (degrees: readonly number[], weight = degrees.map(() => 1)): Points => ({
  size: degrees.length,
  dimensions: 2,
  values: Float64Array.from(degrees.flatMap((one) => [Math.cos((one * Math.PI) / 180), Math.sin((one * Math.PI) / 180)])),
  weight: Float64Array.from(weight),
});

describe('spherical k-means', () => {
  it('puts centroids in the middle of two bunches on the circle', () => {
    const { of, centroids, closeness } = sphericalKMeans(at([0, 90, 10, 100]), 2, 4, 7);
    expect([of[0], of[1]]).toEqual([of[2], of[3]]);
    expect(of[0]).not.toBe(of[1]);
    const angles = [0, 1].map((c) => (Math.atan2(centroids[2 * c + 1] ?? 0, centroids[2 * c] ?? 0) * 180) / Math.PI);
    expect(Math.min(...angles)).toBeCloseTo(5, 9);
    expect(Math.max(...angles)).toBeCloseTo(95, 9);
    expect(closeness).toBeCloseTo(4 * Math.cos((5 * Math.PI) / 180), 12);
  });

  it('moves a centroid towards heavy points, and leaves out clusters nobody is in', () => {
    const { centroids } = sphericalKMeans(at([0, 90], [3, 1]), 1, 1, 7);
    expect((centroids[1] ?? 0) / (centroids[0] ?? 0)).toBeCloseTo(1 / 3, 12);
    expect(sphericalKMeans(at([20, 20, 20]), 3, 2, 7).centroids).toHaveLength(2);
  });

  it('ends where every point is with the closest centroid, is never worse for more starts, and repeats itself', () => {
    const degrees = fc.array(fc.integer({ min: 0, max: 359 }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(degrees, fc.integer({ min: 1, max: 5 }), fc.nat(1000), (angles, k, seed) => {
        const points = at(angles);
        const { of, centroids, closeness } = sphericalKMeans(points, k, 3, seed);
        const cosine = (i: number, c: number): number =>
          (points.values[2 * i] ?? 0) * (centroids[2 * c] ?? 0) + (points.values[2 * i + 1] ?? 0) * (centroids[2 * c + 1] ?? 0);
        angles.forEach((_, i) => {
          for (let c = 0; c < centroids.length / 2; c++) expect(cosine(i, of[i] as number)).toBeGreaterThanOrEqual(cosine(i, c));
        });
        expect(closeness).toBeGreaterThanOrEqual(sphericalKMeans(points, k, 1, seed).closeness);
        expect(sphericalKMeans(points, k, 3, seed)).toEqual({ of, centroids, closeness });
      }),
      { numRuns: 50 },
    );
  });

  it('comes to the bits of multiplying every point with every centroid in every step', () => {
    const shapes = fc.record({
      size: fc.integer({ min: 1, max: 120 }),
      dimensions: fc.integer({ min: 1, max: 6 }),
      clusters: fc.integer({ min: 1, max: 30 }),
      restarts: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat(1000),
      // Few values give points that coincide, that are 0, and that are as near to several centroids.
      values: fc.constantFrom(2, 3, 1000),
      weights: fc.constantFrom(1, 5),
      // Some stand so close to each other that numbers of 16 bits can't tell them apart, or hardly.
      close: fc.constantFrom(1, 1, 1e-4, 2e-5),
    });
    fc.assert(
      fc.property(shapes, ({ size, dimensions, clusters, restarts, seed, values, weights, close }) => {
        const raw = (i: number, of: number): number => hash32(seed, i, of) % of;
        const points = scaled({
          size,
          dimensions,
          values: Float64Array.from(
            { length: size * dimensions },
            (_, i) => (raw(i, values) - (values - 1) / 2) * close + (close < 1 ? 1 : 0),
          ),
          weight: Float64Array.from({ length: size }, (_, i) => 1 + raw(i, weights)),
        });
        expect(sphericalKMeans(points, clusters, restarts, seed)).toEqual(everyProduct(points, clusters, restarts, seed));
      }),
      { numRuns: 300 },
    );
  });
});

describe('points and moving centroids', () => {
  const shapes = fc.record({
    size: fc.integer({ min: 1, max: 60 }),
    dimensions: fc.integer({ min: 1, max: 7 }),
    clusters: fc.integer({ min: 1, max: 30 }),
    seed: fc.nat(1000),
    values: fc.constantFrom(2, 3, 1000),
  });

  it('are assigned and summed alike by plain loops and by WebAssembly', () => {
    fc.assert(
      fc.property(shapes, ({ size, dimensions, clusters, seed, values }) => {
        const drawn = (count: number, of: number): Points =>
          scaled({
            size: count,
            dimensions,
            weight: Float64Array.from({ length: count }, (_, i) => 1 + (hash32(seed, i, of + 1) % 3)),
            values: Float64Array.from({ length: count * dimensions }, (_, i) => (hash32(seed, i, of) % values) - (values >> 1)),
          });
        const points = drawn(size, 1);
        const seen = [plainSeek, simdSeek].map((seek) => {
          const log: unknown[] = [];
          const start = drawn(clusters, 2).values;
          const nearest = seek(points, clusters)?.(start);
          for (let step = 0; step < 4; step++) {
            nearest?.assign((from, to) => log.push([from, to]));
            log.push(nearest?.of.slice(), nearest?.sums(Uint8Array.from({ length: clusters }, (_, i) => (i + step) % 2)).slice());
            const to = drawn(clusters, 3 + (step >> 1)).values;
            // Twice to new places, with the farthest that anything can go, and twice to where they are.
            const by = new Float64Array(clusters).fill(step % 2 === 0 ? 2.1 : 0);
            for (let i = 0; i < clusters; i++) nearest?.place(i, to.subarray(i * dimensions, (i + 1) * dimensions));
            nearest?.drifted(by);
          }
          return log;
        });
        expect(simdSeek(points, clusters)).not.toBeNull();
        expect(seen[1]).toEqual(seen[0]);
      }),
      { numRuns: 200 },
    );
  });
});

/** Points of length 1, or 0. */
function scaled(points: Points): Points {
  const { dimensions, values } = points;
  return {
    ...points,
    values: values.map((one, i) => {
      const from = i - (i % dimensions);
      const length = Math.sqrt(values.subarray(from, from + dimensions).reduce((sum, own) => sum + own * own, 0));
      return length === 0 ? 0 : one / length;
    }),
  };
}

it('draws a cluster’s means towards the overall ones by the prior, and skips what is not known', () => {
  const targets = {
    quality: Float64Array.from([1, 0, 1, Number.NaN, 0, 1]),
    weight: Float64Array.from([1, 2, 1]),
    mean: Float64Array.from([0.5, 0.25]),
  };
  // Cluster 0 has rows 0 and 1: model 0 (1 + 2 + 3 · ½) / (1 + 2 + 3), model 1 (0 + 3 · ¼) / (1 + 3); cluster 1 has row 2.
  expect([...clusterMeans(targets, Int32Array.from([0, 0, 1]), 3)]).toEqual([4.5 / 6, 0.75 / 4, 1.5 / 4, 1.75 / 4]);
  expect([...clusterMeans(targets, Int32Array.from([0, 1, 2]), 0)]).toEqual([1, 0, 1, 0.25, 0, 1]);
});

it('finds the topics, whatever the options', () => {
  const rows = topicRows(240);
  const source = { training: aTraining(rows), models: [0, 1, 2], input: DEFAULT_INPUT };
  const spec = {
    by: 'clusters',
    calibrate: 'none',
    dimension: 256,
    features: [{ words: { ngrams: [1, 1], min_df: 20 } }],
  } as const;
  const fitted = (more: object) => qualityFits.fit({ ...spec, ...more }, source).predictor as ClustersConfig;
  const three = fitted({ clusters: 3, nearest: 1, prior: 0, directions: 3 });
  const quality = unpack(three.quality);
  // Each topic's own model is right nine times in ten, the others twice.
  for (let c = 0; c < 3; c++) {
    const own = [...quality.subarray(3 * c, 3 * c + 3)].map((one) => one / 2 ** 15).sort((a, b) => b - a);
    expect(own[0]).toBeGreaterThan(0.8);
    expect(own[1]).toBeLessThan(0.35);
  }
  expect(three.ranks).toEqual([840]);
  expect(fitted({ nearest: 3 }).ranks).toEqual([840, 420, 280]);
  expect(fitted({ nearest: 2, weighting: 'plain' }).ranks).toEqual([840, 840]);
});
