import type { Results, VersusReference } from '../../domain/results.js';

/**
 * The results as they read with another baseline: every view made from them then says so itself. What only a run works out
 * (tests, categories, the verdict) stays against the reference; take it from the results.
 *
 * @param versus by row, in the results' order
 */
export function resultsAgainst(results: Results, baseline: number, versus: readonly VersusReference[]): Results {
  const label = results.rows[baseline]?.label ?? results.protocol.reference;
  return {
    ...results,
    protocol: { ...results.protocol, reference: label },
    rows: results.rows.map((row, index) => ({ ...row, versusReference: index === baseline ? null : (versus[index] ?? null) })),
  };
}

/** Which row the results themselves are against; -1 where the reference has none. */
export function referenceRow({ rows, protocol }: Pick<Results, 'rows' | 'protocol'>): number {
  return rows.findIndex(({ id }) => id === `single:${protocol.reference}`);
}

/** The row that a state's baseline names, or the reference. */
export function baselineRow(results: Pick<Results, 'rows' | 'protocol'>, baseline: string | null): number {
  const named = results.rows.findIndex(({ id }) => id === baseline);
  return named < 0 ? referenceRow(results) : named;
}
