import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readRows } from '../dataset/read-rows.js';
import { type EmbedderRequest, openTextEmbedder } from '../dataset/text-embedder.js';
import { openRowWriter } from '../dataset/write-dataset.js';
import { promptMessages } from '../domain/query.js';
import { UserError } from '../domain/user-error.js';
import { DEFAULT_INPUT } from '../router/config.js';
import { requestText } from '../router/feature/request-text.js';

export interface EmbedRequest extends EmbedderRequest {
  readonly dataset: string;
  /** Where the dataset with its new column goes; beside the old one when not given. */
  readonly out: string | undefined;
  readonly force: boolean;
  /** Told after every query. */
  readonly onQuery: (done: number) => void;
}

export interface Embedded {
  readonly out: string;
  readonly queries: number;
  /** Numbers of an embedding. */
  readonly length: number;
}

/**
 * Writes a dataset again with an `embedding` of every query: of the text that routers read by default, the last user message.
 * The new file appears whole or not at all; an embedding that was there is replaced.
 */
export async function embedDataset(request: EmbedRequest): Promise<Embedded> {
  const { dataset } = request;
  const out = request.out ?? dataset.replace(/(\.(jsonl|ndjson|csv))?(\.gz)?$/i, '.embedded.jsonl$3');
  if (!/\.(jsonl|ndjson|csv)(\.gz)?$/i.test(dataset) || !existsSync(dataset))
    throw new UserError({ file: dataset, message: 'is no dataset file', accepted: '.jsonl, .ndjson or .csv, each also .gz' });
  if (!/\.(jsonl|ndjson)(\.gz)?$/i.test(out))
    throw new UserError({
      field: '--out',
      message: 'is no JSONL file by its name',
      value: out,
      accepted: '.jsonl or .ndjson, each also .gz',
    });
  if (existsSync(out) && !request.force)
    throw new UserError({ file: out, message: 'is there already', accepted: '--force to write it again, or another --out' });
  const embedder = await openTextEmbedder(request);
  const writer = openRowWriter(out);
  try {
    const counts = await embedRows(request, embedder.embed, writer.write);
    await writer.close();
    return { out, ...counts };
  } catch (error) {
    await writer.discard();
    throw error;
  } finally {
    await embedder.close();
  }
}

async function embedRows(
  { dataset, onQuery }: EmbedRequest,
  embed: (text: string) => Promise<number[]>,
  write: (row: object) => Promise<void>,
): Promise<Omit<Embedded, 'out'>> {
  let queries = 0;
  let length = 0;
  for await (const read of readRows(dataset, createHash('sha256'))) {
    if ('problems' in read) throw new UserError(read.problems.map((problem) => ({ ...problem, file: dataset, line: read.line })));
    const { prompt, messages } = read.row;
    const embedding = await embed(requestText(promptMessages(prompt ?? (messages as never)), DEFAULT_INPUT));
    const wrong = embedding.findIndex((one) => !Number.isFinite(one));
    if (wrong >= 0 || embedding.length === 0)
      throw new UserError({ file: dataset, line: read.line, message: 'the model gives no numbers for this query' });
    length = embedding.length;
    await write({ ...read.row, embedding });
    onQuery(++queries);
  }
  return { queries, length };
}
