import { expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { batchOfRows } from '../../src/replay/batch-rows.js';
import { DEFAULT_INPUT, type PredictStage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { loadRouter } from '../../src/router/load.js';
import { hash32 } from '../../src/stats/hash.js';
import { fitCandidate } from '../../src/strategy/fit.js';
import { aTraining } from '../support/a-training.js';

// The prompt says nothing; the side of the first number decides which model is right.
const rows = Array.from({ length: 200 }, (_, i) => {
  const side = hash32(5, i, 0) % 2 === 0 ? 1 : -1;
  const embedding = [side * 2, (hash32(6, i, 0) / 2 ** 32 - 0.5) * 3, (hash32(7, i, 0) / 2 ** 32 - 0.5) * 3];
  return [{ prompt: 'same', embedding }, side > 0 ? [1, 0] : [0, 1]] as const;
});
const training = aTraining(rows, { rows: Uint32Array.from({ length: 150 }, (_, i) => i) });
const models = { models: training.modelIds.map((id) => ({ id, provider: 'p', name: id, tags: [] })) };
const fitted = (predict: Json, on = training) =>
  fitCandidate(
    { id: 'c', strategy: 'c', kind: 'dynamic', parameters: {}, input: DEFAULT_INPUT, pipeline: [{ predict }], fallback: [] },
    models,
    on,
  ).config;
const asked = { messages: [{ role: 'user' as const, content: 'same' }] };

it.each(['knn', 'ridge', 'logistic'])('%s learns from an embedding given from outside', (by) => {
  const config = fitted({ by, features: ['embedding'], calibrate: 'none' });
  const router = loadRouter(JSON.parse(JSON.stringify(config)));
  const { plan, plans } = router.routeAll(training.batch);
  for (let row = 150; row < 200; row++) {
    const [query, quality] = rows[row] as (typeof rows)[number];
    const chosen = plans[plan[row] as number]?.models[0];
    expect(quality[Number(chosen?.slice(1))]).toBe(1);
    const { scores: _, ...route } = router.route({ ...asked, embedding: query.embedding });
    expect(route).toEqual(plans[plan[row] as number]);
  }
  const part = router.routeAll(batchOfRows(training.batch, Uint32Array.of(190, 7)));
  expect([0, 1].map((at) => part.plans[part.plan[at] as number])).toEqual([190, 7].map((row) => plans[plan[row] as number]));
});

it('decides without one too, and refuses one of another length or of no numbers', () => {
  const router = createRouter(fitted({ by: 'ridge', features: ['embedding'], calibrate: 'none' }));
  expect(router.route(asked).reason).toEqual({ kind: 'predict', stage: 0 });
  expect(() => router.route({ ...asked, embedding: [1, 2] })).toThrow(/embedding.*another length.*2 numbers.*3 numbers/);
  expect(() => router.route({ ...asked, embedding: [1, Number.NaN, 2] })).toThrow(/embedding.*no finite number/);
});

it('can’t be learned from where no query has one, or lengths differ', () => {
  const none = aTraining([['a', [0, 1]]]);
  expect(() => fitted({ by: 'ridge', features: ['embedding'] }, none)).toThrow(/embedding.*no training query/);
  const mixed = aTraining([
    [{ prompt: 'a', embedding: [1] }, [0, 1]],
    [{ prompt: 'b', embedding: [1, 2] }, [0, 1]],
  ]);
  expect(() => fitted({ by: 'ridge', features: ['embedding'] }, mixed)).toThrow(/several lengths/);
});

it('stored values take the bits they need: heavy features don’t saturate', () => {
  const heavy = fitted({ by: 'knn', features: [{ embedding: { weight: 8 } }], calibrate: 'none' });
  const { predictor } = (heavy.pipeline[0] as PredictStage).quality;
  expect(predictor).toMatchObject({ type: 'knn', values: { type: 'i8' }, valueShift: 10 });
});
