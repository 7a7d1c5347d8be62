import { describe, expect, it } from 'vitest';
import { categoryDifferences } from '../../src/report/explore/category-differences.js';
import { duelTest } from '../../src/report/explore/duel.js';
import { referenceRow } from '../../src/report/explore/results-against.js';
import type { Supposition } from '../../src/report/explore/what-if/supposition.js';
import { atOnce } from '../../src/stats/steps.js';
import { aPackedRun, type PackedRunOptions } from '../support/a-packed-run.js';
import { columnsOf } from '../support/pack-columns.js';
import {
  expectClose,
  expectSameColumns,
  expectSameRows,
  keepsItsMix,
  type RunAndColumns,
  worked,
} from '../support/same-as-run.js';

/** One candidate, which every run then picks. */
const FIXED: PackedRunOptions = { lengths: [20], size: 180 };
const held = new Map<string, Promise<RunAndColumns>>();

function ran(options: PackedRunOptions): Promise<RunAndColumns> {
  const key = Object.entries(options).join();
  const known =
    held.get(key) ?? aPackedRun({ ...FIXED, ...options }).then(({ results, pack }) => ({ results, columns: columnsOf(pack) }));
  held.set(key, known);
  return known;
}

const weights = [3, 1, 0.5];
const weightOf = (query: number): number => weights[query % 3] as number;
const WEIGH: Partial<Supposition> = {
  weigh: new Map([
    ['category-0', 3],
    ['category-2', 0.5],
  ]),
};
const TIMES: Partial<Supposition> = {
  times: new Map([
    ['lab/small', 4],
    ['lab/large', 0.25],
  ]),
};
const costTimes = [4, 1, 0.25];

const kinds: readonly [string, PackedRunOptions][] = [
  ['right and wrong', {}],
  ['graded, in groups', { graded: true, perGroup: 3 }],
];
const suppositions: readonly [string, Partial<Supposition>, PackedRunOptions][] = [
  ['other prices', TIMES, { costTimes }],
  ['other weights', WEIGH, { weightOf }],
  ['both', { ...TIMES, ...WEIGH }, { costTimes, weightOf }],
];

describe.each(kinds)('what the page supposes is what a run with it measures (%s)', (_, options) => {
  it.each(suppositions)('of %s', async (__, supposed, then) => {
    const [recorded, other] = await Promise.all([ran(options), ran({ ...options, ...then })]);
    const { view, book, shown } = worked(recorded, supposed, referenceRow(recorded.results));
    const matched = recorded.results.rows.filter(keepsItsMix).map(({ id }) => id);
    expectSameColumns(view, other, matched);
    expectSameRows(shown, book, other);
    expect(shown.results.rows.every((___, row) => !shown.pending('cost', row))).toBe(true);
  });

  it('duels and categories against any row are those of that run', async () => {
    const [recorded, other] = await Promise.all([ran(options), ran({ ...options, costTimes, weightOf })]);
    const small = recorded.results.rows.findIndex(({ id }) => id === 'single:lab/small');
    const medium = recorded.results.rows.findIndex(({ id }) => id === 'single:lab/medium');
    const { view, book } = worked(recorded, { ...TIMES, ...WEIGH }, small);
    const there = worked(other, {}, small);
    const at = (id: string | undefined): number => other.results.rows.findIndex((row) => row.id === id);
    const [otherMedium, otherSmall] = [at('single:lab/medium'), at('single:lab/small')];
    const [own, known] = [atOnce(book.paired(medium, small)), atOnce(there.book.paired(otherMedium, otherSmall))];
    for (const name of ['quality', 'retention', 'cost', 'savings', 'timesCheaper'] as const)
      expectClose(own.versus[name], known.versus[name], name);
    const test = atOnce(duelTest(recorded.results, view.columns, [medium, small], view.part));
    expect(test).toEqual(atOnce(duelTest(other.results, other.columns, [otherMedium, otherSmall], other.columns.part())));
    expect(test?.name).toBe('sign_flip');
    for (const category of view.columns.header.categories) {
      const made = atOnce(categoryDifferences(recorded.results, view.columns, category, small));
      const ofRun = atOnce(categoryDifferences(other.results, other.columns, category, otherSmall));
      expectClose(made[medium], ofRun[otherMedium], category);
    }
  });
});

const close = (value: number | null | undefined): unknown => (value == null ? null : expect.closeTo(value, 12));

it('values stand there at once, and intervals replace none of them', async () => {
  const recorded = await ran({});
  const { first, shown, waited } = worked(recorded, { ...TIMES, ...WEIGH }, 0);
  for (const [row, { metrics, versusReference }] of first.results.rows.entries()) {
    const then = shown.results.rows[row];
    for (const name of ['quality.mean', 'cost.mean', 'routing.over', 'regret.quality'])
      expect(metrics[name]?.value ?? null, name).toEqual(close(then?.metrics[name]?.value));
    expect(versusReference?.quality.value ?? null).toEqual(close(then?.versusReference?.quality.value));
    expect(waited[row]).toBe(true);
    expect(shown.pending('quality', row)).toBe(false);
  }
});

it('leaves a category of weight 0 out, as a run without its queries', async () => {
  const recorded = await ran({});
  const without = await ran({ weightOf: (query) => (query % 3 === 1 ? 1e-300 : 1) });
  const { shown } = worked(recorded, { weigh: new Map([['category-1', 0]]) }, referenceRow(recorded.results));
  for (const row of without.results.rows) {
    if (keepsItsMix(row)) continue;
    const own = shown.results.rows.find(({ id }) => id === row.id);
    expect(own?.metrics['quality.mean']?.value).toBeCloseTo(row.metrics['quality.mean']?.value as number, 12);
    expect(own?.metrics['cost.mean']?.value).toBeCloseTo(row.metrics['cost.mean']?.value as number, 12);
    expect(own?.byCategory.some(({ category }) => category === 'category-1')).toBe(false);
  }
});
