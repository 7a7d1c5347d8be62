import type { ResampledTotals } from '../../metric/resampled.js';

/** A row under a price of quality. */
export interface Ranked {
  /** Index into the rows. */
  readonly row: number;
  /** Quality in points (hundredths), less what was paid for in points. */
  readonly net: number;
  /** Share of the run's resamples in which the row is first; null without columns. */
  readonly first: number | null;
}

/** Mean quality 0..1 and cost as shown (per 1,000 queries, or calls per query) of a row. */
export interface Standing {
  readonly row: number;
  readonly quality: number;
  readonly cost: number;
}

/**
 * Rows by what is left of their quality when cost is paid for at a price: net = 100 · quality − cost ÷ worth, in points.
 *
 * @param worth cost (as shown) that one point of quality is worth
 * @returns best first; ties in the given order
 */
export function rankedAt(standings: readonly Standing[], worth: number, firsts: ReadonlyMap<number, number> | null): Ranked[] {
  return standings
    .map(({ row, quality, cost }) => ({ row, net: netPoints(quality, cost, worth), first: firsts?.get(row) ?? null }))
    .sort((a, b) => b.net - a.net);
}

function netPoints(quality: number, cost: number, worth: number): number {
  return 100 * quality - cost / worth;
}

/**
 * In which share of the resamples each of some rows is first at a price of quality.
 *
 * @param perPico cost as shown of one pico-unit a query
 */
export function firstShares(
  totals: ResampledTotals,
  rows: readonly number[],
  worth: number,
  perPico: number,
): ReadonlyMap<number, number> {
  const wins = new Map(rows.map((row) => [row, 0]));
  for (let index = 0; index < totals.replicates; index++) {
    const view = totals.replicate(index);
    let best = Number.NEGATIVE_INFINITY;
    let winner: number | undefined;
    for (const row of rows) {
      const net = netPoints(view.of(row, 'quality') / view.weight, (view.of(row, 'cost') / view.weight) * perPico, worth);
      if (net > best) [best, winner] = [net, row];
    }
    if (winner !== undefined) wins.set(winner, (wins.get(winner) ?? 0) + 1);
  }
  return new Map([...wins].map(([row, count]) => [row, count / totals.replicates]));
}

/** Where the slider may go: from where only cost counts to where only quality does, for these rows. */
export function worthRange(standings: readonly Standing[]): { readonly from: number; readonly to: number } | null {
  const sorted = [...standings].sort((a, b) => a.cost - b.cost);
  const slopes = sorted.flatMap((a, i) =>
    sorted.slice(i + 1).flatMap((b) => {
      const slope = (b.cost - a.cost) / (100 * (b.quality - a.quality));
      return slope > 0 && Number.isFinite(slope) ? [slope] : [];
    }),
  );
  if (slopes.length === 0) return null;
  return { from: Math.min(...slopes) / 3, to: Math.max(...slopes) * 3 };
}
