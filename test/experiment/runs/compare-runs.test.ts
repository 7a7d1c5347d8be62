import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { Json } from '../../../src/domain/json.js';
import type { Results } from '../../../src/domain/results.js';
import type { Change, RunComparison } from '../../../src/domain/run-comparison.js';
import { compareRuns } from '../../../src/experiment/runs/compare-runs.js';
import type { runComparisonSchema } from '../../../src/experiment/runs/run-comparison-schema.js';
import { runComparisonSchema as schema } from '../../../src/experiment/runs/run-comparison-schema.js';
import { NO_TOLERANCE } from '../../../src/experiment/runs/tolerance.js';
import { aGate, aResults, aRow } from '../../support/a-results.js';
import { aRouterRow, aRun, type RunQuery, someDecisions } from '../../support/a-run.js';

const options = { tolerance: NO_TOLERANCE, top: 3 };
const chosen = (rowId: string): Results['choice'] => ({ kind: 'chosen', rowId, why: 'w', confidence: 'c', test: 'confirmed' });
const change = (comparison: RunComparison, id: string, measure: Change['measure']): Change | undefined =>
  comparison.rows.find(({ headId }) => headId === id)?.changes.find((one) => one.measure === measure);

/** Two hundred queries, a third of them hard: `x` loses every fifth answer in head, `y` does the same in both. */
const queries = (head: boolean): RunQuery[] =>
  Array.from({ length: 200 }, (_, i) => ({
    id: `q${i}`,
    category: i % 3 === 0 ? 'hard' : 'easy',
    rows: {
      'router:x': {
        quality: i % 10 === 9 || (head && i % 5 === 0) ? 0 : 1,
        cost: head ? 0.002 : 0.001,
        latencyMs: 100 + i,
        calls: head && i % 5 === 0 ? 'a/small' : 'a/large',
      },
      'router:y': { quality: i % 4 === 0 ? 0 : 1, cost: 0.001, latencyMs: head ? 300 + i : 100 + i, calls: 'a/large' },
    },
  }));
const rows = [aRouterRow('x', 0.9, 1), aRouterRow('y', 0.75, 1)];
const pair = (over: { base?: Partial<Results>; head?: Partial<Results> } = {}, use = options) =>
  compareRuns(
    aRun('base', { rows, choice: chosen('router:x'), ...over.base }, someDecisions(queries(false))),
    aRun('head', { rows, choice: chosen('router:x'), ...over.head }, someDecisions(queries(true))),
    use,
  );

