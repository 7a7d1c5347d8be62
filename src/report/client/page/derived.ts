import type { Results, VersusReference } from '../../../domain/results.js';
import { groupSums } from '../../../metric/part.js';
import { type ArmSums, type ResampledTotals, resampled } from '../../../metric/resampled.js';
import { againstBaseline } from '../../explore/against-baseline.js';
import { referenceRow, resultsAgainst } from '../../explore/results-against.js';
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
  let totals: Promise<ResampledTotals> | null = null;
  return {
    against(baseline) {
      if (queries === null || baseline === referenceRow(results)) return Promise.resolve(results);
      const known = held.get(baseline) ?? workOut(results, queries.columns, baseline);
      held.set(baseline, known);
      return known;
    },
    totals() {
      if (queries === null) return null;
      totals ??= breath().then(() => {
        const part = queries.columns.part();
        const arms = results.rows.map((_, index): ArmSums => {
          const { quality, costPico } = queries.columns.row(index);
          return new Map([
            ['quality', groupSums(part, (query) => quality[query] as number)],
            ['cost', groupSums(part, (query) => costPico[query] as number)],
          ]);
        });
        return resampled(arms, part, results.protocol.bootstrap);
      });
      return totals;
    },
  };
}

async function workOut(results: Results, columns: Parameters<typeof againstBaseline>[1], baseline: number): Promise<Results> {
  await breath();
  const against = againstBaseline(results, columns, baseline, columns.part());
  const versus: VersusReference[] = [];
  for (let row = 0; row < results.rows.length; row++) {
    await breath();
    versus.push(against(row));
  }
  return resultsAgainst(results, baseline, versus);
}

/** Lets the browser draw and listen before the next step. */
export function breath(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
