import { expect, it } from 'vitest';
import { latencyEstimates } from '../../src/metric/latency.js';
import { groupSums, type Part, subPart } from '../../src/metric/part.js';

const part: Part = {
  rows: Uint32Array.of(2, 5, 7, 9),
  weight: Float64Array.of(1, 2, 1, 1),
  group: Uint32Array.of(0, 1, 0, 2),
  groupKeys: Uint32Array.of(10, 11, 12),
};

it('sums a column by group with traffic weights', () => {
  expect([...groupSums(part, (query) => query)]).toEqual([2 + 7, 2 * 5, 9]);
});

it('takes a sub-part with its groups renumbered and their keys kept', () => {
  const odd = subPart(part, (query) => query !== 2 && query !== 7);
  expect([...odd.rows]).toEqual([5, 9]);
  expect([...odd.weight]).toEqual([2, 1]);
  expect([...odd.group]).toEqual([0, 1]);
  expect([...odd.groupKeys]).toEqual([11, 12]);
});

it('takes latency percentiles by rank, weighted, and says nothing when too many are unknown', () => {
  const hundred: Part = {
    rows: Uint32Array.from({ length: 100 }, (_, row) => row),
    weight: new Float64Array(100).fill(1),
    group: Uint32Array.from({ length: 100 }, (_, row) => row),
    groupKeys: Uint32Array.from({ length: 100 }, (_, row) => row),
  };
  const values = Float64Array.from({ length: 100 }, (_, row) => row + 1);
  const found = latencyEstimates([{ values, weight: 1 }], hundred, 0.95);
  expect(found['latency.p50']).toMatchObject({ value: 50, n: 100 });
  expect(found['latency.p95']).toMatchObject({ value: 95 });
  // Ranks 40 and 61 bound the median of 100 at 95 % (binomial tables).
  expect(found['latency.p50']).toMatchObject({ low: 40, high: 61 });
  const holes = Float64Array.from(values, (value) => (value > 98 ? Number.NaN : value));
  expect(latencyEstimates([{ values: holes, weight: 1 }], hundred, 0.95)['latency.p50']?.value).toBeNull();
});
