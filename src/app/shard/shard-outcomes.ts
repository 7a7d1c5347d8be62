import type { Dataset } from '../../domain/dataset.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import { spilledRows } from '../../file/spill.js';
import { outcomeBuilder } from '../../recording/outcome-builder.js';
import { type TableFacts, tableFacts } from '../outcomes-report.js';
import { standingLines } from '../standing-lines.js';
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

/**
 * The outcome table of a shard out of the rows that its recordings were dealt as.
 *
 * @throws UserError for two different recordings of one sample, naming both lines
 */
export function shardOutcomes(
  path: string,
  { queries }: Dataset,
  { models, reasons, modelIds, recordingFiles }: ShardTables,
): { readonly table: OutcomeTable; readonly report: ShardReport } {
  const allIds = models.models.map(({ id }) => id);
  const builder = outcomeBuilder(false, reasons);
  const standing = standingLines(recordingFiles, ({ model, query }) => ({
    modelId: allIds[model] as string,
    queryId: queries.ids.get(query),
  }));
  const counts = { recordings: 0, repeated: 0, superseded: 0 };
  for (const row of spilledRows(path, USUAL_ROW)) {
    const own = standing(standingOf(row));
    if (own === 'repeated') counts.repeated++;
    else if (own !== 'new') counts.superseded++;
    if (own === 'repeated' || own === 'superseded') continue;
    if (own === 'new') counts.recordings++;
    builder.take(row);
  }
  const { table } = builder.done(queries.size, allIds, modelIds);
  return { table, report: { ...counts, ...tableFacts(table, models) } };
}
