import { describe, expect, it } from 'vitest';
import { parseResults } from '../../src/compare/parse-results.js';
import { resultsSchema } from '../../src/compare/results-schema.js';
import { COST_SOURCE } from '../../src/domain/outcome-table.js';
import type { Results } from '../../src/domain/results.js';
import type { ResultsBody } from '../../src/experiment/body.js';
import { nearestRow } from '../../src/report/row-name.js';
import { tableView } from '../../src/report/table-view.js';
import { leadingRow } from '../../src/report/worst-categories.js';
import { hash32 } from '../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { plainTable, tableOf } from '../support/table-of.js';

const whole = (body: ResultsBody): Results => ({
  schemaVersion: 1,
  tool: { name: 'routelab', version: '0' },
  experiment: { name: 'x', file: 'x', synthetic: false },
  inputs: { hash: 'h', files: [] },
  ...body,
});
const row = (body: ResultsBody, id: string) => body.rows.find((one) => one.id === id);
const value = (body: ResultsBody, id: string, metric: string) => row(body, id)?.metrics[metric]?.value;

// Six hundred queries: short ones are right with the small model, long ones only with the large one.
const SIZE = 600;
const isLong = (index: number): boolean => index % 3 === 0;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, i) => ({
    id: `q${i}`,
    prompt: `${i} ${isLong(i) ? 'long '.repeat(30) : 'short'}`,
    category: isLong(i) ? 'hard' : 'easy',
  })),
);
const noisy = (index: number, salt: number, chance: number): number => (hash32(salt, index, 0) / 2 ** 32 < chance ? 1 : 0);
const table = plainTable(
  ['small', 'large'],
  Array.from(
    { length: SIZE },
    (_, i) =>
      [
        [noisy(i, 1, isLong(i) ? 0.1 : 0.95), 1e-3, 100],
        [noisy(i, 2, 0.95), 1e-2, 400],
      ] as const,
  ),
);
const split = { kind: 'holdout', train: 0.2, validation: 0.4, test: 0.4, groupBy: 'group', nearCopies: null, seed: 3 } as const;
const byLength = aStrategy('by-length', [
  { rules: [{ when: { 'prompt.code_points': { $gt: { $choice: [5, 50, 500] } } }, use: 'large' }, { use: 'small' }] },
]);
const fixed = (model: string) => aStrategy(`always-${model}`, [{ use: model }]);
const quality = { kind: 'quality', atLeast: 0.9, of: 'reference', confidence: 0.95 } as const;

