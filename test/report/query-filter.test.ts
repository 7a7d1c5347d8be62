import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderQueries, pickQueries, type QueryFacets, type QueryPicks } from '../../src/report/explore/query-filter.js';
import { flagBit, pairFlags, QUERY_FLAGS } from '../../src/report/explore/query-flags.js';
import { pairColumns, rowPair } from '../../src/report/explore/query-pair.js';
import type { PackedAttempt } from '../../src/report/pack/pack-header.js';
import { type QueryColumns, queryColumns, type RowColumns } from '../../src/report/pack/query-columns.js';
import { aPackedRun } from '../support/a-packed-run.js';

const NAN = Number.NaN;

/** Two rows over two models by hand; `paths` by row, then query. */
function byHand(
  quality: readonly [number[], number[]],
  paths: readonly [(PackedAttempt[] | null)[], (PackedAttempt[] | null)[]],
) {
  const row = (index: number): RowColumns => ({
    quality: Float64Array.from(quality[index] as number[]),
    costPico: Float64Array.from(quality[index] as number[], () => 2 - index),
    latencyMs: new Float64Array(quality[0].length),
    served: new Float64Array(quality[0].length),
    path: (query) => paths[index]?.[query] ?? null,
    reason: () => null,
    place: () => null,
    seen: () => [],
    expected: () => [],
    pass: () => expect.unreachable(),
  });
  const model = (index: number) => ({ quality: Float64Array.from(quality[index] as number[]) });
  return {
    header: { models: ['a', 'b'] },
    size: quality[0].length,
    measured: new Float64Array(quality[0].length).fill(1),
    row,
    model,
  } as unknown as QueryColumns;
}

const call = (model: number, why: PackedAttempt['why'] = 'first', result: PackedAttempt['result'] = 'ok'): PackedAttempt => ({
  model,
  why,
  result,
});

describe('flags of a pair of rows', () => {
  const columns = byHand(
    [
      [1, 0, 0.5, NAN, 1, 1],
      [1, 1, 0, 1, 1, 1],
    ],
    [
      [
        [call(0)],
        [call(0, 'first', 'error'), call(1, 'fallback')],
        [call(0), call(1, 'escalated')],
        [call(0, 'first', 'missing')],
        [call(1)],
        null,
      ],
      [[call(0)], [call(1)], [call(0), call(0, 'retry')], [call(0)], [call(1, 'first', 'error')], [call(0)]],
    ],
  );
  const pair = pairColumns(columns, { own: 0, other: 1 });
  const flagsOf = (query: number) =>
    QUERY_FLAGS.filter((flag) => ((pairFlags(columns, pair)[query] as number) & flagBit(flag)) !== 0);

  it('say what differs, what got worse, and how the row came to its answer', () => {
    expect(flagsOf(0)).toEqual([]);
    expect(flagsOf(1)).toEqual(['different', 'regression', 'error', 'fallback']);
    expect(flagsOf(2)).toEqual(['different', 'improvement', 'escalated']);
    expect(flagsOf(3)).toEqual(['missing']);
    expect(flagsOf(4)).toEqual(['error']);
  });

  it('take an expectation for no difference', () => {
    expect(flagsOf(5)).toEqual([]);
  });

  it('come with differences and regret; what is not known stays so', () => {
    expect([...pair.qualityChange]).toEqual([0, -1, 0.5, NAN, 0, 0]);
    expect([...pair.costChange]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...pair.regret]).toEqual([0, 1, 0, NAN, 0, 0]);
  });
});

describe('the pair that is looked at', () => {
  it('is the chosen row against the baseline, or what the address names', async () => {
    const { results, pack } = await aPackedRun();
    const idOf = (index: number) => results.rows[index]?.id;
    const plain = rowPair(results, { row: null, baseline: null });
    expect(idOf(plain.other)).toBe('single:lab/large');
    expect(idOf(plain.own)).toBe('router:by-length');
    const named = rowPair(results, { row: 'single:lab/small', baseline: 'single:lab/medium' });
    expect([named.own, named.other].map(idOf)).toEqual(['single:lab/small', 'single:lab/medium']);
    expect(rowPair(results, { row: 'nobody', baseline: 'nobody' })).toEqual(plain);
    const columns = queryColumns(pack.header, gunzipSync(pack.blocks[0] as Uint8Array));
    // Differences add up to the run's own.
    const { qualityChange } = pairColumns(columns, plain);
    const mean = qualityChange.reduce((sum, value) => sum + value, 0) / qualityChange.length;
    expect(mean).toBeCloseTo(results.rows[plain.own]?.versusReference?.quality.value as number, 12);
    expect(new Set(columns.row(plain.own).served)).toEqual(new Set([1, 2]));
  });
});

describe('picking queries', () => {
  const facets = fc.array(
    fc.record({
      flags: fc.nat(255),
      category: fc.integer({ min: -1, max: 2 }),
      asked: fc.nat(2),
      answered: fc.integer({ min: -1, max: 2 }),
    }),
    { maxLength: 30 },
  );
  const picks = fc.record({
    flags: fc.subarray([...QUERY_FLAGS]),
    category: fc.option(fc.nat(2)),
    asked: fc.option(fc.nat(2)),
    answered: fc.option(fc.nat(2)),
    found: fc.option(fc.uint8Array({ minLength: 30, maxLength: 30, max: 1 })),
  });
  const columnsOf = (all: readonly { flags: number; category: number; asked: number; answered: number }[]): QueryFacets => ({
    size: all.length,
    flags: Uint16Array.from(all, ({ flags }) => flags),
    category: Int32Array.from(all, ({ category }) => category),
    asked: Int32Array.from(all, ({ asked }) => asked),
    answered: Int32Array.from(all, ({ answered }) => answered),
  });

  it('counts what one more pick would leave', () => {
    fc.assert(
      fc.property(facets, picks, (all, picked) => {
        const columns = columnsOf(all);
        const size = (other: Partial<QueryPicks>): number => pickQueries(columns, { ...picked, ...other }).queries.length;
        const got = pickQueries(columns, picked);
        for (const flag of QUERY_FLAGS) expect(got.flagCounts[flag]).toBe(size({ flags: [...picked.flags, flag] }));
        for (const code of [0, 1, 2]) {
          expect(got.categoryCounts.get(code) ?? 0).toBe(size({ category: code }));
          expect(got.askedCounts.get(code) ?? 0).toBe(size({ asked: code }));
          expect(got.answeredCounts.get(code) ?? 0).toBe(size({ answered: code }));
        }
        for (const query of got.queries) {
          const own = all[query];
          expect(picked.flags.every((flag) => ((own?.flags ?? 0) & flagBit(flag)) !== 0)).toBe(true);
          expect(picked.category ?? own?.category).toBe(own?.category);
          expect(picked.found?.[query] ?? 1).toBe(1);
        }
      }),
    );
  });

  it('orders by a number either way, what is not known last, ties in the given order', () => {
    const key = [0.5, NAN, 1, 0.5, 0];
    const all = Uint32Array.from([0, 1, 2, 3, 4]);
    expect([...orderQueries(all, key, false)]).toEqual([4, 0, 3, 2, 1]);
    expect([...orderQueries(all, key, true)]).toEqual([2, 0, 3, 4, 1]);
    expect([...all]).toEqual([0, 1, 2, 3, 4]);
  });
});
