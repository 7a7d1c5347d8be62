import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { DEFAULT_INPUT, type PredictStage, type RouterModel, type Stage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { loadRouter } from '../../src/router/load.js';
import { pack } from '../../src/router/packed.js';
import type { Selection } from '../../src/router/predictor/selection.js';
import type { RouteRequest } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';

const price = (input: number, output: number) => ({ inputUsdPerMTok: input, outputUsdPerMTok: output });
const MODELS: readonly RouterModel[] = [
  { id: 'small', provider: 'lab', name: 'small', price: price(1, 2), contextTokens: 100 },
  { id: 'large', provider: 'lab', name: 'large', price: price(10, 20), contextTokens: 1000 },
  { id: 'other', provider: 'else', name: 'other' },
];
const use = (id: string): Stage => ({ kind: 'rules', rules: [{ use: id }] });
const user = (text: string): RouteRequest['messages'] => [{ role: 'user', content: text }];

/** The route of a sealed, parsed and loaded router: what production would decide. */
function routed(pipeline: readonly Stage[], request: Partial<RouteRequest> = {}, fallback = ['large', 'small', 'other']) {
  const config = sealRouter({ name: 'guards', models: MODELS, input: DEFAULT_INPUT, pipeline, fallback });
  return loadRouter(JSON.parse(JSON.stringify(config))).route({ messages: user('hello'), ...request });
}

describe('the context guard', () => {
  const guard: Stage = { kind: 'context', outputTokens: 50 };
  const long = { messages: user('x'.repeat(4 * 51)) };

  it('takes models away that the request and its answer do not fit in, fallback included', () => {
    expect(routed([guard, use('small')], { messages: user('x'.repeat(4 * 50)) }).models).toEqual(['small', 'large', 'other']);
    expect(routed([guard, use('small')], long).models).toEqual(['large', 'other']);
    expect(routed([use('small'), guard], long)).toMatchObject({ models: ['large', 'other'], reason: { kind: 'fallback' } });
  });

  it('keeps them out of a cascade too, and asks models that state no context whatever', () => {
    const ladder: Stage = { kind: 'cascade', order: ['small', 'large', 'other'], accept: { 'answer.refusal': false }, most: 8 };
    expect(routed([ladder, guard], long)).toMatchObject({ models: ['large', 'other'] });
    expect(routed([guard, ladder], long).escalation?.map(({ to }) => to)).toEqual(['other']);
    expect(routed([guard], { messages: user('x'.repeat(4 * 951)) }).models).toEqual(['other']);
  });

  it('counts every message, whatever the features read', () => {
    const messages = [{ role: 'system' as const, content: 'x'.repeat(4 * 60) }, ...user('hello')];
    expect(routed([guard, use('small')], { messages }).models[0]).toBe('large');
  });

  it('refuses where nothing holds the request', () => {
    const only: Stage = { kind: 'filter', allow: ['small'] };
    expect(routed([only, guard], long)).toMatchObject({ models: [], reason: { kind: 'refused' } });
  });
});

describe('models that are down', () => {
  it('are asked neither first nor as a fallback', () => {
    expect(routed([use('small')], { models: { small: { available: false } } }).models).toEqual(['large', 'other']);
    expect(routed([use('small')], { models: { large: { available: false } } }).models).toEqual(['small', 'other']);
    const down = { available: false };
    expect(routed([use('small')], { models: { small: down, large: down, other: down } }).reason.kind).toBe('refused');
  });

  it('are named by the batch row by row, with the routes of single requests', () => {
    const router = createRouter(
      sealRouter({ name: 'b', models: MODELS, input: DEFAULT_INPUT, pipeline: [use('small')], fallback: ['large'] }),
    );
    const batch = requestBatch(queryTable(['a', 'b'].map((id) => ({ id, prompt: id }))));
    const down = { small: { available: false } };
    const { plan, plans } = router.routeAll({ ...batch, models: (row) => (row === 1 ? down : undefined) });
    expect([...plan].map((at) => plans[at]?.models)).toEqual([['small', 'large'], ['large']]);
    expect(router.route({ messages: user('b'), models: down })).toEqual(plans[1]);
  });

  it('are passed over where the router does not know them, whatever they are called', () => {
    const models = JSON.parse('{"__proto__": {"available": false}, "constructor": {"available": false}}') as object;
    expect(routed([use('small')], { models: models as Record<string, never> }).models[0]).toBe('small');
  });
});

describe('keep', () => {
  it('compares what models cost now, and what else is known of them', () => {
    const cheap: Stage = { kind: 'filter', keep: { 'model.output_usd_per_mtok': { $lte: 20 } } };
    // A missing price passes no comparison.
    expect(routed([cheap], {}).models).toEqual(['large', 'small']);
    expect(routed([cheap], { models: { large: { price: price(10, 21) } } }).models).toEqual(['small']);
    expect(routed([{ kind: 'filter', keep: { 'model.provider': 'else' } }]).models).toEqual(['other']);
    expect(
      routed([{ kind: 'filter', keep: { 'model.context_tokens': { $gte: 1000 } }, allow: ['small', 'large'] }]).models,
    ).toEqual(['large']);
  });

  it.each<[string, Stage, RegExp]>([
    ['an unknown field', { kind: 'filter', keep: { 'model.prize': 1 } }, /pipeline\[0\]\.keep\.model\.prize.*model\.id/],
    ['nothing to do', { kind: 'filter' }, /pipeline\[0\].*takes nothing away/],
  ])('is refused with %s', (_name, stage, message) => {
    expect(() => routed([stage])).toThrow(message);
  });
});

describe('what a request says of worth and prices', () => {
  const TWO_20 = 2 ** 20;
  const predicting = (select: Selection): PredictStage => ({
    kind: 'predict',
    over: ['small', 'large'],
    quality: {
      predictor: { type: 'linear', space: [], weights: pack('i8', []), bias: [500, 750], shift: 0 },
      tables: [{ x: [0, 1000], y: [0, TWO_20] }],
    },
    // Two tokens of prompt: 2 and 20 million pico-USD are input, the other 8 and 80 million output.
    cost: { base: [8e6, 80e6], perToken: [1e6, 10e6] },
    select,
  });
  // 0.25 quality is what the large model is better by; it is dearer by 90 million pico-USD.
  const perPico = (0.2 * TWO_20) / 90e6;
  const utility: Selection = {
    by: 'utility',
    scale: 1,
    price: { base: [8e6 * perPico, 80e6 * perPico].map(Math.round), perToken: [1e6 * perPico, 10e6 * perPico].map(Math.round) },
    perPico,
    worth: 'value',
  };
  const at = (request: Partial<RouteRequest>, select: Selection = utility) =>
    routed([predicting(select)], { messages: user('12345678'), ...request });

  it('weighs quality by what an answer is worth', () => {
    expect(at({}).models[0]).toBe('large');
    expect(at({ signals: { value: 1 } })).toEqual(at({}));
    expect(at({ signals: { value: 0.79 } }).models[0]).toBe('small');
    expect(at({ signals: { value: 0.81 } }).models[0]).toBe('large');
    expect(at({ signals: { value: -3 } }).models[0]).toBe('small');
    expect(at({ signals: { value: 'much' } })).toEqual(at({}));
    const most = at({ signals: { value: 1024 } });
    expect(at({ signals: { value: 1e9 } })).toEqual(most);
  });

  it('charges the prices of the moment: input by tokens, the rest as output', () => {
    const dearer = at({ models: { large: { price: price(20, 30) } } });
    expect(dearer.models[0]).toBe('small');
    // 2 tokens at 20 are 40 million, and 80 million of output at 30 instead of 20 are 120.
    expect(dearer.scores?.map(({ costUsd }) => costUsd)).toEqual([10e-6, 160e-6]);
    expect(at({ models: { large: { price: price(10, 20) } } })).toEqual(at({}));
    expect(at({ models: { large: { price: { requestUsd: 1 } } } })).toEqual(at({}));
  });

  it('does so where the cheapest that is good enough is asked', () => {
    const enough: Selection = { by: 'good_enough', atLeast: TWO_20 / 2 };
    expect(at({}, enough).models[0]).toBe('small');
    expect(at({ models: { small: { price: price(100, 200) } } }, enough).models[0]).toBe('large');
  });

  it('does so where quality is balanced with cost', () => {
    // The small model costs a tenth of the large one: 0.55 · 0.9 is more than 0.45; at a hundred times its price it is the dearest.
    const balance: Selection = { by: 'balance', share: Math.round(0.45 * 2 ** 16) };
    expect(at({}, balance).models[0]).toBe('small');
    expect(at({ models: { small: { price: price(100, 200) } } }, balance).models[0]).toBe('large');
  });
});
