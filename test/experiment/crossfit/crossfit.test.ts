import { describe, expect, it } from 'vitest';
import { parseResults } from '../../../src/compare/parse-results.js';
import type { ResultsBody } from '../../../src/experiment/body.js';
import { hash32 } from '../../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../../support/an-experiment.js';
import { plainTable } from '../../support/table-of.js';

const SIZE = 300;
const kfold = { kind: 'kfold', folds: 5, innerFolds: 3, groupBy: 'group', nearCopies: null, seed: 3 } as const;
const isLong = (row: number): boolean => row % 3 === 0;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, row) => ({
    id: `q${row}`,
    prompt: `${row} ${isLong(row) ? 'long '.repeat(30) : 'short'}`,
    category: ['code', 'faq', 'law'][row % 3] ?? '',
  })),
);
const chance = (row: number, salt: number, of: number): number => (hash32(salt, row, 0) / 2 ** 32 < of ? 1 : 0);
const quality = (body: ResultsBody, id: string) =>
  body.rows.find((row) => row.id === id)?.metrics['quality.mean']?.value ?? Number.NaN;

describe('cross-fitting', () => {
  // Short prompts are right with the small model, long ones only with the large one.
  const table = plainTable(
    ['small', 'large'],
    Array.from(
      { length: SIZE },
      (_, row) =>
        [
          [chance(row, 1, isLong(row) ? 0.1 : 0.95), 1e-3, 100],
          [chance(row, 2, 0.95), 1e-2, 400],
        ] as const,
    ),
  );
  const byLength = aStrategy('by-length', [
    { rules: [{ when: { 'prompt.code_points': { $gt: { $choice: [5, 500, 50] } } }, use: 'large' }, { use: 'small' }] },
  ]);
  const fixed = aStrategy('always-small', [{ use: 'small' }]);
  const experiment = anExperiment({
    split: kfold,
    reference: 'large',
    bootstrap: { replicates: 100, seed: 7, confidence: 0.95 },
  });
  const { body, chosen, compared } = runOn(dataset, table, [byLength, fixed], experiment);

  it('decides every query, each without its fold, and says so', () => {
    expect(body.protocol).toMatchObject({ reportedOn: 'crossfit', chosenOn: 'inner_folds' });
    expect(body.protocol.folds.map(({ queries }) => queries)).toEqual([60, 60, 60, 60, 60]);
    expect(body.rows.every(({ coverage }) => coverage.evaluable === SIZE && coverage.of === SIZE)).toBe(true);
    expect(body.rows.find(({ id }) => id === 'router:by-length')?.marks).toEqual(['crossfit']);
  });

  it('names the candidate of each fold, and ships the one chosen on everything', () => {
    const row = body.rows.find(({ id }) => id === 'router:by-length');
    expect(row?.folds?.map(({ fold, candidate }) => [fold, candidate])).toEqual(
      [1, 2, 3, 4, 5].map((fold) => [`fold ${fold}`, 'by-length#3']),
    );
    expect(body.choice).toMatchObject({ rowId: 'router:by-length' });
    expect(chosen?.candidate.id).toBe('by-length#3');
    expect(body.verdict).toMatch(/each decided without its fold, choosing so is/);
  });

  it('says of a lone candidate what it says of it beside others: without a choice, no inner folds are needed', () => {
    const lone = runOn(dataset, table, [fixed], experiment).body.rows.find(({ id }) => id === 'router:always-small');
    const beside = body.rows.find(({ id }) => id === 'router:always-small');
    expect(lone?.folds).toEqual(beside?.folds);
    expect(lone?.folds).toHaveLength(5);
    expect(lone?.metrics['quality.mean']).toEqual(beside?.metrics['quality.mean']);
  });

  it('has a row for the choice among strategies, with the numbers of what was chosen', () => {
    const procedure = body.rows.find(({ id }) => id === 'procedure:chosen');
    expect(procedure?.marks).toEqual(['crossfit', 'procedure']);
    // The same strategy and candidate in all folds: the same decisions.
    expect(quality(body, 'procedure:chosen')).toBe(quality(body, 'router:by-length'));
    expect(compared.find(({ id }) => id === 'procedure:chosen')?.fitted).toBeUndefined();
  });

  it('gives the chance of being best to what could be shipped, not to the procedure as well', () => {
    const chances = body.rows.map(({ id, probabilityBest }) => [id, probabilityBest]);
    expect(Object.fromEntries(chances)).toMatchObject({
      'router:by-length': 1,
      'router:always-small': 0,
      'procedure:chosen': null,
    });
  });

  it('gives the same bytes again, and results the schema accepts', () => {
    const again = runOn(dataset, table, [byLength, fixed], experiment).body;
    expect(JSON.stringify(again)).toBe(JSON.stringify(body));
    const whole = {
      schemaVersion: 1,
      tool: { name: 'routelab', version: '0' },
      experiment: { name: 'x', file: 'x', synthetic: false },
      inputs: { hash: 'h', files: [] },
      ...body,
    };
    expect(parseResults(JSON.parse(JSON.stringify(whole))).rows).toHaveLength(body.rows.length);
  });

  it('leaves one category out where that is asked for', () => {
    const split = { ...kfold, kind: 'leave_one_category_out' } as const;
    const { body: ood } = runOn(dataset, table, [byLength], { ...experiment, split });
    expect(ood.protocol.folds.map(({ fold }) => fold)).toEqual(['code', 'faq', 'law']);
    // Without the long prompts (all of them code) nothing says that the small model fails on them.
    const folds = ood.rows.find(({ id }) => id === 'router:by-length')?.folds ?? [];
    expect(folds.find(({ fold }) => fold === 'code')?.candidate).toBe('by-length#2');
  });
});

it('is not fooled by the luck of fifty coin tossers, whose best looks good on the queries it was chosen on', () => {
  const table = plainTable(
    ['heads', 'tails'],
    Array.from({ length: SIZE }, (_, row) => [
      [chance(row, 1, 0.5), 1e-3],
      [chance(row, 2, 0.5), 1e-3],
    ]),
  );
  const salts = Array.from({ length: 50 }, (_, salt) => `s${salt}`);
  const tossers = aStrategy('tossers', [{ split: { weights: { heads: 1, tails: 1 }, salt: { $choice: salts } } }]);
  const experiment = anExperiment({ split: kfold, bootstrap: { replicates: 100, seed: 7, confidence: 0.95 } });
  const { body } = runOn(dataset, table, [tossers], experiment);
  const flattered = Math.max(...body.candidates.map((candidate) => candidate.quality.value ?? 0));
  expect(flattered).toBeGreaterThan(0.55);
  expect(quality(body, 'router:tossers')).toBeLessThan(0.54);
});
