import { expect, it } from 'vitest';
import { latencyEstimates } from '../../src/metric/latency.js';
import { groupSums, type Part, subPart } from '../../src/metric/part.js';
import { aPart, singleQueries } from '../support/a-part.js';

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

it('counts alike queries for fewer in the interval of a percentile', () => {
  // Every latency twice, both queries of a pair in one group: as good as 50 queries. Ranks 18 and 33 bound their median.
  const values = Float64Array.from({ length: 100 }, (_, row) => (row >> 1) + 1);
  const pairs = latencyEstimates([{ values, weight: 1 }], aPart(Array.from({ length: 100 }, (_, row) => row >> 1)), 0.95);
  expect(pairs['latency.p50']).toMatchObject({ value: 25, low: 18, high: 33, n: 100 });
  const alone = latencyEstimates([{ values, weight: 1 }], singleQueries(100), 0.95);
  expect(alone['latency.p50']).toMatchObject({ value: 25, low: 20, high: 31 });
});

it('has no upper bound for a percentile that the sample can’t bound', () => {
  const values = Float64Array.from({ length: 100 }, (_, row) => row + 1);
  expect(latencyEstimates([{ values, weight: 1 }], singleQueries(100), 0.95)['latency.p99']).toMatchObject({
    value: 99,
    low: 97,
    high: null,
  });
});

it('follows traffic weights: one query of half the traffic is worth few', () => {
  const values = Float64Array.of(5, 1, 2, 3, 4);
  const heavy = latencyEstimates([{ values, weight: 1 }], aPart([0, 1, 2, 3, 4], [4, 1, 1, 1, 1]), 0.95);
  expect(heavy['latency.p50']?.value).toBe(4);
  expect(heavy['latency.p50']?.high).toBeNull();
});
