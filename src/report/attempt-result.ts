import type { DecisionColumns } from '../domain/decision.js';
import { OUTCOME_STATUS, type OutcomeTable } from '../domain/outcome-table.js';

/** What came of a call. Given up: nobody waited for it any more, whatever was recorded. */
export const ATTEMPT_RESULT = ['ok', 'error', 'missing', 'given_up'] as const;
export type AttemptResult = (typeof ATTEMPT_RESULT)[number];

/** What came of a call of a replay. */
export function attemptResult(
  table: OutcomeTable,
  { attemptRow, attemptGivenUp }: DecisionColumns,
  attempt: number,
): AttemptResult {
  return attemptGivenUp[attempt] === 1 ? 'given_up' : recordedResult(table, attemptRow[attempt] as number);
}

/** What a recording says came of its call. */
export function recordedResult(table: OutcomeTable, row: number): Exclude<AttemptResult, 'given_up'> {
  if (row < 0) return 'missing';
  return table.status[row] === OUTCOME_STATUS.error ? 'error' : 'ok';
}
