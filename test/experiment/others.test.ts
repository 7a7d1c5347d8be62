import { describe, expect, it } from 'vitest';
import type { ResultsBody } from '../../src/experiment/body.js';
import type { Compared } from '../../src/experiment/compared.js';
import { selectionColumns } from '../../src/experiment/selection-columns.js';
import type { Workbench } from '../../src/experiment/workbench.js';
import { cellMeans } from '../../src/replay/cell-means.js';
import { aPart } from '../support/a-part.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { plainTable } from '../support/table-of.js';

// Eight queries: `small` is right on the even ones, `large` on the first six.
const dataset = aDataset(Array.from({ length: 8 }, (_, i) => ({ id: `q${i}`, prompt: `Explain problem number ${i}, please.` })));
const table = plainTable(
  ['small', 'large'],
  Array.from(
    { length: 8 },
    (_, i) =>
      [
        [i % 2 === 0 ? 1 : 0, 0.001],
        [i < 6 ? 1 : 0, 0.004],
      ] as const,
  ),
);
const metric = (body: ResultsBody, id: string, name: string) => body.rows.find((row) => row.id === id)?.metrics[name]?.value;

describe('decisions of other strategies', () => {
  const alternate = { kind: 'decisions' as const, name: 'theirs', choice: Int16Array.from({ length: 8 }, (_, i) => i % 2) };
  const { body, compared } = runOn(dataset, table, [], anExperiment({ reference: 'large' }), { decisions: [alternate] });

  it('are a row that is charged like any other and never chosen', () => {
    const row = body.rows[0];
    expect(row).toMatchObject({ id: 'decisions:theirs', kind: 'decisions', label: 'theirs' });
    // Even queries with small: 4 right; odd ones with large: 1, 3, 5 right.
    expect(metric(body, 'decisions:theirs', 'quality.mean')).toBe(7 / 8);
    expect(metric(body, 'decisions:theirs', 'cost.mean')).toBeCloseTo(0.0025, 15);
    expect(metric(body, 'decisions:theirs', 'selection.entropy')).toBe(1);
    expect(row?.shares).toEqual([
      { modelId: 'small', share: 0.5 },
      { modelId: 'large', share: 0.5 },
    ]);
    expect(row?.versusReference?.quality.value).toBeCloseTo(1 / 8, 12);
    expect(body.choice.kind).toBe('none');
    expect(compared[0]?.fitted).toBeUndefined();
  });

  it('that leave queries out take them out of everyone’s denominator', () => {
    const partial = { kind: 'decisions' as const, name: 'partial', choice: Int16Array.of(0, 1, 0, 1, -1, -1, -1, -1) };
    const { body: fewer } = runOn(dataset, table, [], anExperiment(), { decisions: [partial] });
    expect(fewer.protocol.parts).toEqual([{ part: 'all', queries: 8, groups: 8, complete: 4 }]);
    expect(metric(fewer, 'single:large', 'quality.mean')).toBe(1);
    expect(fewer.rows.find(({ id }) => id === 'decisions:partial')?.coverage).toMatchObject({ evaluable: 4, of: 8 });
  });
});

describe('what routing by chance at the same shares gives', () => {
  const weights = [3, 1, 1, 1, 1, 1, 1, 1];
  const choice = Int16Array.from({ length: 8 }, (_, i) => i % 2);

  it('weighs queries by their traffic', () => {
    const traffic = aDataset(
      weights.map((weight, i) => ({ id: `q${i}`, prompt: `Explain problem number ${i}, please.`, weight })),
    );
    const { body } = runOn(traffic, table, [], anExperiment(), { decisions: [{ kind: 'decisions', name: 'theirs', choice }] });
    // Of a weight of 10, small has 6 and is right on 6, large on 8; small right on its 6, large on 3 of 4: 0.9 − (0.6·0.6 + 0.4·0.8).
    expect(metric(body, 'decisions:theirs', 'quality.mean')).toBeCloseTo(0.9, 12);
    expect(metric(body, 'decisions:theirs', 'gain.random_at_shares')).toBeCloseTo(0.9 - 0.68, 12);
  });

  it('leans on each model’s weighted mean, less the weighted mean of those', () => {
    const bench = {
      means: cellMeans(table),
      dataset: { labels: { weight: Float64Array.from(weights) } },
    } as unknown as Workbench;
    const row = { kind: 'decisions', arm: { first: choice } } as unknown as Compared;
    const { shareQuality } = selectionColumns(bench, aPart([...weights.keys()], weights))(row);
    expect([...(shareQuality ?? [])]).toEqual(
      Array.from(choice, (model) => expect.closeTo((model === 0 ? 0.6 : 0.8) - 0.68, 12)),
    );
  });
});

