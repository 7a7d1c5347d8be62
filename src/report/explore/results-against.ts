import type { Results } from '../../domain/results.js';

/** Which row the results themselves are against; -1 where the reference has none. */
export function referenceRow({ rows, protocol }: Pick<Results, 'rows' | 'protocol'>): number {
  return rows.findIndex(({ id }) => id === `single:${protocol.reference}`);
}

/** The row that a state's baseline names, or the reference. */
export function baselineRow(results: Pick<Results, 'rows' | 'protocol'>, baseline: string | null): number {
  const named = results.rows.findIndex(({ id }) => id === baseline);
  return named < 0 ? referenceRow(results) : named;
}