describe('compareRuns on shared queries', () => {
  const comparison = pair();

  it('pairs query by query: the difference of means, worked by hand', () => {
    expect(comparison.pairing).toEqual({ kind: 'paired', queries: 200, groups: 200 });
    // x: 180 right before; the 40 multiples of five are all among them (none ends in 9), so 140 are right after.
    const quality = change(comparison, 'router:x', 'quality');
    expect(quality).toMatchObject({ method: 'paired', verdict: 'worse', beyondTolerance: true, unit: 'fraction' });
    expect([quality?.base.value, quality?.head.value, quality?.difference.value].map((one) => one?.toFixed(12))).toEqual(
      [0.9, 0.7, -0.2].map((one) => one.toFixed(12)),
    );
    // Forty losses, no gain: McNemar's exact p = 2 · 0.5⁴⁰.
    expect(quality?.test).toMatchObject({ name: 'mcnemar_exact', pValue: expect.closeTo(2 * 0.5 ** 40, 18) });
    expect(change(comparison, 'router:x', 'cost')).toMatchObject({
      verdict: 'worse',
      difference: { value: expect.closeTo(0.001, 12) },
    });
  });

  it('is narrower than the two intervals alone, and says unchanged where nothing moved', () => {
    const apart = compareRuns(aRun('base', { rows }), aRun('head', { rows }), options);
    expect(apart.pairing).toEqual({ kind: 'independent', why: expect.stringContaining('not beside the results of both runs') });
    expect(change(comparison, 'router:y', 'quality')).toMatchObject({
      verdict: 'unchanged',
      test: null,
      difference: { low: 0, high: 0 },
    });
    expect(change(apart, 'router:y', 'quality')).toMatchObject({
      method: 'independent',
      verdict: 'unclear',
      difference: { value: 0 },
    });
    expect(change(apart, 'router:y', 'quality')?.difference.high).toBeGreaterThan(0);
  });

  it('corrects over the strategies that moved: an unchanged one costs no power', () => {
    const { test } = change(comparison, 'router:x', 'quality') as Change;
    expect(test?.pAdjusted).toBe(test?.pValue);
    // Both moved in latency? Only y did; its p95 rose by 200 on every query.
    const latency = change(comparison, 'router:y', 'latency');
    expect(latency).toMatchObject({
      method: 'paired',
      verdict: 'worse',
      base: { value: 289 },
      head: { value: 489 },
      difference: { value: 200 },
    });
    expect(latency?.test).toMatchObject({ name: 'bootstrap', pValue: expect.closeTo(2 / 2001, 12) });
    expect(change(comparison, 'router:x', 'latency')?.verdict).toBe('unchanged');
  });

  it('tells which queries other models are called for, and which are lost and won', () => {
    const [x, y] = comparison.rows;
    expect(x?.decisions).toMatchObject({ queries: 200, changed: 40, better: 0, worse: 40, improvements: [] });
    expect(x?.decisions?.regressions.map(({ queryId }) => queryId)).toEqual(['q0', 'q5', 'q10']);
    expect(x?.decisions?.regressions[1]).toEqual({
      queryId: 'q5',
      category: 'easy',
      quality: [1, 0],
      cost: [0.001, 0.002],
      calls: ['a/large', 'a/small'],
      reason: 'stage 1 rule 1',
    });
    expect(y?.decisions).toMatchObject({ changed: 0, better: 0, worse: 0 });
  });

  it('looks into every category, most queries first', () => {
    const [x] = comparison.rows;
    expect(x?.slices.map(({ category, n }) => [category, n])).toEqual([
      ['easy', [133, 133]],
      ['hard', [67, 67]],
    ]);
    // Multiples of 3 and 5 below 200: 14 losses among 67.
    expect(x?.slices[1]?.quality.difference.value).toBeCloseTo(-14 / 67, 12);
    expect(x?.slices.map(({ quality }) => quality.verdict)).toEqual(['worse', 'worse']);
  });

  it('tolerates what is asked for: points of quality, shares of cost, or anything', () => {
    const with3 = (quality: number | null, cost: number | null) => {
      const found = pair({}, { top: 3, tolerance: { quality, cost, latency: 0 } });
      return [change(found, 'router:x', 'quality')?.beyondTolerance, change(found, 'router:x', 'cost')?.beyondTolerance];
    };
    expect(with3(0.1, 0.99)).toEqual([true, true]);
    // The whole interval must lie beyond: −0.2 ± 0.055 does not lie beyond −0.18.
    expect(with3(0.18, 1)).toEqual([false, false]);
    expect(with3(null, null)).toEqual([false, false]);
  });

  it('needs half of the smaller run’s queries to pair', () => {
    const some = (from: number, to: number) => someDecisions(queries(true).slice(from, to));
    const shared = (from: number, to: number) =>
      compareRuns(aRun('base', { rows }, some(0, 100)), aRun('head', { rows }, some(from, to)), options).pairing;
    expect(shared(50, 200)).toMatchObject({ kind: 'paired', queries: 50 });
    expect(shared(51, 200)).toEqual({ kind: 'independent', why: 'the runs share only 49 of 100 measured queries' });
    expect(shared(150, 200)).toMatchObject({ kind: 'independent' });
  });

  it('resamples whole groups: the same losses in few groups are less sure', () => {
    const grouped = (head: boolean) => someDecisions(queries(head).map((query, i) => ({ ...query, group: i % 10 })));
    const found = compareRuns(aRun('base', { rows }, grouped(false)), aRun('head', { rows }, grouped(true)), options);
    const quality = change(found, 'router:x', 'quality') as Change;
    const single = change(comparison, 'router:x', 'quality') as Change;
    expect(found.pairing).toMatchObject({ groups: 10 });
    expect(quality.test?.name).toBe('sign_flip');
    const width = ({ low, high }: Change['difference']): number => (high ?? 0) - (low ?? 0);
    expect(width(quality.difference)).toBeGreaterThan(2 * width(single.difference));
  });

  it('weighs queries by their traffic', () => {
    const weighted = (head: boolean) =>
      someDecisions(queries(head).map((query, i) => ({ ...query, weight: i % 5 === 0 ? 3 : 1 })));
    const found = compareRuns(aRun('base', { rows }, weighted(false)), aRun('head', { rows }, weighted(true)), options);
    // 40 queries of weight 3 lost, of 160 + 3 · 40 in all.
    expect(change(found, 'router:x', 'quality')?.difference.value).toBeCloseTo(-120 / 280, 12);
  });

  it('says nothing of a number that one run does not know', () => {
    const without = queries(true).map((query) => ({
      ...query,
      rows: { ...query.rows, 'router:x': { quality: 1, latencyMs: 5 } },
    }));
    const unpriced = [aRouterRow('x', 0.9, 1, { metrics: {} }), aRouterRow('y', 0.75, 1)];
    const found = compareRuns(
      aRun('base', { rows }, someDecisions(queries(false))),
      aRun('head', { rows: unpriced }, someDecisions(without)),
      options,
    );
    expect(change(found, 'router:x', 'cost')).toMatchObject({
      verdict: 'unavailable',
      difference: { value: null },
      beyondTolerance: false,
    });
    expect(change(found, 'router:x', 'quality')?.verdict).toBe('better');
  });

  it('reports the percentile each run reported where samples are repeated or the row is an expectation', () => {
    const { protocol } = aResults();
    const found = pair({ head: { protocol: { ...protocol, samples: 3 } } });
    expect(change(found, 'router:y', 'latency')).toMatchObject({ method: 'independent', base: { value: 1500 } });
  });
});

