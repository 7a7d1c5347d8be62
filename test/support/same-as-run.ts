import { expect } from 'vitest';
import type { Estimate } from '../../src/domain/estimate.js';
import type { Results } from '../../src/domain/results.js';
import { NEEDS, openRowBook, type RowBook } from '../../src/report/explore/row-book.js';
import { type Shown, shownResults } from '../../src/report/explore/shown-results.js';
import { type QueryView, queryView } from '../../src/report/explore/what-if/query-view.js';
import { openFacts } from '../../src/report/explore/what-if/supposed-rows.js';
import type { Supposition } from '../../src/report/explore/what-if/supposition.js';
import type { QueryColumns } from '../../src/report/pack/query-columns.js';
import { atOnce } from '../../src/stats/steps.js';

export const NOTHING: Supposition = { times: new Map(), prices: new Map(), weigh: new Map() };

/** A run and its queries. */
export interface RunAndColumns {
  readonly results: Results;
  readonly columns: QueryColumns;
}

/** A run as the page has it under a supposition, with everything worked out. */
export function worked({ results, columns }: RunAndColumns, supposed: Partial<Supposition>, baseline: number) {
  const view = queryView(results, columns, { ...NOTHING, ...supposed });
  const book = openRowBook(results, view);
  const facts = view.supposed === null ? null : results.rows.map((_, row) => openFacts(results, view)(row));
  const first = shownResults(results, book, baseline, facts);
  const waited = results.rows.map((_, row) => first.pending('quality', row));
  for (const need of NEEDS) for (const row of results.rows.keys()) atOnce(book.work(need, row, baseline));
  return { view, book, first, waited, shown: shownResults(results, book, baseline, facts) };
}

export function expectClose(one: Estimate | undefined, other: Estimate | undefined, what: string): void {
  for (const part of ['value', 'low', 'high'] as const) {
    const [own, known] = [one?.[part] ?? null, other?.[part] ?? null];
    if (known === null || own === null) expect(own, `${what}, ${part}`).toBe(known);
    else
      expect(Math.abs(own - known), `${what}, ${part}: ${own} and ${known}`).toBeLessThanOrEqual(
        1e-9 * Math.max(1, Math.abs(known)),
      );
  }
  expect(one?.n ?? 0, what).toBe(other?.n ?? 0);
}

/** Rows that a run with other prices or weights makes otherwise: to match another row. */
export function keepsItsMix({ marks }: Results['rows'][number]): boolean {
  return marks.includes('matched');
}

/** Every column of a view against those of a run made with what is supposed: sections are functions of these alone. */
export function expectSameColumns({ columns, part }: QueryView, other: RunAndColumns, skipped: readonly string[]): void {
  const there = other.columns;
  const otherPart = there.part();
  expect(part.weight.length).toBe(otherPart.weight.length);
  for (const [at, weight] of otherPart.weight.entries()) expect(part.weight[at]).toBeCloseTo(weight, 12);
  const pico = (one: number, known: number): boolean =>
    Number.isNaN(known) ? Number.isNaN(one) : Math.abs(one - known) <= 1 + 1e-9 * Math.abs(known);
  for (const [model, id] of there.header.models.entries()) {
    const [own, known] = [columns.model(columns.header.models.indexOf(id)), there.model(model)];
    for (const query of otherPart.rows) {
      expect(pico(own.costPico[query] as number, known.costPico[query] as number), `${id}, query ${query}`).toBe(true);
      expect(own.quality[query]).toEqual(known.quality[query]);
    }
  }
  for (const [index, id] of there.header.rows.entries()) {
    if (skipped.includes(id)) continue;
    const [own, known] = [columns.row(columns.header.rows.indexOf(id)), there.row(index)];
    for (const query of otherPart.rows) {
      const what = `${id}, query ${query}`;
      expect(pico(own.costPico[query] as number, known.costPico[query] as number), what).toBe(true);
      expect(own.quality[query], what).toEqual(known.quality[query]);
      expect(own.latencyMs[query], what).toEqual(known.latencyMs[query]);
      expect(own.served[query], what).toEqual(known.served[query]);
      expect(own.path(query), what).toEqual(known.path(query));
    }
  }
}

const NAMES = /^(quality\.mean|cost\.(mean|per1k|total)|latency\..*|regret\.quality|routing\..*|rate\..*)$/;

/** Every number that sections show of rows. */
export function expectSameRows({ results: shown }: Shown, book: RowBook, other: RunAndColumns): void {
  const { results } = other;
  for (const known of results.rows) {
    const own = shown.rows.find(({ id }) => id === known.id);
    if (own === undefined) throw new Error(`no row ${known.id}`);
    if (keepsItsMix(known)) continue;
    for (const [name, estimate] of Object.entries(known.metrics)) {
      if (!NAMES.test(name)) continue;
      // Where weights are others, rates and the regret of rows that no table shows have no interval.
      const valueAlone = name.startsWith('rate.') || (name === 'regret.quality' && own.metrics['routing.over'] === undefined);
      if (valueAlone) expect(own.metrics[name]?.value ?? null, `${known.id} ${name}`).toEqual(close(estimate.value));
      else expectClose(own.metrics[name], estimate, `${known.id} ${name}`);
    }
    expectSameVersus(own, known, book, results);
    for (const { modelId, share } of known.shares)
      expect(own.shares.find((one) => one.modelId === modelId)?.share, `${known.id} ${modelId}`).toBeCloseTo(share, 12);
    expect(own.byCategory.map(({ category }) => category).sort()).toEqual(
      known.byCategory.map(({ category }) => category).sort(),
    );
    for (const cell of known.byCategory) {
      const made = own.byCategory.find(({ category }) => category === cell.category);
      expectClose(made?.quality, cell.quality, `${known.id} ${cell.category} quality`);
      expectClose(made?.difference, cell.difference, `${known.id} ${cell.category} difference`);
      expect(made?.cost.value, `${known.id} ${cell.category} cost`).toEqual(close(cell.cost.value));
    }
  }
}

function expectSameVersus(own: Results['rows'][number], known: Results['rows'][number], book: RowBook, results: Results): void {
  if (known.versusReference === null) {
    expect(own.versusReference).toBeNull();
    return;
  }
  const reference = results.rows.findIndex(({ id }) => id === `single:${results.protocol.reference}`);
  const at = (id: string | undefined): number => book.view.columns.header.rows.indexOf(id ?? '');
  const { versus } = atOnce(book.paired(at(known.id), at(results.rows[reference]?.id)));
  for (const name of ['quality', 'retention', 'cost', 'savings', 'timesCheaper'] as const) {
    expectClose(versus[name], known.versusReference[name], `${known.id} against the reference, ${name}`);
    expect(own.versusReference?.[name].value).toEqual(close(known.versusReference[name].value));
  }
  expectClose(own.versusReference?.quality, known.versusReference.quality, `${known.id}, difference as shown`);
  expect(versus.nonInferiority.verdict).toBe(known.versusReference.nonInferiority.verdict);
}

function close(value: number | null): unknown {
  return value === null ? null : expect.closeTo(value, 9);
}
