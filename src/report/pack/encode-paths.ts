import { ATTEMPT_WHY, type DecisionColumns } from '../../domain/decision.js';
import { type OutcomeTable, sampleRow } from '../../domain/outcome-table.js';
import { attemptResult, recordedResult } from '../attempt-result.js';
import type { DecidedRow } from '../decisions-csv.js';
import type { PackedAttempt } from './pack-header.js';

/** A router's calls for a query on one replicate (or walk), as the dictionary of paths has them. */
export function decidedPath(decisions: DecisionColumns, table: OutcomeTable): (query: number) => string {
  return (query) => {
    const calls: PackedAttempt[] = [];
    for (let at = decisions.attemptOffsets[query] as number; at < (decisions.attemptOffsets[query + 1] as number); at++) {
      const model = decisions.attemptModel[at] as number;
      calls.push({
        model,
        why: ATTEMPT_WHY[decisions.attemptWhy[at] as number] ?? 'first',
        result: attemptResult(table, decisions, at),
        ...sampleOf(table, query, model, decisions.attemptRow[at] as number),
      });
    }
    return JSON.stringify(calls);
  };
}

/** The one call of a row that is known by its choices, on a pass over the samples; undefined for an expectation. */
export function choicePath(row: DecidedRow, table: OutcomeTable, pass: number): (query: number) => string | undefined {
  const { first } = row.arm;
  if (first === null) return () => undefined;
  return (query) => {
    const model = first[query] as number;
    if (model < 0) return '[]';
    const read = readRow(row, table, query, pass);
    const call: PackedAttempt = {
      model,
      why: 'first',
      result: recordedResult(table, read),
      ...sampleOf(table, query, model, read),
    };
    return JSON.stringify([call]);
  };
}

/** The recording that a row known by its choices reads; -1 for none. */
export function readRow({ arm: { first } }: DecidedRow, table: OutcomeTable, query: number, pass: number): number {
  const model = first?.[query] ?? -1;
  return model < 0 ? -1 : sampleRow(table, query, model, pass);
}

/** Which of a cell's samples a row of the table is; the first is not mentioned. */
function sampleOf(table: OutcomeTable, query: number, model: number, row: number): Pick<PackedAttempt, 'sample'> {
  const sample = row - (table.cellOffsets[query * table.modelIds.length + model] as number);
  return sample > 0 ? { sample } : {};
}
