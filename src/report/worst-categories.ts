import type { CategoryCell, ResultRow, Results } from '../domain/results.js';
import { chosenRow, nearestRow } from './row-name.js';

/** Fewer queries than this in a category say little. */
export const FEW_QUERIES = 20;

/** The row a reader asks about first: the chosen one, the nearest to a choice, or the best router. */
export function leadingRow(results: Results): ResultRow | undefined {
  return chosenRow(results) ?? nearestRow(results) ?? results.rows.find(({ kind }) => kind === 'router');
}

/** A row's categories, most lost against the reference first; unavailable differences last. */
export function worstFirst(row: ResultRow): readonly CategoryCell[] {
  const loss = ({ difference }: CategoryCell): number => difference.value ?? Number.POSITIVE_INFINITY;
  return [...row.byCategory].sort((a, b) => (loss(a) === loss(b) ? 0 : loss(a) - loss(b)));
}
