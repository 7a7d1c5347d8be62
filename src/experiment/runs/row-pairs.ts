import type { ResultRow, Results } from '../../domain/results.js';
import type { RowPair } from './raw-change.js';

/** Rows of two runs, matched. */
export interface MatchedRows {
  /** What ships first, then head's order. */
  readonly pairs: readonly RowPair[];
  readonly added: readonly ResultRow[];
  readonly removed: readonly ResultRow[];
}

/** The row a run would ship: chosen, or the suggested one of a tie. */
export function shippedRow({ choice, rows }: Results): ResultRow | undefined {
  return 'rowId' in choice ? rows.find(({ id }) => id === choice.rowId) : undefined;
}

/**
 * Matches rows by id; where the runs would ship different rows, those two are a pair of their own. A control that was matched to
 * the chosen row's operating point is left out: under its id the other run has another one.
 */
export function rowPairs(base: Results, head: Results): MatchedRows {
  const [before, after] = [shippedRow(base), shippedRow(head)];
  const crossed = before !== undefined && after !== undefined && before.id !== after.id;
  const same = head.rows.flatMap((row): RowPair[] => {
    const match = base.rows.find(({ id }) => id === row.id);
    return match === undefined || row.marks.includes('matched')
      ? []
      : [{ base: match, head: row, ships: row.id === before?.id && row.id === after?.id }];
  });
  const first = crossed ? [{ base: before, head: after, ships: true }] : same.filter(({ ships }) => ships);
  return {
    pairs: [...first, ...same.filter(({ ships }) => !ships)],
    added: head.rows.filter(({ id }) => base.rows.every((row) => row.id !== id)),
    removed: base.rows.filter(({ id }) => head.rows.every((row) => row.id !== id)),
  };
}
