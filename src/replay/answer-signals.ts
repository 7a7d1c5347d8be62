import type { OutcomeTable } from '../domain/outcome-table.js';
import type { AnswerSignals } from '../router/answer/signals.js';

/** What an acceptor may see of a recorded answer; unknown facts are left out. */
export function answerSignals(table: OutcomeTable, row: number): AnswerSignals {
  const finishReason = table.finishReasons[table.finishReason[row] ?? -1];
  const length = known(table.answerLength[row]);
  const confidence = known(table.confidence[row]);
  const judgeScore = known(table.judgeScore[row]);
  const refusal = flag(table.refusal[row]);
  const jsonValid = flag(table.jsonValid[row]);
  return {
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(length === undefined ? {} : { length }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(jsonValid === undefined ? {} : { jsonValid }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(judgeScore === undefined ? {} : { judgeScore }),
    ...(table.prints === undefined ? {} : { prints: printsAt(table.prints, row) }),
  };
}

function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function flag(value: number | undefined): boolean | undefined {
  return value === 1 ? true : value === 0 ? false : undefined;
}

function printsAt(prints: NonNullable<OutcomeTable['prints']>, row: number): NonNullable<AnswerSignals['prints']> {
  return Object.fromEntries(Object.entries(prints).map(([part, column]) => [part, known(column[row]) ?? null]));
}