describe('what two runs did differently', () => {
  const { protocol, experiment } = aResults();
  const differing = (over: Partial<Results['protocol']>) => pair({ head: { protocol: { ...protocol, ...over } } });

  it('refuses to compare quality of another scorer and cost in another unit, saying so first', () => {
    const scorer = differing({ scorer: { type: 'multiple_choice', version: 2 }, objective: 'maximise quality' });
    expect(scorer.differences.map(({ what, effect }) => [what, effect])).toEqual([
      ['scorer', 'incomparable'],
      ['objective', 'note'],
    ]);
    expect(change(scorer, 'router:x', 'quality')).toMatchObject({
      verdict: 'incomparable',
      difference: { value: null },
      beyondTolerance: false,
    });
    expect(change(scorer, 'router:x', 'cost')?.verdict).toBe('worse');
    expect(scorer.rows[0]?.decisions).toMatchObject({ changed: 40, better: null, worse: null, regressions: [] });
    const cost = differing({ costUnit: 'calls', costModel: 'a/large' });
    expect(change(cost, 'router:x', 'cost')?.verdict).toBe('incomparable');
    expect(change(cost, 'router:x', 'quality')?.verdict).toBe('worse');
  });

  it('cautions where the runs report on other queries or prices', () => {
    const found = differing({ split: { ...protocol.split, seed: 8 }, pricedAt: '2026-12-01' });
    expect(found.differences.map(({ what, effect }) => [what, effect])).toEqual([
      ['split', 'caution'],
      ['prices', 'caution'],
    ]);
    expect(found.differences[0]?.message).toMatch(/split .*"?seed"? 7 → .*seed 8: the runs report on different queries/);
    expect(found.rows[0]?.changes[0]?.verdict).toBe('worse');
  });

  it('lists inputs that changed, came and went, by role and path', () => {
    const files = (list: readonly (readonly [string, string, string])[]) =>
      list.map(([role, path, sha256]) => ({ role, path, sha256 }));
    const found = pair({
      base: {
        inputs: {
          hash: 'a',
          files: files([
            ['dataset', 'd', '1'],
            ['strategy', 's', '1'],
            ['strategy', 'old', '1'],
          ]),
        },
      },
      head: {
        inputs: {
          hash: 'b',
          files: files([
            ['dataset', 'd', '1'],
            ['strategy', 's', '2'],
            ['models', 's', '1'],
          ]),
        },
      },
    });
    expect(found.inputs).toEqual([
      { role: 'strategy', path: 's', change: 'changed' },
      { role: 'models', path: 's', change: 'added' },
      { role: 'strategy', path: 'old', change: 'removed' },
    ]);
    expect(found.identical).toBe(false);
    expect(pair({ base: { inputs: { hash: 'a', files: [] } }, head: { inputs: { hash: 'a', files: [] } } }).identical).toBe(true);
  });

  it('lists router times that were measured again', () => {
    const timed = (sha256: string) => ({ inputs: { hash: sha256, files: [{ role: 'router_time', path: 't', sha256 }] } });
    expect(pair({ base: timed('1'), head: timed('2') }).inputs).toEqual([{ role: 'router_time', path: 't', change: 'changed' }]);
  });

  it('names another experiment, and marks synthetic data of either', () => {
    const found = pair({ head: { experiment: { ...experiment, name: 'other', synthetic: true } } });
    expect(found.differences[0]).toMatchObject({ what: 'experiment', effect: 'caution' });
    expect(found.synthetic).toBe(true);
  });
});

