import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { UserError } from '../../src/domain/user-error.js';
import { DEFAULT_INPUT, type PredictStage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { loadRouter } from '../../src/router/load.js';
import { checkQuality, compilePredictor, predictors } from '../../src/router/predictor/index.js';
import { SCORE_LIMIT } from '../../src/router/predictor/table.js';
import { blocks } from '../../src/router/space/index.js';
import { predictorFits } from '../../src/strategy/fit/index.js';
import { fitCandidate } from '../../src/strategy/fit.js';
import type { Training } from '../../src/strategy/training.js';
import { aTraining, kindRows, topicRows } from '../support/a-training.js';

const entries = (folder: string, not: readonly string[]): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !not.includes(file))
    .map((file) => file.replace('.ts', ''))
    .sort();

it('the lists of predictors, of their fits and of blocks hold what their folders hold', () => {
  const parts = [
    'mean.ts',
    'nearest.ts',
    'product.ts',
    'projection.ts',
    'readings.ts',
    'selection.ts',
    'stored-requests.ts',
    'table.ts',
    'whole-dots.ts',
  ];
  expect(entries('src/router/predictor', ['index.ts', 'config.ts', 'predictor.ts', ...parts])).toEqual(
    Object.keys(predictors).sort(),
  );
  expect(entries('src/strategy/fit', ['index.ts', 'predictor-fit.ts'])).toEqual(predictorFits.map(({ by }) => by).sort());
  const shared = ['index.ts', 'block.ts', 'config.ts', 'counts.ts', 'grams.ts', 'normal-text.ts', 'tf-idf.ts', 'vector.ts'];
  expect(entries('src/router/space', shared)).toEqual(Object.keys(blocks).sort());
});

/** What a predictor needs beside its name; most need nothing. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  mix: {
    of: [
      { by: 'knn', dimension: 256 },
      { by: 'ridge', features: ['words'], dimension: 256 },
    ],
  },
};
const SIZE = 300;
/** What a predictor learns from: topics, but where it tells nothing apart but kinds of requests. */
const rowsOf = (by: string) => (by === 'cohorts' ? kindRows(SIZE) : topicRows(SIZE));
const learned = Uint32Array.from({ length: 200 }, (_, row) => row);
const held = Uint32Array.from({ length: SIZE - 200 }, (_, at) => 200 + at);

const models = { models: ['m0', 'm1', 'm2'].map((id) => ({ id, provider: 'p', name: id, tags: [] })) };
function fitted(by: string, training: Training, more: Readonly<Record<string, Json>> = {}) {
  const small = by === 'mix' || by === 'cohorts' ? {} : { dimension: 256 };
  const predict = { by, ...small, ...OPTIONS[by], ...more } as Json;
  return fitCandidate(
    { id: by, strategy: by, kind: 'dynamic', parameters: {}, input: DEFAULT_INPUT, pipeline: [{ predict }], fallback: ['m2'] },
    models,
    training,
  ).config;
}

