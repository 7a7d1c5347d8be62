import type { CodedColumn, TextColumn } from './column.js';
import { type Embedding, quantisedEmbedding } from './embedding.js';
import type { Json, Scalar } from './json.js';

/** A part of a message's content; only `text` parts are read when deciding, all are passed through to providers. */
export interface MessagePart {
  readonly type: string;
  readonly text?: string;
  readonly [key: string]: Json | undefined;
}

/** One chat message, in the shape OpenAI-compatible endpoints take. */
export interface Message {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly content: string | readonly MessagePart[];
  readonly [key: string]: Json | undefined | string | readonly MessagePart[];
}

/** What the caller knows at run time: session, user tier, data class, expected value … */
export type Signals = Readonly<Record<string, Scalar>>;

/** What a router may see of a labelled query. */
export interface Query {
  readonly id: string;
  readonly prompt: string | readonly Message[];
  readonly signals?: Signals;
  /** An embedding of the prompt, made outside. */
  readonly embedding?: readonly number[];
}

/** Queries by column. Row order is the dataset's order and never changes. */
export interface QueryTable {
  readonly size: number;
  /** Unique. Never shown to a router. */
  readonly ids: TextColumn;
  /** The prompt as messages; a plain string prompt is one user message. */
  messages(row: number): readonly Message[];
  /** One column a signal name, over all rows. */
  readonly signals: ReadonlyMap<string, CodedColumn>;
  /** Embeddings made outside; undefined where a query has none. */
  embedding?(row: number): Embedding | undefined;
}

/** The messages of a prompt: a plain string is one user message. */
export function promptMessages(prompt: Query['prompt']): readonly Message[] {
  return typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt;
}

/** A table over query objects (small data, tests, one request at a time). */
export function queryTable(queries: readonly Query[]): QueryTable {
  const names = new Set(queries.flatMap((query) => Object.keys(query.signals ?? {})));
  const at = (row: number): Query => {
    const query = queries[row];
    if (query === undefined) throw new RangeError(`row ${row} is outside 0..${queries.length - 1}`);
    return query;
  };
  const embeddings = queries.map(({ embedding }) => (embedding === undefined ? undefined : quantisedEmbedding(embedding)));
  return {
    size: queries.length,
    ids: { size: queries.length, get: (row) => at(row).id },
    messages: (row) => promptMessages(at(row).prompt),
    signals: new Map([...names].map((name) => [name, signalColumn(queries, name)])),
    ...(embeddings.some((one) => one !== undefined) ? { embedding: (row: number) => embeddings[row] } : {}),
  };
}

function signalColumn(queries: readonly Query[], name: string): CodedColumn {
  const codeOf = new Map<Scalar, number>();
  const codes = Int32Array.from(queries, (query) => {
    const value = query.signals?.[name];
    if (value === undefined) return -1;
    if (!codeOf.has(value)) codeOf.set(value, codeOf.size);
    return codeOf.get(value) ?? -1;
  });
  return { codes, values: [...codeOf.keys()] };
}
