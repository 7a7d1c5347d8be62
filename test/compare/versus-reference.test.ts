import { expect, it } from 'vitest';
import { type PairedInput, versusReference } from '../../src/compare/versus-reference.js';
import { tangoInterval } from '../../src/stats/tango.js';

const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half, n: 10 });
// Ten queries: the row is right on 7, the reference on 8; one only the row, two only the reference.
const counts = { both: 6, onlyFirst: 1, onlySecond: 2, neither: 1 };
const base: PairedInput = {
  difference: (confidence) => estimate(-0.1, confidence / 10),
  standardError: 0.05,
  retention: estimate(0.875, 0.1),
  cost: estimate(-1.5, 0.2),
  savings: estimate(0.75, 0.1),
  timesCheaper: estimate(4, 1),
  groupDifferences: Float64Array.of(1, -1, -1, 0, 0, 0, 0, 0, 0, 0),
  counts: null,
  testable: true,
  confidence: 0.9,
  seed: 1,
  nonInferiority: { margin: 0.01, confidence: 0.5 },
};

it('shows the resampled difference at the run’s confidence, and judges no worse at its own', () => {
  const versus = versusReference(base);
  expect(versus.quality).toEqual(estimate(-0.1, 0.09));
  expect(versus.nonInferiority).toEqual({ difference: estimate(-0.1, 0.05), verdict: 'inferior', equivalent: false });
  expect([versus.retention.value, versus.savings.value, versus.timesCheaper.value, versus.cost.value]).toEqual([
    0.875, 0.75, 4, -1.5,
  ]);
});

it('gives right and wrong answers Tango’s interval and McNemar’s test: 1 better, 2 worse', () => {
  const versus = versusReference({ ...base, counts });
  const { low, high } = tangoInterval(counts, 0.9);
  expect(versus.quality).toEqual({ value: -0.1, low, high, n: 10 });
  expect(versus.test?.name).toBe('mcnemar_exact');
  expect(versus.test?.pValue).toBeCloseTo(1, 12);
  expect(versus.nonInferiority.difference.low).toBe(tangoInterval(counts, 0.5).low);
});

it('tests anything else by flipping the groups’ signs', () => {
  const { test } = versusReference({ ...base, groupDifferences: Float64Array.of(0.5, 0.25, 0.25, 1) });
  expect(test).toMatchObject({ name: 'sign_flip', pValue: 2 / 16 });
});

it('does not test expectations, and can’t detect anything where nothing varies', () => {
  expect(versusReference({ ...base, counts, testable: false }).test).toBeNull();
  expect(versusReference(base).minimumDetectable).toBeCloseTo(0.05 * 2.80159, 5);
  expect(versusReference({ ...base, standardError: 0 }).minimumDetectable).toBeNull();
});