describe('a model recorded for few queries', () => {
  // Model `new` was asked twice so far.
  const sparse = plainTable(
    ['small', 'large', 'new'],
    Array.from(
      { length: 8 },
      (_, i) => [[i % 2 === 0 ? 1 : 0, 0.001], [i < 6 ? 1 : 0, 0.004], i < 2 ? [1, 0.002] : null] as const,
    ),
  );
  const asksNew = { kind: 'decisions' as const, name: 'asks-new', choice: Int16Array.of(2, 2, 0, 1, 0, 1, 1, 1) };
  const { body } = runOn(dataset, sparse, [], anExperiment(), { decisions: [asksNew] });

  it('does not shrink what the others are measured on, and has no row', () => {
    expect(body.protocol.parts).toEqual([{ part: 'all', queries: 8, groups: 8, complete: 8 }]);
    expect(body.rows.map(({ id }) => id)).not.toContain('single:new');
    expect(metric(body, 'single:large', 'quality.mean')).toBe(6 / 8);
    expect(metric(body, 'control:random', 'quality.mean')).toBe(5 / 8);
    expect(metric(body, 'control:zero_router', 'quality.mean')).not.toBeNull();
    expect(body.headroom).toMatchObject({ oracleQuality: 7 / 8, choiceMatters: 4 / 8 });
  });

  it('still answers where it was recorded', () => {
    expect(metric(body, 'decisions:asks-new', 'quality.mean')).toBe(6 / 8);
    expect(metric(body, 'decisions:asks-new', 'cost.mean')).toBeCloseTo((2 * 0.002 + 2 * 0.001 + 4 * 0.004) / 8, 15);
    expect(metric(body, 'decisions:asks-new', 'gain.random_at_shares')).toBeNull();
  });

  it('takes only the queries it lacks from a comparison with a router that needs it', () => {
    const router = aStrategy('to-new', [
      { rules: [{ when: { 'prompt.text': { $contains: [' 0,', ' 5,'] } }, use: 'new' }, { use: 'small' }] },
    ]);
    const routed = runOn(dataset, sparse, [router], anExperiment()).body;
    expect(routed.protocol.parts[0]).toMatchObject({ queries: 8, complete: 7 });
    expect(routed.rows.find(({ id }) => id === 'router:to-new')?.coverage).toMatchObject({ evaluable: 7, of: 8 });
    const lost = runOn(dataset, sparse, [aStrategy('all-new', [{ use: 'new' }])], anExperiment()).body;
    expect(lost.protocol.parts[0]).toMatchObject({ queries: 8, complete: 8 });
    expect(metric(lost, 'router:all-new', 'quality.mean')).toBeNull();
  });

  it('can’t be the reference', () => {
    expect(() => runOn(dataset, sparse, [], anExperiment({ reference: 'new' }))).toThrow(/fewer than half/);
  });
});

describe('partial oracle', () => {
  it('is asked for by name, and lies between random and the oracle as its chance says', () => {
    const usual = runOn(dataset, table, [], anExperiment()).body;
    expect(usual.rows.some(({ id }) => id.startsWith('control:partial'))).toBe(false);
    const { body } = runOn(dataset, table, [], anExperiment({ baselines: ['random', 'oracle', 'partial_oracle'] }));
    const random = metric(body, 'control:random', 'quality.mean') ?? 0;
    const oracle = metric(body, 'control:oracle', 'quality.mean') ?? 0;
    expect([random, oracle]).toEqual([5 / 8, 7 / 8]);
    expect(metric(body, 'control:partial_oracle_25', 'quality.mean')).toBeCloseTo(random + 0.25 * (oracle - random), 12);
    expect(metric(body, 'control:partial_oracle_75', 'relative.partial_oracle')).toBeCloseTo(0.75, 12);
  });
});

describe('sets of operating points', () => {
  it('hold the single models on the reported part, and every swept strategy where it was ranked', () => {
    const swept = aStrategy('swept', [
      { rules: [{ when: { 'prompt.text': { $contains: { $choice: [' 1,', ' 2,', ' 3,'] } } }, use: 'large' }, { use: 'small' }] },
    ]);
    const split = { kind: 'holdout', train: 0, validation: 0.5, test: 0.5, groupBy: 'group', nearCopies: null, seed: 1 } as const;
    const { body } = runOn(dataset, table, [swept], anExperiment({ split }));
    expect(body.frontiers.map(({ id, part, points }) => [id, part, points.length])).toEqual([
      ['frontier:single_models', 'test', 2],
      ['frontier:routed', 'test', 1],
      ['frontier:single_models', 'validation', 2],
      ['frontier:strategy:swept', 'validation', 3],
    ]);
    for (const { metrics } of body.frontiers) expect(metrics['frontier.aiq']?.value).toBeGreaterThan(0);
  });

  it('give the zero router’s AIQ by hand', () => {
    const { body } = runOn(dataset, table, [], anExperiment());
    const singles = body.frontiers.find(({ id }) => id === 'frontier:single_models');
    // Hull from (.001, 4/8) to (.004, 6/8): mean height 5/8, over .003; the code's form divides by .004.
    expect(singles?.points.map(({ id, onHull }) => [id, onHull])).toEqual([
      ['single:small', true],
      ['single:large', true],
    ]);
    expect(singles?.metrics['frontier.aiq']?.value).toBeCloseTo(5 / 8, 12);
    expect(singles?.metrics['frontier.aiq_code']?.value).toBeCloseTo((5 / 8) * 0.75, 12);
  });
});

describe('the flip rate', () => {
  it('is 0 for a router that reads nothing, and counts prompts whose first call moved', () => {
    const strategies = [
      aStrategy('fixed', [{ use: 'small' }]),
      // The sentence ends in a full stop and starts with a capital: every perturbation but a typo breaks one of them.
      aStrategy('fussy', [
        {
          rules: [
            { when: { 'prompt.text': { $regex: '^Explain problem number \\d, please\\.$' } }, use: 'large' },
            { use: 'small' },
          ],
        },
      ]),
    ];
    const { body } = runOn(dataset, table, strategies, anExperiment());
    expect(metric(body, 'router:fixed', 'selection.flips')).toBe(0);
    expect(metric(body, 'router:fussy', 'selection.flips')).toBe(1);
    expect(metric(body, 'control:prompt_length', 'selection.flips') ?? null).toBeNull();
  });
});
