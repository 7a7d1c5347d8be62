import { COST_SOURCE, OUTCOME_STATUS, type OutcomeTable, rowsOfModel } from '../../domain/outcome-table.js';
import type { Audit } from '../../domain/results.js';
import type { AuditRule } from './audit.js';

/** Recordings that are missing, unscored, constant or empty. */
export const outcomes: AuditRule = ({ bench, load }) => {
  const { table } = bench;
  return [
    ...missingCells(table),
    ...load.unrecordedModels.map((id) => warn('no_recordings', `${id} has no recordings and is left out of the comparison`)),
    ...load.unknownModels.map((id) => warn('unknown_model', `${id} is recorded but not in the models file, and left out`)),
    ...(load.unknownQueryRecordings > 0
      ? [warn('unknown_queries', `${load.unknownQueryRecordings} recordings belong to queries the dataset does not have`)]
      : []),
    ...(load.tornTails > 0 ? [warn('torn_tail', `${load.tornTails} recording files ended in a torn line, set aside`)] : []),
    ...table.modelIds.flatMap((id, model) => modelAudits(table, id, rowsOfModel(table, model))),
  ];
};

function missingCells(table: OutcomeTable): Audit[] {
  return table.modelIds.flatMap((id, model) => {
    let missing = 0;
    for (let query = 0; query < table.queryCount; query++) {
      const cell = query * table.modelIds.length + model;
      if (table.cellOffsets[cell] === table.cellOffsets[cell + 1]) missing++;
    }
    return missing === 0
      ? []
      : [warn('missing_recordings', `${id}: ${missing} of ${table.queryCount} queries have no recording`)];
  });
}

function modelAudits(table: OutcomeTable, id: string, rows: readonly number[]): Audit[] {
  const count = (of: (row: number) => boolean): number => rows.reduce((sum, row) => sum + (of(row) ? 1 : 0), 0);
  const errors = count((row) => table.status[row] === OUTCOME_STATUS.error);
  const unscored = count((row) => table.status[row] === OUTCOME_STATUS.unscored);
  const empty = count((row) => table.status[row] !== OUTCOME_STATUS.error && table.answerLength[row] === 0);
  const unbilled = count((row) => table.unbilled[row] === 1);
  // Tokens that came from a rule are told as such: that they repeat is no news.
  const counted = rows.filter((row) => table.costSource[row] !== COST_SOURCE.estimated);
  return [
    ...(errors > 0
      ? [note('errors', `${id}: ${errors} of ${rows.length} calls ended in an error (quality 0 unless a fallback answers)`)]
      : []),
    ...(unbilled > 0 ? [note('unbilled_errors', `${id}: ${unbilled} errors carried no usage and cost nothing`)] : []),
    ...(unscored > 0 ? [warn('unscored', `${id}: ${unscored} answers could not be scored and count as missing`)] : []),
    ...(empty > 0 ? [warn('empty_answers', `${id}: ${empty} answers marked ok are empty`)] : []),
    ...constantTokens(id, counted, table.inputTokens, 'input'),
    ...constantTokens(id, counted, table.outputTokens, 'output'),
  ];
}

/** A column of one repeated token count over many calls is a placeholder, and the cost made from it fiction. */
function constantTokens(id: string, rows: readonly number[], column: Float64Array, side: string): Audit[] {
  const known = rows.map((row) => column[row] as number).filter((value) => !Number.isNaN(value));
  if (known.length < 20 || known.some((value) => value !== known[0])) return [];
  return [warn('constant_tokens', `${id}: every call reports ${known[0]} ${side} tokens; costs made from them can't be trusted`)];
}

function warn(id: string, message: string): Audit {
  return { id, level: 'warn', message };
}

function note(id: string, message: string): Audit {
  return { id, level: 'note', message };
}
