import type { Dataset } from '../../domain/dataset.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import { UserError } from '../../domain/user-error.js';
import { spilledRows } from '../../file/spill.js';
import { outcomeBuilder } from '../../recording/outcome-builder.js';
import { type TableFacts, tableFacts } from '../outcome/outcomes-report.js';
import { type Standing, type StandingLine, standingLines } from '../outcome/standing-lines.js';
import { type Scored, standingOf, USUAL_ROW } from './recorded-row.js';

/** What a shard's table is made with. */
export interface ShardTables extends Pick<Scored, 'models' | 'reasons'> {
  /** Models of all tables. */
  readonly modelIds: readonly string[];
  /** The files that recordings came from, by number. */
  readonly recordingFiles: readonly string[];
}

/** What a shard was told on the way to its table. */
export interface ShardReport extends TableFacts {
  readonly recordings: number;
  readonly repeated: number;
  readonly superseded: number;
}

/** Two different recordings of one sample: where the second of them stands, and what is wrong with it. */
export interface Contradiction {
  /** Number of its file. */
  readonly file: number;
  readonly line: number;
  readonly error: UserError;
}

/** The one that a run meets first, which reads one file after another; null where there is none. */
export function firstOf(...found: readonly (Contradiction | null)[]): Contradiction | null {
  const all = found.filter((one) => one !== null).sort((a, b) => a.file - b.file || a.line - b.line);
  return all[0] ?? null;
}

/** The outcome table of a shard out of the rows that its recordings were dealt as; good for nothing where two of them contradict each other. */
export function shardOutcomes(
  path: string,
  { queries }: Dataset,
  { models, reasons, modelIds, recordingFiles }: ShardTables,
): { readonly table: OutcomeTable; readonly report: ShardReport; readonly contradiction: Contradiction | null } {
  const allIds = models.models.map(({ id }) => id);
  const builder = outcomeBuilder(false, reasons);
  const standing = standingLines(recordingFiles, ({ model, query }) => ({
    modelId: allIds[model] as string,
    queryId: queries.ids.get(query),
  }));
  const counts = { recordings: 0, repeated: 0, superseded: 0 };
  let contradiction: Contradiction | null = null;
  for (const row of spilledRows(path, USUAL_ROW)) {
    const own = contradictionOr(() => standing(standingOf(row)), standingOf(row));
    if (typeof own !== 'string') {
      contradiction = firstOf(contradiction, own);
      continue;
    }
    if (own === 'repeated') counts.repeated++;
    else if (own !== 'new') counts.superseded++;
    if (own === 'repeated' || own === 'superseded') continue;
    if (own === 'new') counts.recordings++;
    builder.take(row);
  }
  const { table } = builder.done(queries.size, allIds, modelIds);
  return { table, report: { ...counts, ...tableFacts(table, models) }, contradiction };
}

function contradictionOr(standing: () => Standing, { file, line }: StandingLine): Standing | Contradiction {
  try {
    return standing();
  } catch (error) {
    if (error instanceof UserError) return { file, line, error };
    throw error;
  }
}
