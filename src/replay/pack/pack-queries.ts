import type { CodedColumn } from '../../domain/column.js';
import type { Embedding } from '../../domain/embedding.js';
import type { Message, QueryTable } from '../../domain/query.js';
import { type PackedTexts, packTexts, unpackTexts } from './pack-texts.js';

/** What a router may see of queries, as plain values. */
export interface PackedQueries {
  /** The messages of each query as JSON. */
  readonly messages: PackedTexts;
  readonly signals: ReadonlyMap<string, CodedColumn>;
  readonly embeddings: PackedEmbeddings | null;
}

/** Embeddings one after another, those of rows without one left out. */
interface PackedEmbeddings {
  readonly numbers: Int16Array;
  /** Length size + 1. */
  readonly offsets: Uint32Array;
}

/** Queries without their ids: a batch of requests has none. */
export type SeenQueries = Omit<QueryTable, 'ids'>;

export function packQueries(queries: SeenQueries): PackedQueries {
  return {
    messages: packTexts({ size: queries.size, get: (row) => JSON.stringify(queries.messages(row)) }),
    signals: queries.signals,
    embeddings: packEmbeddings(queries),
  };
}

export function unpackQueries({ messages, signals, embeddings }: PackedQueries): SeenQueries {
  const texts = unpackTexts(messages);
  return {
    size: texts.size,
    messages: (row) => JSON.parse(texts.get(row)) as readonly Message[],
    signals,
    ...(embeddings === null ? {} : { embedding: (row: number) => embeddingAt(embeddings, row) }),
  };
}

function packEmbeddings(queries: SeenQueries): PackedEmbeddings | null {
  if (queries.embedding === undefined) return null;
  const offsets = new Uint32Array(queries.size + 1);
  for (let row = 0; row < queries.size; row++)
    offsets[row + 1] = (offsets[row] as number) + (queries.embedding(row)?.length ?? 0);
  const numbers = new Int16Array(offsets[queries.size] as number);
  for (let row = 0; row < queries.size; row++) {
    const own = queries.embedding(row);
    if (own !== undefined) numbers.set(own, offsets[row]);
  }
  return { numbers, offsets };
}

function embeddingAt({ numbers, offsets }: PackedEmbeddings, row: number): Embedding | undefined {
  const [from, to] = [offsets[row] as number, offsets[row + 1] as number];
  return from === to ? undefined : numbers.subarray(from, to);
}
