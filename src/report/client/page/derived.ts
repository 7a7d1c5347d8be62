import type { Estimate } from '../../../domain/estimate.js';
import type { Results } from '../../../domain/results.js';
import type { ResampledTotals } from '../../../metric/resampled.js';
import type { Steps } from '../../../stats/steps.js';
import { categoryDifferences, withCategoryDifferences } from '../../explore/category-differences.js';
import type { Paired } from '../../explore/pairs.js';
import { baselineRow, referenceRow } from '../../explore/results-against.js';
import { type Need, openRowBook, type RowBook } from '../../explore/row-book.js';
import { changed, type Shown, shownResults } from '../../explore/shown-results.js';
import type { PageState } from '../../explore/state.js';
import { type QueryView, queryView } from '../../explore/what-if/query-view.js';
import { openFacts, type RowFacts } from '../../explore/what-if/supposed-rows.js';
import { suppositionOf, WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import type { QueryColumns } from '../../pack/query-columns.js';
import { breath, inSteps, queue } from './steps.js';

/** Whether what is asked for is still wanted: work for a state that was left stops. */
export type Wanted = () => boolean;

/** What sections work out from single queries. There is no other way to them than the view that a state has. */
export interface Derived {
  /** Queries as the state has them; null where the page has none. */
  view(state: PageState): QueryView | null;
  /** Whether the state shows what was recorded, against the run's reference. */
  asRecorded(state: PageState): boolean;
  /**
   * The results as the state has them: values at once, then with the intervals that are needed, as they come.
   *
   * @param seen gets the results so far, and whether that is all
   */
  results(
    state: PageState,
    needs: readonly Need[],
    seen: (shown: Shown, settled: boolean) => void,
    wanted: Wanted,
  ): Promise<void>;
  /** The results with every category against the state's baseline. */
  categories(state: PageState, wanted: Wanted): Promise<Results>;
  /** A row against another (indices), as the state has queries; null without queries, or once nobody wants it. */
  paired(state: PageState, row: number, baseline: number, wanted: Wanted): Promise<Paired | null>;
  /** Quality and cost of every row on the run's resamples, arms in the results' order. */
  totals(state: PageState, wanted: Wanted): Promise<ResampledTotals | null>;
}

/** Suppositions kept: going back to one is free. Each may hold a byte a query and resample. */
const KEPT = 2;

/** How long results so far may be out of date. */
const TELL_MS = 200;

/** What is worked out of a supposition. */
interface Book {
  readonly book: RowBook;
  /** Null where nothing is supposed. */
  readonly facts: Promise<readonly RowFacts[]> | null;
  readonly categories: Map<number, Promise<Results | null>>;
}

export function openDerived(results: Results, columns: QueryColumns | null): Derived {
  const books = keeper<Book>(KEPT);
  const bookOf = (state: PageState, of: QueryColumns): Book =>
    books(JSON.stringify(WHAT_IF_KEYS.map((key) => state[key])), () => openBook(results, of, state));
  const against = (state: PageState): number => baselineRow(results, state.baseline);
  const derived: Derived = {
    view: (state) => (columns === null ? null : bookOf(state, columns).book.view),
    asRecorded: (state) => (derived.view(state)?.supposed ?? null) === null && against(state) === referenceRow(results),
    async results(state, needs, seen, wanted) {
      if (columns === null || derived.asRecorded(state)) return seen({ results, pending: () => false }, true);
      const { book, facts } = bookOf(state, columns);
      const baseline = against(state);
      const made = facts === null ? null : await facts;
      const now = (): Shown => shownResults(results, book, baseline, made);
      await inSteps(allPoints(results, book), wanted);
      if (!wanted()) return;
      seen(now(), false);
      const wantedRows = needs.flatMap((need) =>
        [...results.rows.keys()].filter((row) => changed(results, book, need, row, baseline)).map((row) => ({ need, row })),
      );
      let told = performance.now();
      for (const { need, row } of wantedRows) {
        await queue(() => book.work(need, row, baseline), wanted);
        if (!wanted()) return;
        if (performance.now() - told < TELL_MS) continue;
        told = performance.now();
        seen(now(), false);
      }
      seen(now(), true);
    },
    async categories(state, wanted) {
      if (columns === null || derived.asRecorded(state)) return results;
      const { book, facts, categories } = bookOf(state, columns);
      const baseline = against(state);
      const { results: shown } = shownResults(results, book, baseline, facts === null ? null : await facts);
      if (baseline === referenceRow(results) || baseline < 0) return shown;
      const known = categories.get(baseline) ?? differences(shown, book.view, baseline, wanted);
      categories.set(baseline, known);
      const made = await known;
      if (made === null) categories.delete(baseline);
      return made ?? shown;
    },
    paired: async (state, row, baseline, wanted) =>
      columns === null ? null : queue(() => bookOf(state, columns).book.paired(row, baseline), wanted),
    totals: async (state, wanted) => (columns === null ? null : queue(() => bookOf(state, columns).book.totals(), wanted)),
  };
  return derived;
}

/** Values of all rows: columns are decoded and summed for them. */
function* allPoints({ rows }: Results, book: RowBook): Steps<void> {
  for (const row of rows.keys()) {
    book.points(row);
    yield;
  }
}

function openBook(results: Results, columns: QueryColumns, state: PageState): Book {
  const { models, categories } = columns.header;
  const view = queryView(results, columns, suppositionOf(state, models, categories));
  return {
    book: openRowBook(results, view),
    facts: view.supposed === null ? null : everyRow(results, openFacts(results, view)),
    categories: new Map(),
  };
}

/** Remembers the last few values by key. */
function keeper<T>(most: number): (key: string, make: () => T) => T {
  const held = new Map<string, T>();
  return (key, make) => {
    const value = held.has(key) ? (held.get(key) as T) : make();
    held.delete(key);
    held.set(key, value);
    for (const oldest of held.keys()) {
      if (held.size <= most) break;
      held.delete(oldest);
    }
    return value;
  };
}

async function everyRow<T>({ rows }: Results, of: (row: number) => T): Promise<T[]> {
  const made: T[] = [];
  for (let row = 0; row < rows.length; row++) {
    await breath();
    made.push(of(row));
  }
  return made;
}

/** Null once nobody wants them any more. */
async function differences(results: Results, { columns }: QueryView, baseline: number, wanted: Wanted): Promise<Results | null> {
  const names = [...new Set(results.rows.flatMap(({ byCategory }) => byCategory.map(({ category }) => category)))];
  const byRow = results.rows.map(() => new Map<string, Estimate>());
  for (const category of names) {
    const made = await queue(() => categoryDifferences(results, columns, category, baseline), wanted);
    if (made === null) return null;
    for (const [row, own] of made.entries()) byRow[row]?.set(category, own);
  }
  return withCategoryDifferences(results, byRow);
}
