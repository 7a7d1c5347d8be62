import { codedColumn } from '../../src/domain/column.js';
import { type Query, queryTable } from '../../src/domain/query.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { hash32 } from '../../src/stats/hash.js';
import type { Training } from '../../src/strategy/training.js';

/** A training from rows of [prompt or query, qualities by model]; every model costs 1e9 pico-USD and 100 ms a call. */
export function aTraining(
  rows: readonly (readonly [query: string | Omit<Query, 'id'>, quality: readonly number[]])[],
  over: Partial<Training> = {},
): Training {
  const models = rows[0]?.[1].length ?? 0;
  const queries = rows.map(([query], i) => ({ id: `q${i}`, ...(typeof query === 'string' ? { prompt: query } : query) }));
  const none = codedColumn<string>(rows.map(() => undefined));
  return {
    batch: requestBatch(queryTable(queries)),
    rows: Uint32Array.from(rows.keys()),
    modelIds: Array.from({ length: models }, (_, i) => `m${i}`),
    quality: Float64Array.from(rows.flatMap(([, quality]) => [...quality])),
    costPico: new Float64Array(rows.length * models).fill(1e9),
    latencyMs: new Float64Array(rows.length * models).fill(100),
    answers: () => [],
    weight: new Float64Array(rows.length).fill(1),
    group: Uint32Array.from(rows.keys()),
    category: none,
    difficulty: none,
    seed: 7,
    ...over,
  };
}

const TOPICS = ['sum the numbers of this list', 'translate this letter to french', 'who wrote the old novel'];

/** Prompts of three topics; each of three models is good at one of them, nine times in ten, and bad at the others. */
export function topicRows(count: number): readonly (readonly [string, readonly number[]])[] {
  return Array.from({ length: count }, (_, i) => {
    const topic = hash32(1, i, 0) % 3;
    const right = (model: number): number => {
      const chance = model === topic ? 0.9 : 0.2;
      return hash32(2, i, model) / 2 ** 32 < chance ? 1 : 0;
    };
    return [`${TOPICS[topic]} number ${i}`, [right(0), right(1), right(2)]] as const;
  });
}

const KINDS = ['sum the numbers of this list', 'write a short letter to my aunt', 'who is the author of the old novel'];

/** The same of three kinds of request that words tell apart: a model is good at one kind, nine times in ten, and bad at the others. */
export function kindRows(count: number): readonly (readonly [string, readonly number[]])[] {
  return topicRows(count).map(([text, quality], i) => [
    `${KINDS[TOPICS.findIndex((topic) => text.startsWith(topic))]} number ${i}`,
    quality,
  ]);
}
