import { describe, expect, it } from 'vitest';
import { trialKey } from '../../../src/experiment/search/search.js';
import { withoutTest } from '../../../src/experiment/search/without-test.js';
import { openTuning } from '../../../src/experiment/tune.js';
import { workbench } from '../../../src/experiment/workbench.js';
import { hash32 } from '../../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runInputOf, runOn } from '../../support/an-experiment.js';
import { plainTable } from '../../support/table-of.js';
import { tuneOn } from '../../support/tune-on.js';

const SIZE = 600;
const wordsOf = (row: number): number => 1 + (hash32(11, row, 0) % 60);
const rows = Array.from({ length: SIZE }, (_, row) => ({
  id: `q${row}`,
  prompt: `${row} ${'word '.repeat(wordsOf(row))}`,
  category: wordsOf(row) > 30 ? 'long' : 'short',
}));
const dataset = aDataset(rows);
const chance = (row: number, salt: number, of: number): number => (hash32(salt, row, 0) / 2 ** 32 < of ? 1 : 0);
// The small model is right on short prompts, the large one nearly always.
const cellsOf = (row: number) =>
  [
    [chance(row, 1, wordsOf(row) > 30 ? 0.2 : 0.95), 1e-3, 100],
    [chance(row, 2, 0.95), 1e-2, 400],
  ] as const;
const table = plainTable(
  ['small', 'large'],
  Array.from({ length: SIZE }, (_, row) => cellsOf(row)),
);
const split = { kind: 'holdout', train: 0.3, validation: 0.4, test: 0.3, groupBy: 'group', nearCopies: null, seed: 3 } as const;
const quality = { kind: 'quality', atLeast: 0.85, of: 'reference', confidence: 0.9 } as const;
const experiment = anExperiment({ split, reference: 'large', objective: { kind: 'minimize_cost' }, constraints: [quality] });
const byLength = aStrategy('by-length.tuned', [
  {
    rules: [
      { when: { 'prompt.code_points': { $gt: { $linear: [0, 320, 33] } } }, use: { $choice: ['large', 'small'] } },
      { use: { $choice: ['small', 'large'] } },
    ],
  },
]);

describe('a workbench without its test part', () => {
  const whole = workbench(experiment, dataset, { models: [] }, table);
  const bench = withoutTest(whole);
  const hidden = [...whole.rowsIn('test')];

  it('holds no prompt, signal, label or outcome of a test query, and all of the others', () => {
    expect(hidden.length).toBeGreaterThan(150);
    for (const row of hidden) {
      expect(bench.batch.messages(row)).toEqual([{ role: 'user', content: '' }]);
      expect(bench.dataset.labels.category.codes[row]).toBe(-1);
      expect(bench.table.cellOffsets[2 * row + 2]).toBe(bench.table.cellOffsets[2 * row]);
      expect([bench.means.quality[2 * row], bench.means.costPico[2 * row + 1]]).toEqual([Number.NaN, Number.NaN]);
    }
    for (const row of whole.rowsIn('validation')) {
      expect(bench.batch.messages(row)).toEqual(whole.batch.messages(row));
      expect(bench.means.quality[2 * row]).toBe(whole.means.quality[2 * row]);
    }
    expect([...bench.rowsIn('test'), ...bench.part('test').rows, ...bench.partOver(Uint32Array.from(hidden)).rows]).toEqual([]);
    expect(bench.rowsIn('all')).toHaveLength(SIZE - hidden.length);
    expect(bench.part('validation')).toEqual(whole.part('validation'));
  });

  it('leads to the same search whatever the test part holds', () => {
    const other = plainTable(
      ['small', 'large'],
      Array.from({ length: SIZE }, (_, row) =>
        hidden.includes(row)
          ? ([
              [1, 5],
              [0, 7],
            ] as const)
          : cellsOf(row),
      ),
    );
    const prompts = aDataset(rows.map((one, row) => (hidden.includes(row) ? { ...one, category: 'other' } : one)));
    const first = tuneOn(dataset, table, byLength, experiment, { spec: { method: 'tpe', budget: 40 } });
    const second = tuneOn(prompts, other, byLength, experiment, { spec: { method: 'tpe', budget: 40 } });
    expect(second.trials).toEqual(first.trials);
    expect(second.tuned.summary).toEqual(first.tuned.summary);
  });
});

