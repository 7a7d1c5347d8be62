import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readRows } from '../../dataset/read-rows.js';
import { type EmbedderRequest, openTextEmbedder } from '../../dataset/text-embedder.js';
import { openRowWriter } from '../../dataset/write-dataset.js';
import { promptMessages } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';
import { DEFAULT_INPUT } from '../../router/config.js';
import { requestText } from '../../router/feature/request-text.js';

/** Which dataset gets a column, and where it goes. */
export interface EmbedFiles {
  readonly dataset: string;
  /** Where the dataset with its new column goes; beside the old one when not given. */
  readonly out: string | undefined;
  readonly force: boolean;
}

export interface EmbedRequest extends EmbedFiles, EmbedderRequest {
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
  const out = embeddedFile(request);
  const embedder = await openTextEmbedder(request);
  try {
    return { out, ...(await writeEmbedded(request.dataset, out, embedder.embed, request.onQuery)) };
  } finally {
    await embedder.close();
  }
}

/**
 * Where the dataset with its new column goes.
 *
 * @throws UserError for a dataset that is none, or a place that is taken
 */
export function embeddedFile({ dataset, out: asked, force }: EmbedFiles): string {
  const out = asked ?? dataset.replace(/(\.(jsonl|ndjson|csv))?(\.gz)?$/i, '.embedded.jsonl$3');
  if (!/\.(jsonl|ndjson|csv)(\.gz)?$/i.test(dataset) || !existsSync(dataset))
    throw new UserError({ file: dataset, message: 'is no dataset file', accepted: '.jsonl, .ndjson or .csv, each also .gz' });
  if (!/\.(jsonl|ndjson)(\.gz)?$/i.test(out))
    throw new UserError({
      field: '--out',
      message: 'is no JSONL file by its name',
      value: out,
      accepted: '.jsonl or .ndjson, each also .gz',
    });
  if (existsSync(out) && !force)
    throw new UserError({ file: out, message: 'is there already', accepted: '--force to write it again, or another --out' });
  return out;
}

/** Rows of a dataset and the text of each that is embedded. */
export async function* embeddedTexts(dataset: string) {
  for await (const read of readRows(dataset, createHash('sha256'))) {
    if ('problems' in read) throw new UserError(read.problems.map((problem) => ({ ...problem, file: dataset, line: read.line })));
    const { row, line } = read;
    const text = requestText(promptMessages(row.prompt ?? (row.messages as never)), DEFAULT_INPUT);
    yield { row, line, text };
  }
}

/** Writes the dataset with the embedding of every row's text. */
export async function writeEmbedded(
  dataset: string,
  out: string,
  embed: (text: string) => Promise<readonly number[]>,
  onQuery: (done: number) => void,
): Promise<Omit<Embedded, 'out'>> {
  const writer = openRowWriter(out);
  try {
    const counts = await embedRows(dataset, embed, writer.write, onQuery);
    await writer.close();
    return counts;
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function embedRows(
  dataset: string,
  embed: (text: string) => Promise<readonly number[]>,
  write: (row: object) => Promise<void>,
  onQuery: (done: number) => void,
): Promise<Omit<Embedded, 'out'>> {
  let queries = 0;
  let length = 0;
  for await (const { row, line, text } of embeddedTexts(dataset)) {
    const embedding = await embed(text);
    const wrong = embedding.findIndex((one) => !Number.isFinite(one));
    if (wrong >= 0 || embedding.length === 0)
      throw new UserError({ file: dataset, line, message: 'the model gives no numbers for this query' });
    length = embedding.length;
    await write({ ...row, embedding });
    onQuery(++queries);
  }
  return { queries, length };
}