describe.each(predictorFits.map(({ by }) => by))('the predictor %s', (by) => {
  const rows = rowsOf(by);
  const fresh = (): Training => aTraining(rows, { rows: learned });
  /** Spoils or changes every query that is not learned from. */
  const elsewhere = (change: (prompt: string, quality: readonly number[]) => readonly [string, readonly number[]]): Training =>
    aTraining(
      rows.map(([prompt, quality], row) => (row < 200 ? ([prompt, quality] as const) : change(prompt, quality))),
      { rows: learned },
    );
  const training = fresh();
  const config = fitted(by, training);
  const stage = config.pipeline[0] as PredictStage;
  const router = createRouter(config);
  const { plan, plans, predicted } = router.routeAll(training.batch);

  it('learns: on queries it has not seen it beats every single model', () => {
    const mean = (choose: (row: number) => number): number =>
      held.reduce((sum, row) => sum + (rows[row]?.[1][choose(row)] ?? 0), 0) / held.length;
    const best = Math.max(...[0, 1, 2].map((model) => mean(() => model)));
    const routed = mean((row) => Number(plans[plan[row] as number]?.models[0]?.slice(1)));
    expect(routed).toBeGreaterThan(best + 0.2);
  });

  it('gives the same bytes again', () => {
    expect(JSON.stringify(fitted(by, fresh()))).toBe(JSON.stringify(config));
  });

  it('learns nothing from other rows: neither their outcomes nor their texts', () => {
    expect(
      fitted(
        by,
        elsewhere((prompt) => [prompt, [Number.NaN, 1, 1]]),
      ).decisionHash,
    ).toBe(config.decisionHash);
    expect(
      fitted(
        by,
        elsewhere((_, quality) => [`sum ${'x'.repeat(9)} novel`, quality]),
      ).decisionHash,
    ).toBe(config.decisionHash);
  });

  it('comes back from its file as it was, one request deciding like many', () => {
    const again = loadRouter(JSON.parse(JSON.stringify(config)));
    for (let row = 0; row < SIZE; row++) {
      const { scores, ...route } = again.route({ messages: training.batch.messages(row) });
      expect(route).toEqual(plans[plan[row] as number]);
      expect(scores?.map(({ model }) => model)).toEqual(['m0', 'm1', 'm2']);
      expect(predicted?.[row]).toBe(scores?.find(({ model }) => model === route.models[0])?.quality);
    }
  });

  it('shares plans: no more of them than models', () => {
    expect(plans.length).toBeLessThanOrEqual(3);
  });

  it('scores in whole numbers within bounds, for any text', () => {
    const texts = ['', ' ', 'a', '日本語', 'sum '.repeat(5000), '\ud83d', 'who wrote the old novel', '0'.repeat(999)];
    const batch = aTraining(texts.map((text) => [text, [0, 0, 0]])).batch;
    const bound = compilePredictor(stage.quality.predictor, 3, DEFAULT_INPUT)(batch);
    const scores = new Float64Array(3);
    texts.forEach((_, row) => {
      bound(row, scores);
      for (const score of scores) {
        expect(Number.isInteger(score)).toBe(true);
        expect(Math.abs(score)).toBeLessThan(SCORE_LIMIT);
      }
    });
  });

  it('learns where a model is known on some queries only', () => {
    const gaps = aTraining(
      rows.map(
        ([prompt, quality], row) =>
          [prompt, row % 3 === 0 ? [Number.NaN, quality[1], quality[2]] : quality] as [string, number[]],
      ),
      { rows: learned },
    );
    const route = createRouter(fitted(by, gaps)).route({ messages: [{ role: 'user', content: 'sum the numbers of this list' }] });
    expect(route.models[0]).toBe('m0');
  });

  it('makes do with texts that say nothing: the model that is best on average', () => {
    const silent = rows.map(([, quality]) => ['', [quality[0], 1, quality[2]]] as [string, number[]]);
    const route = createRouter(fitted(by, aTraining(silent, { rows: learned }))).route({
      messages: [{ role: 'user', content: 'sum' }],
    });
    expect(route.models[0]).toBe('m1');
  });

  it('stays small', () => {
    expect(JSON.stringify(config).length).toBeLessThan(100_000);
  });

  it('is refused, and named, with any array cut short or of another type', () => {
    const found = packedPaths(stage.quality, []);
    for (const path of found) {
      for (const spoil of [{ length: 1 }, { base64: 'AAA' }, { type: 'i64' }]) {
        const spoiled = spoiledAt(stage.quality, path, spoil);
        expect(() => checkQuality(spoiled, 'quality', 3), path.join('.')).toThrow(UserError);
        expect(() => checkQuality(spoiled, 'quality', 3)).toThrow(String(path.at(-1)));
      }
    }
    expect(() => checkQuality({ ...stage.quality, predictor: { ...stage.quality.predictor, extra: 1 } }, 'quality', 3)).toThrow(
      'extra',
    );
    for (const member of Object.keys(stage.quality.predictor)) {
      const { [member]: _, ...rest } = stage.quality.predictor as unknown as Record<string, unknown>;
      expect(() => checkQuality({ ...stage.quality, predictor: rest }, 'quality', 3), member).toThrow(UserError);
    }
  });
});

/** Where packed arrays stand. */
function packedPaths(value: unknown, path: readonly string[]): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [];
  if ('base64' in value) return [path];
  return Object.entries(value).flatMap(([key, member]) => packedPaths(member, [...path, key]));
}

function spoiledAt(value: unknown, [key, ...rest]: readonly string[], spoil: object): unknown {
  if (key === undefined) return { ...(value as object), ...spoil };
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = spoiledAt(copy[key], rest, spoil);
  return copy;
}
