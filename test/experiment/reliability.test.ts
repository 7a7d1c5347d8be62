import { expect, it } from 'vitest';
import { partOf } from '../../src/experiment/part-of.js';
import { reliability } from '../../src/experiment/reliability.js';
import { cellMeans } from '../../src/replay/cell-means.js';
import { plainTable } from '../support/table-of.js';

// Five queries, two models; quality of (first, second).
const means = cellMeans(
  plainTable(
    ['a', 'b'],
    (
      [
        [1, 0],
        [0, 1],
        [1, 1],
        [0, 0],
        [1, 1],
      ] as const
    ).map(([a, b]) => [
      [a, 1],
      [b, 1],
    ]),
  ),
);
const grouping = {
  group: Uint32Array.of(0, 1, 2, 3, 4),
  groups: 5,
  keys: Uint32Array.of(1, 2, 3, 4, 5),
  repeatedPrompts: 0,
  nearCopies: null,
};
const part = (...rows: number[]) => partOf(Uint32Array.from(rows), Float64Array.of(1, 1, 2, 1, 1), grouping);

it('compares what was predicted of the models asked with what they did, per tenth', () => {
  const found = reliability({
    predicted: Float64Array.of(0.95, 0.85, 1, 0.15, Number.NaN),
    first: Int16Array.of(0, 0, 1, 1, 0),
    means,
    part: part(0, 1, 2, 3, 4),
  });
  // Bin 9: weights 1 and 2, predicted (0.95 + 2)/3, actual 1; bin 8: predicted 0.85, actual 0; bin 1: 0.15 against 0.
  expect(found?.bins).toEqual([
    { from: 0.1, to: 0.2, n: 1, predicted: 0.15, actual: 0 },
    { from: 0.8, to: 0.9, n: 1, predicted: 0.85, actual: 0 },
    { from: 0.9, to: 1, n: 2, predicted: 2.95 / 3, actual: 1 },
  ]);
  expect(found?.n).toBe(4);
  expect(found?.error).toBeCloseTo((0.15 + 0.85 + 0.05) / 5, 12);
});

it('looks at the part alone, and says nothing where nothing was predicted', () => {
  const predicted = Float64Array.of(0.5, Number.NaN, Number.NaN, 0.5, 0.5);
  const first = Int16Array.of(0, 0, 0, -1, 0);
  expect(reliability({ predicted, first, means, part: part(0) })).toMatchObject({ n: 1, error: 0.5 });
  expect(reliability({ predicted, first, means, part: part(1, 2) })).toBeNull();
  expect(reliability({ predicted, first, means, part: part(3) })).toBeNull();
});