describe('tuning', () => {
  const spec = { method: 'tpe', budget: 80, seed: 1, patience: null };
  const { tuned, trials, finish } = tuneOn(dataset, table, byLength, experiment, { spec });
  const { body } = finish();

  it('finds the threshold, and says what was tried and how the choice was made', () => {
    const [search] = body.search;
    const parameters = search?.chosen.parameters ?? {};
    expect(parameters['pipeline[0].rules[0].when.prompt.code_points.$gt']).toBeGreaterThan(100);
    expect(parameters['pipeline[0].rules[0].when.prompt.code_points.$gt']).toBeLessThan(240);
    expect(parameters).toMatchObject({ 'pipeline[0].rules[0].use': 'large', 'pipeline[0].rules[1].use': 'small' });
    expect(search).toMatchObject({
      strategy: 'by-length.tuned',
      from: 'by-length.tuned.yaml',
      space: { candidates: 132 },
      tried: { candidates: 80, onValidation: 80 },
      stopped: 'budget',
      rule: 'one_standard_error',
      maxStatistic: { reference: 'large' },
    });
    expect(search?.tried.distinct).toBeLessThan(80);
    expect(search?.maxStatistic?.chosen.pAdjusted).toBeLessThan(0.05);
    expect(search?.improvements.length).toBeGreaterThan(0);
  });

  it('writes a strategy that a run measures with the same numbers', () => {
    const ran = runOn(dataset, table, [tuned.strategy], experiment);
    expect({ ...body, search: [] }).toEqual(ran.body);
    expect(ran.compared[0]?.fitted?.config).toEqual(tuned.fitted.config);
  });

  it('says how far the validation part flattered', () => {
    const row = body.rows.find(({ id }) => id === 'router:by-length.tuned');
    const optimism = body.search[0]?.optimism.observed;
    const promised = body.candidates[0]?.quality.value ?? Number.NaN;
    expect(optimism?.quality.value).toBeCloseTo(promised - (row?.metrics['quality.mean']?.value ?? Number.NaN), 12);
    expect(optimism?.cost.value).toBeCloseTo(
      (body.candidates[0]?.cost.value ?? Number.NaN) - (row?.metrics['cost.mean']?.value ?? Number.NaN),
      12,
    );
    expect(optimism?.objective.value).toBeCloseTo(-(optimism?.cost.value ?? Number.NaN), 12);
  });

  it('comes to the same when it is taken up again in the middle', () => {
    const known = new Map(trials.slice(0, 33).map((trial) => [trialKey(trial), trial]));
    const again = tuneOn(dataset, table, byLength, experiment, { spec, known });
    expect(JSON.stringify(again.trials)).toBe(JSON.stringify(trials));
    expect(JSON.stringify(again.finish().body)).toBe(JSON.stringify(body));
  });

  it('tries nothing again that it knows', () => {
    const first = trials[0];
    if (first === undefined) throw new Error('nothing was tried');
    const told = { ...first, objective: 12, quality: 12 };
    const again = tuneOn(dataset, table, byLength, experiment, { spec, known: new Map([[trialKey(first), told]]) });
    expect(again.trials[0]?.objective).toBe(12);
  });

  it('stops when it gets no better for long enough', () => {
    const { trials: few, tuned: early } = tuneOn(dataset, table, byLength, experiment, { spec: { ...spec, patience: 10 } });
    expect(early.summary.stopped).toBe('patience');
    expect(few.length).toBeLessThan(80);
  });

  it('takes the candidate nearest to the constraints where none meets them', () => {
    const strict = { ...experiment, constraints: [{ ...quality, atLeast: 1.5 }] };
    const { tuned: nearest, finish: compare } = tuneOn(dataset, table, byLength, strict, { spec });
    expect(nearest.summary.within).toBe(0);
    expect(compare().body.choice.kind).toBe('infeasible');
  });

  it.each([
    ['a floor above every model', { ...quality, atLeast: 1.5 }],
    ['a ceiling on cost that none keeps', { kind: 'cost', atMost: 0.001, of: 'usd_per_1k', confidence: 0.9 } as const],
    ['a floor that a few may meet', { ...quality, atLeast: 0.999 }],
  ])('takes from the full grid what a run takes where nothing passes: %s', (_, constraint) => {
    const strict = { ...experiment, constraints: [constraint] };
    const ran = runOn(dataset, table, [byLength], strict);
    const grid = tuneOn(dataset, table, byLength, strict, { spec: { method: 'grid', budget: 132, seed: 1, patience: null } });
    const taken = ran.body.candidates.find(({ selected }) => selected);
    expect(['infeasible', 'undecided']).toContain(ran.body.choice.kind);
    expect(grid.tuned.summary.chosen.id).toBe(taken?.id);
    expect(grid.finish().body.choice.kind).toBe(ran.body.choice.kind);
  });

  it.each([
    ['no split', { kind: 'none' } as const, /test part that it never sees \(got none\)/],
    ['folds', { kind: 'kfold', folds: 3, innerFolds: 2, groupBy: 'group', nearCopies: null, seed: 1 } as const, /folds/],
  ])('refuses %s', (_, given, message) => {
    expect(() => openTuning(runInputOf(dataset, table, [], { ...experiment, split: given }))).toThrow(message);
  });

  it('refuses a strategy without ranges', () => {
    expect(() => tuneOn(dataset, table, aStrategy('plain', [{ use: 'small' }]), experiment)).toThrow(/nothing to tune/);
  });
});

it('halving shows the validation part few candidates, and works on shares of the train part', () => {
  const { trials, tuned } = tuneOn(dataset, table, byLength, experiment, { spec: { method: 'halving', budget: 90 } });
  const on = new Map<string, number>();
  for (const trial of trials) on.set(trial.on, (on.get(trial.on) ?? 0) + 1);
  expect([...on]).toEqual([
    ['train/3', 90],
    ['train', 30],
    ['validation', 10],
  ]);
  expect(trials.find((trial) => trial.on === 'train/3')?.groups).toBe(60);
  expect(tuned.summary.tried).toMatchObject({ candidates: 90, onValidation: 10 });
});
