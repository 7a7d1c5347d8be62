import type { CodedColumn } from '../domain/column.js';
import { type Embedding, quantisedEmbedding } from '../domain/embedding.js';
import type { Scalar } from '../domain/json.js';
import { refuse } from './check.js';
import type { RequestBatch, RouteRequest } from './router.js';

/** Row 0 holds the first value: the codes of every column of one request. Never written to. */
const FIRST = new Int32Array(1);

/** Read only by routers that look at embeddings; quantised once. */
function embeddingOf(numbers: ArrayLike<number>): () => Embedding {
  let held: Embedding | undefined;
  return () => {
    held ??= quantised(numbers);
    return held;
  };
}

function quantised(numbers: ArrayLike<number>): Embedding {
  try {
    return quantisedEmbedding(numbers);
  } catch (error) {
    throw error instanceof RangeError ? refuse('embedding', error.message, { accepted: 'a list of finite numbers' }) : error;
  }
}

/** One request as a batch. */
export function batchOfOne({ messages, signals, embedding, models, budget, stickyKey }: RouteRequest): RequestBatch {
  const columns = new Map<string, CodedColumn>();
  if (signals !== undefined) {
    for (const name of Object.keys(signals)) {
      const value: Scalar | undefined = signals[name];
      if (value !== undefined) columns.set(name, { codes: FIRST, values: [value] });
    }
  }
  return {
    size: 1,
    messages: () => messages,
    signals: columns,
    stickyKey: () => stickyKey,
    ...(models === undefined ? {} : { models: () => models }),
    ...(budget === undefined ? {} : { budget: () => budget }),
    ...(embedding === undefined ? {} : { embedding: embeddingOf(embedding) }),
    features: new Map(),
    counts: new Map(),
  };
}
