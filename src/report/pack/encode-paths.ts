import { ATTEMPT_WHY, type DecisionColumns } from '../../domain/decision.js';
import { type OutcomeTable, sampleRow } from '../../domain/outcome-table.js';
import { ATTEMPT_RESULT, type AttemptResult, attemptResult, recordedResult } from '../attempt-result.js';
import type { DecidedRow } from '../decisions-csv.js';
import type { PackedAttempt } from './pack-header.js';

/** A router's calls for a query on one replicate (or walk), as the dictionary of paths has them. */
export function decidedPath(decisions: DecisionColumns, table: OutcomeTable): (query: number) => string {
  const textOf = callTexts();
  return (query) => {
    let calls = '';
    for (let at = decisions.attemptOffsets[query] as number; at < (decisions.attemptOffsets[query + 1] as number); at++) {
      const model = decisions.attemptModel[at] as number;
      const sample = sampleOf(table, query, model, decisions.attemptRow[at] as number);
      const text = textOf(model, decisions.attemptWhy[at] as number, attemptResult(table, decisions, at), sample);
      calls = calls === '' ? text : `${calls},${text}`;
    }
    return `[${calls}]`;
  };
}

/** Calls as JSON: there are few different ones among a million. */
function callTexts(): (model: number, why: number, result: AttemptResult, sample: number) => string {
  const texts = new Map<number, string>();
  return (model, why, result, sample) => {
    const key = ((sample * MOST_MODELS + model) * MOST_CODES + why) * MOST_CODES + ATTEMPT_RESULT.indexOf(result);
    const known = texts.get(key);
    if (known !== undefined) return known;
    const call: PackedAttempt = { model, why: ATTEMPT_WHY[why] ?? 'first', result, ...(sample > 0 ? { sample } : {}) };
    const text = JSON.stringify(call);
    texts.set(key, text);
    return text;
  };
}

/** Models have 16 bits, reasons and results of calls a few names. */
const MOST_MODELS = 2 ** 16;
const MOST_CODES = 16;
const FIRST = ATTEMPT_WHY.indexOf('first');

/** The one call of a row that is known by its choices, on a pass over the samples; undefined for an expectation. */
export function choicePath(row: DecidedRow, table: OutcomeTable, pass: number): (query: number) => string | undefined {
  const { first } = row.arm;
  if (first === null) return () => undefined;
  const textOf = callTexts();
  return (query) => {
    const model = first[query] as number;
    if (model < 0) return '[]';
    const read = readRow(row, table, query, pass);
    return `[${textOf(model, FIRST, recordedResult(table, read), sampleOf(table, query, model, read))}]`;
  };
}

/** The recording that a row known by its choices reads; -1 for none. */
export function readRow({ arm: { first } }: DecidedRow, table: OutcomeTable, query: number, pass: number): number {
  const model = first?.[query] ?? -1;
  return model < 0 ? -1 : sampleRow(table, query, model, pass);
}

/** Which of a cell's samples a row of the table is; the first, and none, is 0. */
function sampleOf(table: OutcomeTable, query: number, model: number, row: number): number {
  return Math.max(0, row - (table.cellOffsets[query * table.modelIds.length + model] as number));
}
