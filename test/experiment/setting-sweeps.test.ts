import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import type { SettingSweep } from '../../src/domain/results.js';
import { hash32 } from '../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { plainTable } from '../support/table-of.js';

const SIZE = 120;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, i) => ({
    id: `q${i}`,
    prompt: `${1000 + i}${'x'.repeat(hash32(1, i, 0) % 30)}`,
    // One in five has nothing to compare.
    signals: i % 5 === 0 ? {} : { worth: (hash32(2, i, 0) % 12) - 4 },
    weight: 1 + (i % 3),
  })),
);
const table = plainTable(
  ['small', 'large'],
  Array.from({ length: SIZE }, (_, i) =>
    [0, 1].map((model) => [(hash32(3, i, model) % 100) / 100, (model + 1) * 1e-3 + 1e-6 * i, 100] as const),
  ),
);
const split = { kind: 'holdout', train: 0.1, validation: 0.4, test: 0.5, groupBy: 'group', nearCopies: null, seed: 3 } as const;
const bootstrap = { replicates: 20, seed: 7, confidence: 0.95 };
const experiment = anExperiment({ split, reference: 'large', bootstrap, baselines: ['single'] });
const when = (field: string, operator: string, operand: Json) =>
  aStrategy('ruled', [{ rules: [{ when: { [field]: { [operator]: operand } }, use: 'large' }, { use: 'small' }] }]);
const sweepOf = (strategies: Parameters<typeof runOn>[2], over = experiment): SettingSweep | undefined =>
  runOn(dataset, table, strategies, over).body.settingSweeps[0];

describe('a router over its one threshold', () => {
  it('is at every value what a router with that value is, on both parts', () => {
    const cases = fc.record({
      field: fc.constantFrom('prompt.code_points', 'signals.worth'),
      operator: fc.constantFrom('$gt', '$gte', '$lt', '$lte'),
      pick: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ field, operator, pick }) => {
        const sweep = sweepOf([when(field, operator, 2)]);
        const points = sweep?.points ?? [];
        const point = points[Math.min(points.length - 1, Math.floor(pick * points.length))];
        const { body } = runOn(dataset, table, [when(field, operator, point?.value ?? 0)], experiment);
        const own = body.rows.find(({ id }) => id === 'router:ruled');
        expect(point?.reported.quality).toBeCloseTo(own?.metrics['quality.mean']?.value ?? -1, 9);
        expect(point?.reported.cost).toBeCloseTo(own?.metrics['cost.mean']?.value ?? -1, 9);
        expect(point?.validation?.quality).toBeCloseTo(body.candidates[0]?.quality.value ?? -1, 9);
        expect(point?.holds).toBeCloseTo(own?.shares.find(({ modelId }) => modelId === 'large')?.share ?? -1, 9);
      }),
      { numRuns: 12, seed: 5 },
    );
  });

  it('runs from all to none, marks what was tried and what is reported, and keeps about a hundred values', () => {
    const sweep = sweepOf([when('prompt.code_points', '$gt', { $choice: [7, 12] })]);
    const chosen = sweep?.chosen;
    expect(sweep).toMatchObject({ rowId: 'router:ruled', label: 'ruled', setting: 'prompt.code_points $gt', kind: 'threshold' });
    expect(sweep?.points.filter(({ tried }) => tried).map(({ value }) => value)).toEqual([7, 12]);
    expect([7, 12]).toContain(chosen);
    expect([sweep?.points[0]?.holds, sweep?.points.at(-1)?.holds]).toEqual([1, 0]);
    expect(sweep?.points.length).toBeLessThanOrEqual(103);
  });

  it('has no other part to be held against without a split', () => {
    const sweep = sweepOf([when('signals.worth', '$gte', 2)], anExperiment({ reference: 'large' }));
    expect(sweep?.points.every(({ validation }) => validation === null)).toBe(true);
    // A fifth of the queries have no such signal: the rule holds for none of these.
    expect(sweep?.points[0]?.holds).toBeLessThan(0.85);
  });

  it('is left out with two thresholds, with none, and where folds have one each', () => {
    const rules = (...operands: number[]) =>
      aStrategy('ruled', [
        { rules: [...operands.map((one) => ({ when: { 'prompt.code_points': { $gt: one } }, use: 'large' })), { use: 'small' }] },
      ]);
    expect(sweepOf([rules(7, 9)])).toBeUndefined();
    expect(sweepOf([rules()])).toBeUndefined();
    const folds = anExperiment({
      split: { kind: 'kfold', folds: 3, innerFolds: 2, groupBy: 'group', stratifyBy: null, nearCopies: null, seed: 1 } as never,
      reference: 'large',
    });
    expect(sweepOf([rules(7)], folds)).toBeUndefined();
  });
});

describe('a router over its one range', () => {
  const shared = (range: Json) => aStrategy('shared', [{ split: { weights: { large: range, small: 10 } } }]);

  it('is every candidate on both parts', () => {
    const { body } = runOn(dataset, table, [shared({ $choice: [5, 40, 10] })], experiment);
    const [sweep] = body.settingSweeps;
    expect(sweep).toMatchObject({ kind: 'range', setting: 'pipeline[0].split.weights.large' });
    expect(sweep?.points.map(({ value }) => value)).toEqual([5, 10, 40]);
    for (const { value, validation } of sweep?.points ?? []) {
      const candidate = body.candidates.find(({ parameters }) => Object.values(parameters)[0] === value);
      expect(validation?.quality).toBeCloseTo(candidate?.quality.value ?? -1, 9);
      expect(validation?.cost).toBeCloseTo(candidate?.cost.value ?? -1, 9);
    }
    const own = body.rows.find(({ id }) => id === 'router:shared');
    const reported = sweep?.points.find(({ value }) => value === sweep.chosen)?.reported;
    expect(reported?.quality).toBeCloseTo(own?.metrics['quality.mean']?.value ?? -1, 9);
  });

  it('is nothing with one candidate', () => {
    expect(sweepOf([shared(5)])).toBeUndefined();
  });
});

describe('sweeps between two models', () => {
  const { body } = runOn(
    dataset,
    table,
    [],
    anExperiment({ split, baselines: ['single', 'oracle', 'prompt_length', 'random'], pair: { weak: 'small', strong: 'large' } }),
  );
  const curve = (id: string) => body.curves.find(({ rowId }) => rowId === id);

  it('say from which score on queries are sent, and how it was on validation', () => {
    const lengths = curve('control:prompt_length');
    expect(lengths?.points[0]).toMatchObject({ strongShare: 0, threshold: null });
    const thresholds = lengths?.points.slice(1).map(({ threshold }) => threshold as number) ?? [];
    expect(thresholds.every((one, at) => at === 0 || one < (thresholds[at - 1] as number))).toBe(true);
    expect(lengths?.validation?.at(-1)?.strongShare).toBe(1);
    const shortest = thresholds.at(-1) ?? 0;
    expect(shortest).toBeGreaterThanOrEqual(4);
  });

  it('name no score that only outcomes give', () => {
    expect(curve('control:oracle')?.points.every((point) => !('threshold' in point))).toBe(true);
    expect(curve('control:random')?.validation).toBeUndefined();
  });
});
