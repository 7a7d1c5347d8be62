import { counted } from '../../domain/measured-text.js';
import { OUTCOME_STATUS, type OutcomeTable, rowsOfModel } from '../../domain/outcome-table.js';
import type { Audit } from '../../domain/results.js';
import { type AuditRule, note, some, warn } from './audit.js';

/** Recordings that are missing, failed, unscored or empty, and files that don't fit the workspace. */
export const outcomes: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'missing_recordings',
      level: 'warn',
      looksFor: 'Queries of which a model has no recording.',
      blindTo: 'Why they are missing; see missing_is_hard.',
    },
    {
      id: 'not_compared',
      level: 'warn',
      looksFor: 'Recorded models known on fewer than half of the queries: they get no row of their own.',
      blindTo: 'Whether the other models would do as well on the missing queries.',
    },
    { id: 'no_recordings', level: 'warn', looksFor: 'Models of the models file without any recording.', blindTo: '—' },
    { id: 'unknown_model', level: 'warn', looksFor: 'Recorded models that the models file does not list.', blindTo: '—' },
    { id: 'unknown_queries', level: 'warn', looksFor: 'Recordings of queries that the dataset does not have.', blindTo: '—' },
    {
      id: 'torn_tail',
      level: 'warn',
      looksFor: 'Recording files whose last line a crash cut off.',
      blindTo: 'Whole lines that were lost.',
    },
    {
      id: 'asked_otherwise',
      level: 'warn',
      looksFor: 'Recordings whose key is not that of the request the experiment would make now: another prompt or parameter.',
      blindTo: 'Imported recordings, which have no key.',
    },
    {
      id: 'errors',
      level: 'note',
      looksFor: 'Calls that ended in an error: they count quality 0 unless a fallback answers.',
      blindTo: 'Errors that a source recorded as answers ("I’m sorry, the request failed").',
    },
    {
      id: 'unbilled_errors',
      level: 'note',
      looksFor: 'Errors without usage: they cost nothing here, and may have cost something.',
      blindTo: 'What they cost.',
    },
    {
      id: 'unscored',
      level: 'warn',
      looksFor: 'Answers that the scorer could not score; they count as missing.',
      blindTo: 'Answers that it scored wrongly.',
    },
    {
      id: 'empty_answers',
      level: 'warn',
      looksFor: 'Answers marked ok whose text is empty.',
      blindTo: 'Answers whose text was not recorded, and answers of white space.',
    },
  ],
  find: ({ bench: { table, compared }, load }) => [
    ...missingCells(table),
    ...notCompared(table, compared),
    ...load.unrecordedModels.map((id) => warn('no_recordings', `${id} has no recordings and is left out of the comparison`)),
    ...load.unknownModels.map((id) => warn('unknown_model', `${id} is recorded but not in the models file, and left out`)),
    ...(load.unknownQueryRecordings > 0
      ? [
          warn(
            'unknown_queries',
            `${counted(load.unknownQueryRecordings, 'recording belongs', 'recordings belong')} to queries the dataset does not have`,
          ),
        ]
      : []),
    ...(load.tornTails > 0 ? [warn('torn_tail', `${load.tornTails} recording files ended in a torn line, set aside`)] : []),
    ...load.askedOtherwise.map(({ modelId, recordings }) =>
      warn(
        'asked_otherwise',
        `${modelId}: ${counted(recordings, 'recording was', 'recordings were')} asked with another prompt or other parameters than the files say now`,
      ),
    ),
    ...table.modelIds.flatMap((id, model) => modelAudits(table, id, rowsOfModel(table, model))),
  ],
};

function notCompared({ modelIds }: OutcomeTable, compared: readonly number[]): Audit[] {
  const left = modelIds.filter((_, model) => !compared.includes(model));
  if (left.length === 0) return [];
  const what =
    left.length === 1
      ? 'is known on fewer than half of the queries and has'
      : 'are known on fewer than half of the queries and have';
  return [warn('not_compared', `${some(left)} ${what} no row; routers may still choose what was recorded`)];
}

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
  return [
    ...(errors > 0
      ? [note('errors', `${id}: ${errors} of ${rows.length} calls ended in an error (quality 0 unless a fallback answers)`)]
      : []),
    ...(unbilled > 0 ? [note('unbilled_errors', `${id}: ${counted(unbilled, 'error')} carried no usage and cost nothing`)] : []),
    ...(unscored > 0
      ? [
          warn(
            'unscored',
            `${id}: ${counted(unscored, 'answer')} could not be scored and ${unscored === 1 ? 'counts' : 'count'} as missing`,
          ),
        ]
      : []),
    ...(empty > 0
      ? [warn('empty_answers', `${id}: ${counted(empty, 'answer')} marked ok ${empty === 1 ? 'is' : 'are'} empty`)]
      : []),
  ];
}
