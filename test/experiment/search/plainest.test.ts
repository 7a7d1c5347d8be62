import { expect, it } from 'vitest';
import { plainest } from '../../../src/experiment/search/plainest.js';

const quality = { kind: 'maximize_quality' } as const;
const cost = { kind: 'minimize_cost' } as const;
// Best is the second; the third is within 0.02 of it and the cheapest of those; the first is cheaper but too far off.
const candidates = [
  { objective: 0.8, quality: 0.8, cost: 1 },
  { objective: 0.9, quality: 0.9, cost: 5 },
  { objective: 0.89, quality: 0.89, cost: 2 },
  { objective: 0.881, quality: 0.881, cost: 3 },
];

it('takes the cheapest within one standard error of the best', () => {
  expect(plainest(candidates, quality, 'one_standard_error', () => 0.02)).toBe(2);
  expect(plainest(candidates, quality, 'one_standard_error', () => 0.15)).toBe(0);
  expect(plainest(candidates, quality, 'one_standard_error', (best) => (best === 1 ? 0 : 1))).toBe(1);
  expect(plainest(candidates, quality, 'best', () => 1)).toBe(1);
});

it('takes the best quality within one standard error of the least cost, where cost is the objective', () => {
  const dear = [
    { objective: -1, quality: 0.8, cost: 1 },
    { objective: -1.05, quality: 0.95, cost: 1.05 },
    { objective: -1.5, quality: 0.99, cost: 1.5 },
  ];
  expect(plainest(dear, cost, 'one_standard_error', () => 0.1)).toBe(1);
});

it('keeps the earlier of equals, and has none of none', () => {
  expect(
    plainest(
      [candidates[1], candidates[1]].flatMap((one) => one ?? []),
      quality,
      'one_standard_error',
      () => 0,
    ),
  ).toBe(0);
  expect(plainest([], quality, 'one_standard_error', () => 0)).toBe(-1);
});
