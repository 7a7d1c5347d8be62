import type { Choice, ResultRow } from '../domain/results.js';

/**
 * The row whose numbers stand for the choice: the cross-fitted procedure's where several strategies compete, else the chosen
 * row itself. Undefined where nothing is chosen.
 */
export function rowOfChoice(rows: readonly ResultRow[], choice: Choice): ResultRow | undefined {
  if (!('rowId' in choice)) return undefined;
  return procedureRow(rows) ?? rows.find(({ id }) => id === choice.rowId);
}

/** The row of the whole procedure, in a cross-fitted comparison of several strategies. */
export function procedureRow(rows: readonly ResultRow[]): ResultRow | undefined {
  return rows.find(({ marks }) => marks.includes('procedure'));
}