describe('runExperiment', () => {
  const experiment = anExperiment({ split, reference: 'large', objective: { kind: 'minimize_cost' }, constraints: [quality] });
  const { body, chosen, compared } = runOn(dataset, table, [byLength, fixed('small'), fixed('large')], experiment);

  it('finds the threshold that saves money and keeps quality, on validation, and confirms it on test', () => {
    expect(body.choice).toMatchObject({ kind: 'chosen', rowId: 'router:by-length', test: 'confirmed' });
    expect(chosen?.candidate.parameters).toEqual({ 'pipeline[0].rules[0].when.prompt.code_points.$gt': 50 });
    expect(row(body, 'router:by-length')?.constraints.map(({ verdict }) => verdict)).toEqual(['pass']);
    expect(row(body, 'router:always-small')?.constraints.map(({ verdict }) => verdict)).toEqual(['fail']);
  });

  it('measures every strategy’s best candidate and every control on the test part alone', () => {
    expect(body.candidates.map(({ id, selected }) => [id, selected])).toEqual([
      ['by-length#1', false],
      ['by-length#2', true],
      ['by-length#3', false],
      ['always-small', true],
      ['always-large', true],
    ]);
    const test = body.protocol.parts.find(({ part }) => part === 'test');
    expect(body.rows.every((one) => one.coverage.of === test?.queries)).toBe(true);
    expect(compared.map(({ id }) => id)).toEqual(body.rows.map(({ id }) => id));
  });

  it('puts no row above the oracle, and the chosen router above chance with the same shares', () => {
    const best = value(body, 'control:oracle', 'quality.mean') ?? 0;
    for (const one of body.rows) expect(one.metrics['quality.mean']?.value ?? 0).toBeLessThanOrEqual(best);
    expect(row(body, 'router:by-length')?.metrics['gain.random_at_shares']?.low).toBeGreaterThan(0.1);
    const shares = row(body, 'router:by-length')?.shares ?? [];
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('shows a fixed strategy and the single model with the same numbers, but for the router’s time', () => {
    for (const metric of ['quality.mean', 'cost.mean', 'routing.over', 'routing.under']) {
      expect(row(body, 'router:always-large')?.metrics[metric]).toEqual(row(body, 'single:large')?.metrics[metric]);
    }
    expect(value(body, 'router:always-large', 'latency.p50')).toBeCloseTo(400.01, 9);
    expect(value(body, 'single:large', 'latency.p50')).toBe(400);
  });

  it('gives the same bytes again, and results the schema accepts', () => {
    const again = runOn(dataset, table, [byLength, fixed('small'), fixed('large')], experiment);
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(body));
    expect(resultsSchema.safeParse(whole(body)).error).toBeUndefined();
    expect(parseResults(JSON.parse(JSON.stringify(whole(body))))).toEqual(JSON.parse(JSON.stringify(whole(body))));
  });

  it('says a tie and suggests the cheaper where the objective can’t tell two apart', () => {
    const twin = { ...fixed('large'), name: 'twin' };
    const tied = runOn(dataset, table, [fixed('large'), twin], anExperiment({ split, reference: 'large' })).body.choice;
    expect(tied).toMatchObject({ kind: 'tie', rowId: 'router:always-large', with: ['twin'] });
    expect(tied).toMatchObject({ settle: [{ between: ['always-large', 'twin'], queriesNeeded: null, more: null }] });
  });

  it('says how many more queries would settle a tie', () => {
    // On short queries both models are equally good: a rule that moves some of them changes nothing but by chance.
    const nearly = aStrategy('nearly', [
      { rules: [{ when: { 'prompt.text': { $contains: ['2 short', '5 short', '8 short'] } }, use: 'small' }, { use: 'large' }] },
    ]);
    const { body: open } = runOn(dataset, table, [fixed('large'), nearly], anExperiment({ split, reference: 'large' }));
    if (open.choice.kind !== 'tie') throw new Error(open.choice.kind);
    const [pair] = open.choice.settle;
    const { value, low, high, n } = pair?.difference ?? { value: 0, low: 0, high: 0, n: 0 };
    // The interval is about 1.96 standard errors either way.
    const standardError = ((high ?? 0) - (low ?? 0)) / (2 * 1.96);
    const needed = n * ((2.8016 * standardError) / (value ?? 0)) ** 2;
    expect((pair?.queriesNeeded ?? 0) / needed).toBeGreaterThan(0.8);
    expect((pair?.queriesNeeded ?? 0) / needed).toBeLessThan(1.25);
    expect(pair?.more).toBe((pair?.queriesNeeded ?? 0) - n);
    expect(open.verdict).toMatch(/About [\d,]+ more validation queries would settle it/);
  });

  it('gives every router its chance of being best among those that meet the constraints', () => {
    const chances = ['router:by-length', 'router:always-small', 'router:always-large'].map(
      (id) => row(body, id)?.probabilityBest,
    );
    // The small model is cheapest but fails; the large one is dearest.
    expect(chances).toEqual([1, 0, 0]);
    expect(row(body, 'single:small')?.probabilityBest).toBeNull();
    const twins = [fixed('large'), { ...fixed('large'), name: 'twin' }];
    const { body: even } = runOn(dataset, table, twins, anExperiment({ split, reference: 'large' }));
    expect(even.rows.flatMap(({ probabilityBest }) => (probabilityBest === null ? [] : [probabilityBest]))).toEqual([0.5, 0.5]);
  });

  it('says of every row whether it is no worse than the reference by more than the margin', () => {
    const verdict = (of: ResultsBody, id: string) => row(of, id)?.versusReference?.nonInferiority;
    // The same answers on 240 queries leave two differences in a hundred possible, not five.
    expect(verdict(body, 'router:always-large')).toMatchObject({ verdict: 'undecided', equivalent: false });
    const generous = { ...experiment, nonInferiority: { margin: 0.05, confidence: 0.95 } };
    expect(verdict(runOn(dataset, table, [fixed('large')], generous).body, 'router:always-large')).toMatchObject({
      verdict: 'non_inferior',
      equivalent: true,
    });
    expect(verdict(body, 'router:always-small')).toMatchObject({ verdict: 'inferior', equivalent: false });
    const wide = runOn(dataset, table, [fixed('small')], {
      ...experiment,
      nonInferiority: { margin: 0.5, confidence: 0.99 },
    }).body;
    expect(verdict(wide, 'router:always-small')?.verdict).toBe('non_inferior');
    const quality = row(wide, 'router:always-small')?.versusReference?.quality;
    expect(verdict(wide, 'router:always-small')?.difference.low).toBeLessThan(quality?.low ?? -1);
    expect(wide.protocol.nonInferiority).toEqual({ margin: 0.5, confidence: 0.99 });
  });

  it('says infeasible and names the nearest', () => {
    const strict = anExperiment({
      split,
      reference: 'large',
      objective: { kind: 'minimize_cost' },
      constraints: [{ ...quality, atLeast: 1.2 }],
    });
    const { body: none, chosen: nobody } = runOn(dataset, table, [fixed('small'), fixed('large')], strict);
    expect(none.choice).toMatchObject({ kind: 'infeasible', nearest: 'always-large' });
    expect(none.verdict).toMatch(/^Infeasible: .*always-large.*short by/);
    expect(nobody).toBeNull();
  });

  it('says who was not considered because too few of its queries could be evaluated', () => {
    const holed = plainTable(
      ['small', 'large'],
      Array.from({ length: SIZE }, (_, i) => [i % 20 === 0 ? null : [1, 1e-3, 100], [1, 1e-2, 400]] as const),
    );
    const cheapest = anExperiment({ split, reference: 'large', objective: { kind: 'minimize_cost' } });
    const { choice } = runOn(dataset, holed, [fixed('small'), fixed('large')], cheapest).body;
    expect(choice).toMatchObject({ rowId: 'router:always-large' });
    expect(choice.why).toMatch(
      / Not considered, because less than 99 % of the queries .* on validation: always-small \(9\d(\.\d)? %\)\.$/,
    );
    expect(body.choice.why).not.toContain('Not considered');
    const kept = { ...cheapest, constraints: [{ ...quality, atLeast: 1.2 }] };
    const none = runOn(dataset, holed, [fixed('small'), fixed('large')], kept).body;
    expect(none.choice).toMatchObject({ kind: 'infeasible', nearest: 'always-large' });
    expect(none.choice.why).toContain('always-small');
    // What is told of one row where nothing is chosen is told of the nearest, not of the table's first.
    expect(none.rows[0]?.label).toBe('always-small');
    expect([nearestRow(whole(none))?.label, leadingRow(whole(none))?.label]).toEqual(['always-large', 'always-large']);
    expect(nearestRow(whole(body))).toBeUndefined();
  });

  it('chooses nothing without a split, and refuses to sweep there', () => {
    const { body: open } = runOn(dataset, table, [fixed('small')], anExperiment());
    expect(open.choice.kind).toBe('none');
    expect(open.verdict).toMatch(/Add `split:`/);
    expect(() => runOn(dataset, table, [byLength], anExperiment())).toThrow(/by-length.*tuned on what it is measured on/);
  });

  it('judges privacy over every model a route may reach', () => {
    const secret = aDataset(
      Array.from({ length: 40 }, (_, i) => ({
        id: `q${i}`,
        prompt: `p ${i}`,
        signals: { data_class: i % 2 === 0 ? 'restricted' : 'public' },
      })),
    );
    const outcomes = plainTable(
      ['home', 'cloud'],
      Array.from(
        { length: 40 },
        () =>
          [
            [1, 1e-3, 1],
            [1, 1e-3, 1],
          ] as const,
      ),
    );
    const privacy = { kind: 'privacy', when: { 'signals.data_class': 'restricted' }, only: ['home'] } as const;
    const open = aStrategy('open', [{ use: 'home' }], ['cloud']);
    const closed = aStrategy(
      'closed',
      [{ filter: { when: { 'signals.data_class': 'restricted' }, allow: 'home' } }, { use: 'cloud' }],
      ['cloud', 'home'],
    );
    const { body: judged } = runOn(secret, outcomes, [open, closed], anExperiment({ constraints: [privacy] }));
    expect(row(judged, 'router:open')?.constraints[0]).toMatchObject({ verdict: 'fail', observed: { value: 20 } });
    expect(row(judged, 'router:closed')?.constraints[0]).toMatchObject({ verdict: 'pass', observed: { value: 0 } });
    // Counted for every row: routers by whom they may reach, others by whom they asked, mixtures by their expectation.
    const counted = ['router:open', 'router:closed', 'single:home', 'single:cloud', 'control:random'];
    expect(counted.map((id) => row(judged, id)?.violations)).toEqual([20, 0, 0, 20, 10]);
    expect(judged.rows.every(({ violations }) => violations !== undefined)).toBe(true);
    expect(runOn(secret, outcomes, [open], anExperiment()).body.rows[0]).not.toHaveProperty('violations');
    const view = tableView(whole(judged));
    const column = view.columns.findIndex(({ id }) => id === 'violations');
    expect(view.sections[0]?.rows.map(({ id, cells }) => [id, cells[column]])).toContainEqual(['router:open', '20']);
  });
});

describe('missing recordings', () => {
  const few = aDataset(Array.from({ length: 10 }, (_, i) => ({ id: `q${i}`, prompt: `prompt ${i}` })));
  const holes = plainTable(
    ['a', 'b'],
    Array.from({ length: 10 }, (_, i) => [[1, 1e-3, 1], i < 2 ? null : [0, 1e-3, 1]] as const),
  );
  const { body } = runOn(few, holes, [fixed('a'), fixed('b')], anExperiment());

  it('leave one denominator for every row, and bounds for the row that lacks them', () => {
    expect(body.protocol.parts).toEqual([{ part: 'all', queries: 10, groups: 10, complete: 8 }]);
    expect(body.rows.every((one) => (one.metrics['quality.mean']?.n ?? 0) === 8)).toBe(true);
    expect(row(body, 'router:always-b')?.coverage).toEqual({ evaluable: 8, of: 10, bounds: [0, 0.2] });
    expect(row(body, 'router:always-a')?.coverage).toEqual({ evaluable: 10, of: 10, bounds: [1, 1] });
    expect(body.audits.map(({ id }) => id)).toContain('missing_recordings');
  });

  it('keep an unpriced model’s quality and show no cost for it', () => {
    const unpriced = plainTable(
      ['a', 'b'],
      Array.from(
        { length: 10 },
        () =>
          [
            [1, 1e-3, 1],
            [0, Number.NaN, 1],
          ] as const,
      ),
    );
    const { body: open } = runOn(few, unpriced, [fixed('a'), fixed('b')], anExperiment({ reference: 'a' }));
    expect(value(open, 'router:always-b', 'quality.mean')).toBe(0);
    expect(value(open, 'router:always-b', 'cost.mean')).toBeNull();
    expect(value(open, 'router:always-a', 'cost.mean')).toBeCloseTo(1e-3, 12);
    expect(open.audits.map(({ id }) => id)).toContain('price_missing');
    // What a chance of being cheapest would be is not known, which isn't 0.
    const cheapest = anExperiment({ reference: 'a', objective: { kind: 'minimize_cost' } });
    const { body: saving } = runOn(few, unpriced, [fixed('a'), fixed('b')], cheapest);
    expect(['a', 'b'].map((id) => row(saving, `router:always-${id}`)?.probabilityBest)).toEqual([1, null]);
  });

  it('stop a run in which no query is complete, with exit 4', () => {
    const nothing = plainTable(
      ['a', 'b'],
      Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? ([[1, 1e-3, 1], null] as const) : ([null, [1, 1e-3, 1]] as const))),
    );
    expect(() => runOn(few, nothing, [], anExperiment())).toThrow(
      /no query of the dataset has a scored recording of every model: of 10 queries, a 5, b 5/,
    );
  });

  it('stop a run in which no model is recorded for half of the queries, and say so with their numbers', () => {
    const early = plainTable(
      ['b', 'a'],
      Array.from({ length: 10 }, (_, i) => [i < 4 ? ([1, 1e-3, 1] as const) : null, i < 3 ? ([0, 1e-3, 1] as const) : null]),
    );
    expect(() => runOn(few, early, [], anExperiment())).toThrow(
      /no model has scored recordings of at least half of the queries: of 10 queries, a 3, b 4/,
    );
  });
});

