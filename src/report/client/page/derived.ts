import type { Results, VersusReference } from '../../../domain/results.js';
import type { ResampledTotals } from '../../../metric/resampled.js';
import { type RowResamples, rowResamples } from '../../explore/against-baseline.js';
import { referenceRow, resultsAgainst } from '../../explore/results-against.js';
import type { QueryColumns } from '../../pack/query-columns.js';
import type { PageData } from './page-data.js';

/** What several sections work out from the columns; each is worked out once, in steps that leave the page at hand. */
export interface Derived {
  /** The results against a row (index); with no columns only the reference is known. */
  against(baseline: number): Promise<Results>;
  /** Quality and cost of every row on the run's resamples, arms in the results' order; null without columns. */
  totals(): Promise<ResampledTotals> | null;
}

export function openDerived({ results, queries }: PageData): Derived {
  const held = new Map<number, Promise<Results>>();
  let drawn: Promise<RowResamples> | null = null;
  const resamples = (columns: QueryColumns): Promise<RowResamples> => {
    drawn ??= breath().then(() => rowResamples(results, columns, columns.part()));
    return drawn;
  };
  return {
    against(baseline) {
      if (queries === null || baseline === referenceRow(results)) return Promise.resolve(results);
      const known = held.get(baseline) ?? workOut(results, resamples(queries.columns), baseline);
      held.set(baseline, known);
      return known;
    },
    totals: () => (queries === null ? null : resamples(queries.columns).then(({ totals }) => totals)),
  };
}

async function workOut(results: Results, resamples: Promise<RowResamples>, baseline: number): Promise<Results> {
  const { paired } = await resamples;
  const all: VersusReference[] = [];
  for (let row = 0; row < results.rows.length; row++) {
    await breath();
    all.push(paired(row, baseline).versus);
  }
  return resultsAgainst(results, baseline, all);
}

/** Lets the browser draw and listen before the next step. */
export function breath(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
