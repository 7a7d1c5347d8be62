import { gunzipSync } from 'node:zlib';
import { nearest } from '../../domain/nearest.js';
import type { Results } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';
import type { QueryPack } from '../../report/pack/pack.js';
import type { QueryTexts } from '../../report/pack/pack-header.js';
import { type QueryColumns, queryColumns } from '../../report/pack/query-columns.js';
import { textPlace } from '../../report/pack/text-place.js';
import { PACK_FILE, readPack } from './read-pack.js';
import { readResults } from './read-results.js';

/** One query of a report, with everything the report has of it. */
export interface ShownQuery {
  readonly results: Results;
  readonly id: string;
  readonly columns: QueryColumns;
  /** Its place in the columns. */
  readonly query: number;
  /** As they were recorded; null where the report was made without. */
  readonly texts: QueryTexts | null;
}

/**
 * Finds a query in a report, by its id.
 *
 * @param report a report's folder, its results.json, or a name in `reports/`; `latest` where nothing is named
 * @throws UserError where the report has no queries, or not this one
 */
export async function showQuery(report: string | undefined, id: string): Promise<ShownQuery> {
  const { results, file } = await readResults(report);
  const pack = await readPack(file, results);
  if ('absent' in pack) {
    const hint = `routelab run writes ${PACK_FILE} beside results.json`;
    throw new UserError({
      file,
      message: `no queries to show: ${pack.absent}`,
      accepted: `a report with its ${PACK_FILE}`,
      hint,
    });
  }
  const ids = JSON.parse(blockText(pack, 'ids')) as string[];
  const query = ids.indexOf(id);
  if (query < 0) throw unknownQuery(id, ids, results);
  const columns = queryColumns(pack.header, inflated(pack, 'columns'));
  return { results, id, columns, query, texts: textsOf(pack, query) };
}

function unknownQuery(id: string, ids: readonly string[], { protocol }: Results): UserError {
  const close = nearest(id, ids);
  const part = protocol.reportedOn === 'test' ? ' of the test part' : '';
  return new UserError({
    field: 'query',
    message: `no such query in this report`,
    value: id,
    accepted: `an id of its ${ids.length} queries${part}`,
    ...(close === undefined ? { hint: 'the first column of queries.csv beside the report lists them' } : { nearest: close }),
  });
}

function textsOf(pack: QueryPack, query: number): QueryTexts | null {
  const place = textPlace(pack.header.texts, query);
  if (place === null) return null;
  return (JSON.parse(blockText(pack, `texts-${place.block}`)) as QueryTexts[])[place.at] ?? null;
}

function blockText(pack: QueryPack, name: string): string {
  return new TextDecoder().decode(inflated(pack, name));
}

function inflated({ header, blocks }: QueryPack, name: string): Uint8Array {
  const bytes = blocks[header.blocks.findIndex((block) => block.name === name)];
  if (bytes === undefined) throw new UserError({ file: PACK_FILE, message: `has no block ${name}`, hint: 'run again' });
  return gunzipSync(bytes);
}