describe('costs by calls', () => {
  it('count the calls of one model, failed ones too, and say so', () => {
    const few = aDataset([
      { id: '1', prompt: 'a' },
      { id: '2', prompt: 'b' },
    ]);
    const outcomes = tableOf(
      ['weak', 'strong'],
      [
        [[{ quality: 1 }], [{ error: true }]],
        [[{ quality: 0 }], [{ quality: 1 }]],
      ],
    );
    const { body } = runOn(few, outcomes, [fixed('strong')], anExperiment({ cost: { by: 'calls', model: 'strong' } }));
    expect(value(body, 'single:strong', 'cost.per1k')).toBe(1000);
    expect(value(body, 'single:weak', 'cost.per1k')).toBe(0);
    expect(body.protocol).toMatchObject({ costUnit: 'calls', costModel: 'strong' });
  });

  it('take the worst model for the weak one, not the first of those whose calls count as nothing', () => {
    const outcomes = tableOf(
      ['middle', 'poor', 'strong'],
      Array.from({ length: 30 }, (_, i) => [[{ quality: i % 2 }], [{ quality: i % 3 === 0 ? 1 : 0 }], [{ quality: 1 }]]),
    );
    const { body } = runOn(
      aDataset(Array.from({ length: 30 }, (_, i) => ({ id: `${i}`, prompt: `prompt ${i}` }))),
      outcomes,
      [fixed('middle')],
      anExperiment({ cost: { by: 'calls', model: 'strong' } }),
    );
    expect(body.protocol.pair).toEqual({ weak: 'poor', strong: 'strong' });
    expect(body.audits).toContainEqual(expect.objectContaining({ id: 'calls_of_one_model', level: 'warn' }));
  });

  it('compare calls in the verdict, and nothing with a reference that makes none of them', () => {
    const outcomes = plainTable(
      ['weak', 'strong'],
      Array.from({ length: SIZE }, (_, i) => [[noisy(i, 1, 0.8), 1e-3] as const, [noisy(i, 2, 0.9), 1e-2] as const]),
    );
    const half = aStrategy('half', [
      { rules: [{ when: { 'prompt.text': { $contains: 'long' } }, use: 'strong' }, { use: 'weak' }] },
    ]);
    const split = { kind: 'holdout', train: 0, validation: 0.5, test: 0.5, groupBy: 'group', nearCopies: null, seed: 1 } as const;
    const said = (reference: string): string =>
      runOn(dataset, outcomes, [half], anExperiment({ split, reference, cost: { by: 'calls', model: 'strong' } })).body.verdict;
    expect(said('strong')).toMatch(/it makes \d\.\d\d × fewer calls of strong \[/);
    expect(said('weak')).not.toMatch(/×|cheaper/);
  });
});

describe('audits', () => {
  const few = aDataset(
    Array.from({ length: 120 }, (_, i) => ({ id: `q${i}`, prompt: `prompt ${i}`, category: i < 115 ? 'big' : 'tiny' })),
  );
  it('name a dominating model, imbalance, small categories and constant token counts', () => {
    const outcomes = plainTable(
      ['a', 'b'],
      Array.from(
        { length: 120 },
        (_, i) =>
          [
            [1, 1e-3, 1],
            [i % 2, 1e-2, 1],
          ] as const,
      ),
    );
    const constant = { ...outcomes, inputTokens: new Float64Array(outcomes.status.length).fill(40) };
    const ids = runOn(few, constant, [], anExperiment()).body.audits.map(({ id }) => id);
    for (const id of ['one_model_dominates', 'imbalance', 'small_categories', 'constant_tokens']) expect(ids).toContain(id);
  });

  it('name costs priced from estimated tokens, and so does the protocol', () => {
    const outcomes = plainTable(
      ['a', 'b'],
      Array.from({ length: 120 }, (_, i) => [[1, 1e-3] as const, [i % 2, 1e-2] as const]),
    );
    const given = runOn(few, outcomes, [], anExperiment()).body;
    expect(given.audits.map(({ id }) => id)).not.toContain('cost_estimated');
    expect(given.protocol).not.toHaveProperty('costEstimated');
    const costSource = outcomes.costSource.map((source, row) => (row < 40 ? COST_SOURCE.estimated : source));
    const { audits, protocol } = runOn(few, { ...outcomes, costSource }, [], anExperiment()).body;
    expect(audits.find(({ id }) => id === 'cost_estimated')?.message).toContain('40 of 240 costs are estimates');
    expect(protocol.costEstimated).toBe(true);
    const guessed = {
      ...outcomes,
      costSource: costSource.fill(COST_SOURCE.estimated),
      outputTokens: new Float64Array(240).fill(256),
    };
    const ids = runOn(few, guessed, [], anExperiment()).body.audits.map(({ id }) => id);
    expect(ids).toContain('cost_estimated');
    expect(ids).not.toContain('constant_tokens');
    const calls = { ...anExperiment(), cost: { by: 'calls', model: 'a' } as const };
    expect(runOn(few, { ...outcomes, costSource }, [], calls).body.protocol).not.toHaveProperty('costEstimated');
  });

  it('call a split column that spreads one question over parts a leak', () => {
    const leaky = aDataset(
      Array.from({ length: 60 }, (_, i) => ({
        id: `q${i}`,
        prompt: `prompt ${i % 30}`,
        split: (['train', 'validation', 'test'] as const)[i % 3] as string,
      })),
    );
    const outcomes = plainTable(
      ['a', 'b'],
      Array.from(
        { length: 60 },
        (_, i) =>
          [
            [i % 2, 1e-3, 1],
            [1, 1e-2, 1],
          ] as const,
      ),
    );
    const { body } = runOn(leaky, outcomes, [fixed('a')], anExperiment({ split: { kind: 'column', nearCopies: null } }));
    expect(body.audits.find(({ id }) => id === 'repeated_prompts')).toBeDefined();
    const straddling = aDataset(
      Array.from({ length: 60 }, (_, i) => ({
        id: `q${i}`,
        prompt: `prompt ${Math.floor(i / 2)}`,
        split: (['train', 'validation', 'test'] as const)[i % 3] as string,
      })),
    );
    const leak = runOn(
      straddling,
      outcomes,
      [fixed('a')],
      anExperiment({ split: { kind: 'column', nearCopies: null } }),
    ).body.audits.find(({ id }) => id === 'leak');
    expect(leak).toMatchObject({ level: 'error' });
  });
});
