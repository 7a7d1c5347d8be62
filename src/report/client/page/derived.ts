import type { Results } from '../../../domain/results.js';
import type { Part } from '../../../metric/part.js';
import type { ResampledTotals } from '../../../metric/resampled.js';
import type { Steps } from '../../../stats/steps.js';
import { type Paired, type RowResamples, rowResampleSteps } from '../../explore/against-baseline.js';
import { baselineRow, referenceRow, resultsAgainst } from '../../explore/results-against.js';
import type { PageState } from '../../explore/state.js';
import { type SupposedQueries, supposedQueries } from '../../explore/what-if/supposed-queries.js';
import { rowMeasures, supposedResults } from '../../explore/what-if/supposed-results.js';
import { supposes, suppositionOf, WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import type { QueryColumns } from '../../pack/query-columns.js';
import type { PageData } from './page-data.js';

/** What several sections work out from the columns; each is worked out once, in steps that leave the page at hand. */
export interface Derived {
  /** The results against a row (index); with no columns only the reference is known. */
  against(baseline: number): Promise<Results>;
  /** A row against another (indices); null without columns. */
  paired(row: number, baseline: number): Promise<Paired> | null;
  /** Quality and cost of every row on the run's resamples, arms in the results' order; null without columns. */
  totals(): Promise<ResampledTotals> | null;
  /** Queries as the state supposes them; null where it supposes nothing, and without columns. */
  supposed(state: PageState): SupposedQueries | null;
  /** The results as the state has them: against its baseline, under what it supposes. */
  shown(state: PageState): Promise<Results>;
  /** The totals as the state has them. */
  shownTotals(state: PageState): Promise<ResampledTotals> | null;
}

/** Suppositions kept: going back to one is free. */
const KEPT = 4;

/** What is recorded, where suppositions are told apart by their state. */
const RECORDED = '';

export function openDerived({ results, queries }: PageData): Derived {
  const columns = queries?.columns ?? null;
  const against = keeper<Promise<Results>>(Number.POSITIVE_INFINITY);
  const supposed = keeper<SupposedQueries | null>(KEPT);
  const shown = keeper<Promise<Results>>(KEPT);
  const drawn = keeper<Promise<RowResamples>>(KEPT);
  const resamples = (key: string, of: QueryColumns, part: () => Part): Promise<RowResamples> =>
    drawn(key, () => inSteps(rowResampleSteps(results, of, part())));
  const recorded = (of: QueryColumns): Promise<RowResamples> => resamples(RECORDED, of, () => of.part());
  const resamplesThen = (state: PageState, then: SupposedQueries): Promise<RowResamples> =>
    resamples(supposedKey(state), then.columns, () => then.part);
  const derived: Derived = {
    against(baseline) {
      if (columns === null || baseline === referenceRow(results)) return Promise.resolve(results);
      return against(String(baseline), () => pairedWith(results, recorded(columns), baseline));
    },
    paired: (row, baseline) => (columns === null ? null : recorded(columns).then(({ paired }) => paired(row, baseline))),
    totals: () => (columns === null ? null : recorded(columns).then(({ totals }) => totals)),
    supposed(state) {
      if (columns === null) return null;
      return supposed(supposedKey(state), () => {
        const supposition = suppositionOf(state, columns.header.models, columns.header.categories);
        return supposes(supposition) ? supposedQueries(results, columns, supposition) : null;
      });
    },
    shown(state) {
      const then = derived.supposed(state);
      const baseline = baselineRow(results, state.baseline);
      if (then === null) return derived.against(baseline);
      return shown(`${supposedKey(state)} ${baseline}`, async () => {
        const measures = await everyRow(results, rowMeasures(results, then.columns, then.part));
        const made = supposedResults(results, then, measures);
        return baseline < 0 ? made : pairedWith(made, resamplesThen(state, then), baseline);
      });
    },
    shownTotals(state) {
      const then = derived.supposed(state);
      return then === null ? derived.totals() : resamplesThen(state, then).then(({ totals }) => totals);
    },
  };
  return derived;
}

function supposedKey(state: PageState): string {
  return JSON.stringify(WHAT_IF_KEYS.map((key) => state[key]));
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

async function pairedWith(results: Results, resamples: Promise<RowResamples>, baseline: number): Promise<Results> {
  const { paired } = await resamples;
  return resultsAgainst(results, baseline, await everyRow(results, (row) => paired(row, baseline).versus));
}

async function everyRow<T>({ rows }: Results, of: (row: number) => T): Promise<T[]> {
  const made: T[] = [];
  for (let row = 0; row < rows.length; row++) {
    await breath();
    made.push(of(row));
  }
  return made;
}

/** Does steps one after another, letting the browser draw and listen in between. */
export async function inSteps<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    await breath();
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Lets the browser draw and listen before the next step. */
export function breath(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