describe('rows of two runs', () => {
  it('are matched by id; what ships comes first, and has a pair of its own where it is not the same row', () => {
    const same = pair({ base: { choice: chosen('router:y') }, head: { choice: chosen('router:y') } });
    expect(same.rows.map(({ label, ships }) => [label, ships])).toEqual([
      ['y', true],
      ['x', false],
    ]);
    const crossed = pair({ head: { choice: chosen('router:y') } });
    expect(crossed.rows.map(({ label, ships, baseId, headId }) => [label, ships, baseId, headId])).toEqual([
      ['x → y', true, 'router:x', 'router:y'],
      ['x', false, 'router:x', 'router:x'],
      ['y', false, 'router:y', 'router:y'],
    ]);
    // x before: 180 of 200 right; y after: 150.
    expect(crossed.rows[0]?.changes[0]?.difference.value).toBeCloseTo(-0.15, 12);
    const none = pair({ head: { choice: { kind: 'infeasible', nearest: 'x', why: '' } } });
    expect([none.base.ships, none.head.ships]).toEqual([{ id: 'router:x', label: 'x' }, null]);
    expect(none.rows.every(({ ships }) => !ships)).toBe(true);
  });

  it('that one run lacks are listed, and a matched control is not compared under its id', () => {
    const found = pair({
      base: { rows: [...rows, aRouterRow('old', 0.5, 1)] },
      head: { rows: [...rows, aRouterRow('new', 0.5, 1)] },
    });
    expect([found.added, found.removed]).toEqual([[{ id: 'router:new', label: 'new' }], [{ id: 'router:old', label: 'old' }]]);
    const matched = aRow('control:random_at_shares', 'random', {
      quality: 0.5,
      costPer1k: 1,
      p50: 1,
      p95: 2,
      shares: [1, 0, 0],
      more: { marks: ['matched'] },
    });
    const { rows: all } = pair({ base: { rows: [...rows, matched] }, head: { rows: [...rows, matched] } });
    expect(all.map(({ headId }) => headId)).toEqual(['router:x', 'router:y']);
  });

  it('that explain rather than compete are judged by their interval, and are never a regression', () => {
    const single = (quality: number) =>
      aRow('single:a', 'a', { quality, costPer1k: 1, p50: 1, p95: 2, shares: [1, 0, 0], more: { marks: ['single_model'] } });
    const found = pair({ base: { rows: [...rows, single(0.9)] }, head: { rows: [...rows, single(0.6)] } });
    expect(change(found, 'single:a', 'quality')).toMatchObject({ verdict: 'worse', test: null, beyondTolerance: false });
    expect(found.rows.find(({ headId }) => headId === 'single:a')).toMatchObject({ slices: [], decisions: null });
  });

  it('show settings that are not what they were', () => {
    const set = (parameters: Record<string, number>) => [aRouterRow('x', 0.9, 1, { parameters }), aRouterRow('y', 0.75, 1)];
    const found = pair({ base: { rows: set({ t: 60, same: 1, gone: 2 }) }, head: { rows: set({ t: 120, same: 1 }) } });
    expect(found.rows[0]?.settings).toEqual([
      { name: 't', base: 60, head: 120 },
      { name: 'gone', base: 2, head: null },
    ]);
  });

  it('carry head’s gates with what base said of the same promise', () => {
    const found = pair({
      base: { gates: [aGate({ text: 'a >= 1', verdict: 'pass' })] },
      head: { gates: [aGate({ text: 'a >= 1', verdict: 'fail' }), aGate({ text: 'b >= 1' })] },
    });
    expect(found.gates.map(({ head, base }) => [head.text, base, head.verdict])).toEqual([
      ['a >= 1', 'pass', 'fail'],
      ['b >= 1', null, 'pass'],
    ]);
  });
});

/** The type without `readonly`, which a schema doesn't know. JSON stays as it is: it is recursive. */
type Mutable<T> = Json extends T
  ? T
  : T extends readonly [infer A, infer B]
    ? [Mutable<A>, Mutable<B>]
    : T extends readonly (infer U)[]
      ? Mutable<U>[]
      : T extends object
        ? { -readonly [K in keyof T]: Mutable<T[K]> }
        : T;

describe('the schema of a comparison', () => {
  it('has the members of the type, and takes what is made', () => {
    expectTypeOf<z.output<typeof runComparisonSchema>>().toEqualTypeOf<Mutable<RunComparison>>();
    expect(schema.parse(JSON.parse(JSON.stringify(pair())))).toEqual(JSON.parse(JSON.stringify(pair())));
  });
});
