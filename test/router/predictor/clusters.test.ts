import fc from 'fast-check';
import { expect, it } from 'vitest';
import { queryTable } from '../../../src/domain/query.js';
import { requestBatch } from '../../../src/replay/request-batch.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { pack } from '../../../src/router/packed.js';
import type { ClustersConfig } from '../../../src/router/predictor/config.js';
import { checkQuality, compilePredictor } from '../../../src/router/predictor/index.js';
import { nearest, offer, takeLeast } from '../../../src/router/predictor/nearest.js';

const ONE = 2 ** 20;
const batch = requestBatch(queryTable(['one', 'one two three'].map((prompt, i) => ({ id: `q${i}`, prompt }))));
const scoresOf = (predictor: ClustersConfig, models = 2): number[][] => {
  const scores = new Float64Array(models);
  const bound = compilePredictor(predictor, models, DEFAULT_INPUT)(batch);
  return [0, 1].map((row) => {
    bound(row, scores);
    return [...scores];
  });
};

/** Row 0 lies along the first direction, row 1 along the second. */
const byHand: ClustersConfig = {
  type: 'clusters',
  space: [{ type: 'bins', of: 'prompt.words', edges: [3], value: 100 }],
  projection: { directions: 2, matrix: pack('i8', [1, 0, 0, 1]), shift: 0 },
  centroids: pack('i8', [3, 1, 1, 2, -9, 9]),
  ranks: [2, 1],
  quality: pack('u16', [2 ** 15, 0, 0, 2 ** 14, 0, 0]),
  mean: [ONE / 4, ONE / 8],
};

it('averages the nearest clusters by rank, and only those on its side', () => {
  // Row 0: dot products 300, 100 and −900: cluster 0 weighs 2, cluster 1 weighs 1, cluster 2 never counts.
  // Row 1: 100, 200 and 900: cluster 2 weighs 2, cluster 1 weighs 1.
  expect(scoresOf(byHand)).toEqual([
    [Math.floor((2 * ONE) / 3), Math.floor(ONE / 6)],
    [0, Math.floor(ONE / 6)],
  ]);
  expect(scoresOf({ ...byHand, ranks: [2, 1, 1] })[0]).toEqual(scoresOf(byHand)[0]);
});

it('gives the mean where no cluster is on its side', () => {
  expect(scoresOf({ ...byHand, centroids: pack('i8', [-1, 1, -1, 1, -1, 1]) })[0]).toEqual([ONE / 4, ONE / 8]);
  expect(scoresOf({ ...byHand, projection: { ...byHand.projection, matrix: pack('i8', [0, 0, 0, 0]) } })[1]).toEqual([
    ONE / 4,
    ONE / 8,
  ]);
});

it('equals the plain formula, rounded down', () => {
  const byte = fc.integer({ min: -127, max: 127 });
  const config = fc.record({
    matrix: fc.array(byte, { minLength: 6, maxLength: 6 }),
    centroids: fc.array(byte, { minLength: 15, maxLength: 15 }),
    ranks: fc.array(fc.integer({ min: 1, max: 2 ** 16 }), { minLength: 1, maxLength: 7 }),
    quality: fc.array(fc.nat(2 ** 15), { minLength: 10, maxLength: 10 }),
    shift: fc.nat(3),
  });
  fc.assert(
    fc.property(config, ({ matrix, centroids, ranks, quality, shift }) => {
      const projection = { directions: 3, matrix: pack('i8', matrix), shift };
      const found = scoresOf({
        ...byHand,
        projection,
        centroids: pack('i8', centroids),
        ranks,
        quality: pack('u16', quality),
      });
      [0, 1].forEach((row) => {
        const own = [0, 1, 2].map((d) => Math.floor((100 * (matrix[row * 3 + d] ?? 0)) / 2 ** shift));
        const near = [0, 1, 2, 3, 4]
          .map((cluster) => ({ cluster, dot: own.reduce((sum, one, d) => sum + one * (centroids[cluster * 3 + d] ?? 0), 0) }))
          .filter(({ dot }) => dot > 0)
          .sort((a, b) => b.dot - a.dot || a.cluster - b.cluster)
          .slice(0, ranks.length);
        const total = near.reduce((sum, _, rank) => sum + (ranks[rank] ?? 0), 0);
        [0, 1].forEach((model) => {
          const mean =
            near.reduce(
              (sum, { cluster }, rank) => sum + ((ranks[rank] ?? 0) * (quality[cluster * 2 + model] ?? 0)) / 2 ** 15,
              0,
            ) / total;
          expect(found[row]?.[model]).toBe(near.length === 0 ? byHand.mean[model] : Math.floor(mean * ONE + 1e-6));
        });
      });
    }),
  );
});

it('takes the kept out from the least to the greatest', () => {
  const heap = nearest(4);
  for (const [index, value] of [5, 1, 7, 5, 3, 9].entries()) offer(heap, index, value);
  expect([takeLeast(heap), takeLeast(heap), takeLeast(heap), takeLeast(heap), heap.size]).toEqual([3, 0, 2, 5, 0]);
});

it.each<[string, Partial<Record<keyof ClustersConfig, unknown>>, RegExp]>([
  ['a quality above 1', { quality: pack('u16', [2 ** 15 + 1, 0, 0, 0, 0, 0]) }, /quality.*item 1: 32769.*0 to 32768/],
  ['half a cluster', { quality: pack('u16', [0, 0, 0, 0, 0]) }, /quality\.length % models/],
  ['no cluster', { quality: pack('u16', []), centroids: pack('i8', []) }, /quality\.length \/ models.*got 0/],
  ['centroids of other clusters', { centroids: pack('i8', [1, 2]) }, /centroids\.length/],
  ['no rank', { ranks: [] }, /ranks\.length/],
  ['a rank that weighs nothing', { ranks: [1, 0] }, /ranks\[1\]/],
  ['a mean too few', { mean: [1] }, /mean.*2 numbers/],
  ['an unknown member of the projection', { projection: { ...byHand.projection, shfit: 1 } }, /shfit.*"shift"/],
])('with %s is refused', (_, over, message) => {
  const check = (predictor: unknown) => () => checkQuality({ predictor, tables: [{ x: [0], y: [0] }] }, 'it', 2);
  expect(check(byHand)).not.toThrow();
  expect(check({ ...byHand, ...over })).toThrow(message);
});
