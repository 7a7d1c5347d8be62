import { expect, it } from 'vitest';
import { type PairTotals, versusReference } from '../../src/compare/versus-reference.js';

const totals = (quality: number, cost: number): PairTotals => ({
  weight: 10,
  quality,
  cost,
  referenceQuality: 8,
  referenceCost: 20,
});
const base = {
  point: totals(7, 5),
  replicates: Array.from({ length: 100 }, (_, i) => totals(6.5 + i / 100, 5)),
  groupDifferences: Float64Array.of(1, -1, -1, 0, 0, 0, 0, 0, 0, 0),
  testable: true,
  n: 10,
  confidence: 0.95,
  seed: 1,
  nonInferiority: { margin: 0.01, confidence: 0.95 },
};

it('pairs a row with the reference: difference, retention, savings, times cheaper', () => {
  const versus = versusReference({ ...base, binary: true });
  expect(versus.quality.value).toBeCloseTo(-0.1, 12);
  expect(versus.retention.value).toBe(7 / 8);
  expect(versus.cost.value).toBeCloseTo(-1.5, 12);
  expect(versus.savings.value).toBe(0.75);
  expect(versus.timesCheaper.value).toBe(4);
  expect(versus.quality.low).toBeLessThan(-0.14);
  expect(versus.quality.high).toBeGreaterThan(-0.06);
});

it('tests right and wrong answers by McNemar: 1 better, 2 worse', () => {
  const { test } = versusReference({ ...base, binary: true });
  expect(test?.name).toBe('mcnemar_exact');
  expect(test?.pValue).toBeCloseTo(1, 12);
});

it('tests anything else by flipping the groups’ signs', () => {
  const { test } = versusReference({ ...base, groupDifferences: Float64Array.of(0.5, 0.25, 0.25, 1), binary: false });
  expect(test).toMatchObject({ name: 'sign_flip', pValue: 2 / 16 });
});

it('does not test expectations, and can’t detect anything where nothing varies', () => {
  expect(versusReference({ ...base, binary: true, testable: false }).test).toBeNull();
  expect(
    versusReference({ ...base, binary: true, replicates: Array.from({ length: 50 }, () => totals(7, 5)) }).minimumDetectable,
  ).toBeNull();
});
