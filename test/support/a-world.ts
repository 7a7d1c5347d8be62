import type { Model } from '../../src/domain/model.js';
import type { Audit } from '../../src/domain/results.js';
import type { LoadFacts } from '../../src/experiment/audit/audit.js';
import type { Experiment } from '../../src/experiment/experiment.js';
import type { RunInput } from '../../src/experiment/run-input.js';
import { hash32 } from '../../src/stats/hash.js';
import type { Strategy } from '../../src/strategy/strategy.js';
import { aDataset, anExperiment, aStrategy, runOn } from './an-experiment.js';
import { type Sample, tableOf } from './table-of.js';

/** One query of a made-up workspace, before anything is planted in it. */
export interface WorldQuery {
  id: string;
  prompt: string;
  category: string;
  reference?: string;
  split: 'train' | 'validation' | 'test';
  signals: Record<string, string | number | boolean>;
  /** Samples by model, in model order. */
  cells: Sample[][];
}

/** A made-up workspace that a plant changes in place. */
export interface World {
  queries: WorldQuery[];
  models: Model[];
  strategies: Strategy[];
  decisions: RunInput['decisions'];
  experiment: Experiment;
  load: LoadFacts;
}

const WORDS =
  'amber birch canal delta ember fjord grove haven inlet jetty kelp lagoon marsh north ocean pier quay reef shore tide'.split(
    ' ',
  );
export const MODELS = ['lab/small', 'lab/large'] as const;
const PRICES = [
  { inputUsdPerMTok: 1, outputUsdPerMTok: 2 },
  { inputUsdPerMTok: 10, outputUsdPerMTok: 20 },
] as const;

/** A draw in 0..1 from (seed, query, stream). */
export function draw(seed: number, query: number, stream: number): number {
  return hash32(seed, query, stream) / 2 ** 32;
}

/** Text of `words` words that no other query shares. */
export function proseOf(seed: number, query: number, words: number): string {
  return `Case ${query}: ${Array.from({ length: words }, (_, i) => WORDS[hash32(seed, query, 1000 + i) % WORDS.length]).join(' ')}`;
}

/**
 * A sound workspace: four categories, longer prompts are harder, the small model is right on the easier ones, the large one on most;
 * costs follow from tokens and prices. Nothing in it should be accused.
 */
export function cleanWorld(seed = 1, size = 1500): World {
  const queries = Array.from({ length: size }, (_, i): WorldQuery => {
    const words = 10 + Math.floor(190 * draw(seed, i, 1));
    const hardness = 0.6 * ((words - 10) / 190) + 0.4 * draw(seed, i, 2);
    const prompt = proseOf(seed, i, words);
    const chances = [1.15 - 1.1 * hardness, 1.15 - 0.5 * hardness];
    return {
      id: `q${i}`,
      prompt,
      category: `c${Math.floor(4 * draw(seed, i, 3))}`,
      reference: `answer ${hash32(seed, i, 4)}`,
      split: (['train', 'validation', 'test'] as const)[Math.floor(3 * draw(seed, i, 5))] ?? 'test',
      signals: { tier: ['free', 'pro'][Math.floor(2 * draw(seed, i, 6))] ?? 'free', value: Math.round(1000 * draw(seed, i, 7)) },
      cells: PRICES.map((price, model) => {
        const inputTokens = Math.ceil(prompt.length / 4) + Math.floor(4 * draw(seed, i, 10 + model));
        const answerLength = 220 + Math.floor(400 * draw(seed, i, 20 + model));
        const outputTokens = Math.ceil(answerLength / 4.5);
        const costUsd = (inputTokens * price.inputUsdPerMTok + outputTokens * price.outputUsdPerMTok) / 1e6;
        const quality = draw(seed, i, 30 + model) < (chances[model] ?? 0) ? 1 : 0;
        return [{ quality, costUsd, latencyMs: 100 + 300 * model, inputTokens, outputTokens, answerLength }];
      }),
    };
  });
  return {
    queries,
    models: MODELS.map((id, model) => ({ id, provider: 'lab', name: id.slice(4), tags: [], price: PRICES[model] ?? {} })),
    strategies: [byLength(600), aStrategy('always-large', [{ use: MODELS[1] }])],
    decisions: [],
    experiment: anExperiment({
      split: { kind: 'column', nearCopies: 0.7 },
      reference: MODELS[1],
      objective: { kind: 'utility', perUsd: 60, perSecond: 0 },
      baselines: ['single'],
      bootstrap: { replicates: 60, seed: 7, confidence: 0.95 },
    }),
    load: {
      newestRecordedAt: '2026-03-01T00:00:00.000Z',
      oldestRecordedAt: '2026-03-01T00:00:00.000Z',
      pricedAt: '2026-02-20',
      unrecordedModels: [],
      unknownQueryRecordings: 0,
      unknownModels: [],
      tornTails: 0,
      costMismatch: [],
      askedOtherwise: [],
    },
  };
}

/** Long prompts to the large model. */
export function byLength(codePoints: number, name = 'by-length'): Strategy {
  return aStrategy(name, [
    { rules: [{ when: { 'prompt.code_points': { $gt: codePoints } }, use: MODELS[1] }, { use: MODELS[0] }] },
  ]);
}

/** A decisions file: the model index by query. */
export function decided(
  name: string,
  world: World,
  choose: (query: WorldQuery, index: number) => number,
): RunInput['decisions'][number] {
  return { kind: 'decisions', name, choice: Int16Array.from(world.queries, choose) };
}

/** What a run of the workspace finds. */
export function auditsOf(world: World): readonly Audit[] {
  const dataset = aDataset(world.queries);
  const table = tableOf(
    world.models.map(({ id }) => id),
    world.queries.map(({ cells }) => cells),
  );
  const { body } = runOn(dataset, table, world.strategies, world.experiment, {
    models: { models: world.models, ...(world.load.pricedAt === null ? {} : { pricedAt: world.load.pricedAt }) },
    decisions: world.decisions,
    load: world.load,
  });
  return body.audits;
}
