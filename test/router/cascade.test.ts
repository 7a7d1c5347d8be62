import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { armOfDecisions } from '../../src/replay/decided-arm.js';
import { replayRoutes } from '../../src/replay/ledger.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { DEFAULT_INPUT, type RouterConfig, type Stage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { loadRouter } from '../../src/router/load.js';
import { sealRouter } from '../../src/router/seal.js';
import { plainTable } from '../support/table-of.js';

const IDS = ['small', 'medium', 'large'];
const accept = { 'answer.confidence': { $gte: 0.8 } } as const;

function sealed(pipeline: readonly Stage[]): RouterConfig {
  const models = IDS.map((id) => ({ id, provider: 'lab', name: id }));
  return sealRouter({ name: 'cascade', models, input: DEFAULT_INPUT, pipeline, fallback: ['large'] });
}
const ladder = (over: Partial<Extract<Stage, { kind: 'cascade' }>> = {}): Stage => ({
  kind: 'cascade',
  order: IDS,
  accept,
  most: 8,
  ...over,
});
const routeOf = (pipeline: readonly Stage[], text = 'hello') =>
  createRouter(sealed(pipeline)).route({ messages: [{ role: 'user', content: text }] });
const steps = (pipeline: readonly Stage[]) => {
  const { models, escalation } = routeOf(pipeline);
  return [models[0], ...(escalation ?? []).map(({ to }) => to)];
};

describe('a cascade over a list', () => {
  it('asks from the first upwards where nothing was decided', () => {
    expect(steps([ladder()])).toEqual(['small', 'medium', 'large']);
    expect(routeOf([ladder()]).reason).toEqual({ kind: 'cascade', stage: 0 });
  });

  it('never climbs past the model that was decided', () => {
    expect(steps([{ kind: 'rules', rules: [{ use: 'medium' }] }, ladder()])).toEqual(['small', 'medium']);
    // Decided is the first rung: nothing to climb, and the decision stands.
    expect(routeOf([{ kind: 'rules', rules: [{ use: 'small' }] }, ladder()]).reason.kind).toBe('rule');
  });

  it('escalates at most as often as it may', () => {
    expect(steps([ladder({ most: 1 })])).toEqual(['small', 'medium']);
  });

  it('keeps to what filters leave, before and after it', () => {
    expect(steps([{ kind: 'filter', allow: ['small', 'large'] }, ladder()])).toEqual(['small', 'large']);
    expect(steps([ladder(), { kind: 'filter', allow: ['small', 'large'] }])).toEqual(['small', 'large']);
    // The first rung is taken away: undecided again, and no ladder is left of it.
    expect(steps([ladder(), { kind: 'filter', allow: ['large'] }])).toEqual(['large']);
  });

  it('applies only where its condition holds', () => {
    const stage = ladder({ when: { 'prompt.code_points': { $gt: 5 } } });
    expect(routeOf([stage], 'hi').escalation).toBeUndefined();
    expect(routeOf([stage], 'hello there').escalation).toHaveLength(2);
  });

  it('is its own plan: rows with and without it are told apart', () => {
    const stage = ladder({ when: { 'prompt.code_points': { $gt: 5 } } });
    const router = createRouter(sealed([{ kind: 'rules', rules: [{ use: 'medium' }] }, stage]));
    const texts = ['hi', 'hello there', 'hi', 'hello you'];
    const { plan, plans } = router.routeAll(requestBatch(queryTable(texts.map((prompt, i) => ({ id: `q${i}`, prompt })))));
    expect([...plan]).toEqual([0, 1, 0, 1]);
    expect(plans.map(({ models }) => models[0])).toEqual(['medium', 'small']);
  });
});

describe('a cascade by rank', () => {
  const table = { x: [0, 2 ** 20], y: [0, 2 ** 20] };
  const whole = { type: 'u8', length: 0, base64: '' } as const;
  const predict: Stage = {
    kind: 'predict',
    over: IDS,
    // No features: everybody's quality is the intercept.
    quality: {
      predictor: { type: 'linear', space: [], weights: { ...whole, type: 'i8' }, bias: [2 ** 18, 2 ** 19, 2 ** 17], shift: 0 },
      tables: [table],
    },
    select: { by: 'utility', scale: 1, price: { base: [0, 0, 0], perToken: [0, 0, 0] } },
  };

  it('follows the prediction from the best downwards', () => {
    expect(steps([predict, ladder({ order: 'rank' })])).toEqual(['medium', 'small', 'large']);
    expect(steps([{ kind: 'filter', allow: ['small', 'large'] }, predict, ladder({ order: 'rank' })])).toEqual([
      'small',
      'large',
    ]);
    expect(steps([predict, ladder({ order: 'rank', most: 1 })])).toEqual(['medium', 'small']);
  });

  it('changes nothing where no prediction decided', () => {
    expect(steps([{ kind: 'rules', rules: [{ use: 'large' }] }, predict, ladder({ order: 'rank' })])).toEqual(['large']);
  });
});

describe('replaying a cascade', () => {
  // small is sure of itself on the first query only; every leg is paid, and the last answer is the one that counts.
  const recorded = plainTable(IDS, [
    [
      [1, 0.001, 100],
      [1, 0.01, 200],
      [1, 0.1, 400],
    ],
    [
      [0, 0.001, 100],
      [1, 0.01, 200],
      [1, 0.1, 400],
    ],
    [
      [0, 0.001, 100],
      [0, 0.01, 200],
      [1, 0.1, 400],
    ],
  ]);
  const table = { ...recorded, confidence: Float64Array.of(0.9, 0.9, 0.9, 0.5, 0.9, 0.9, 0.5, 0.5, 0.9) };

  it('pays every leg and serves the accepted answer', () => {
    const batch = requestBatch(queryTable(['a', 'b', 'c'].map((id) => ({ id, prompt: id }))));
    const routes = createRouter(sealed([ladder()])).routeAll(batch);
    const arm = armOfDecisions([replayRoutes(routes, table, 0, 0)]);
    expect([...arm.quality]).toEqual([1, 1, 1]);
    expect([...arm.costPico].map((pico) => pico / 1e12)).toEqual([0.001, 0.011, 0.111]);
    expect([...arm.latencyMs]).toEqual([100, 300, 700]);
    expect([...(arm.escalated ?? [])]).toEqual([0, 1, 1]);
  });
});

describe('a cascade in a file', () => {
  it('comes back as it was, and names what is wrong', () => {
    const config = sealed([ladder()]);
    expect(loadRouter(JSON.parse(JSON.stringify(config))).route({ messages: [] })).toEqual(
      createRouter(config).route({ messages: [] }),
    );
    const load = (over: object) => () => loadRouter(JSON.parse(JSON.stringify(sealed([{ ...ladder(), ...over } as Stage]))));
    expect(load({ order: ['small', 'smal'] })).toThrow(/order\[1\] {2}unknown model \(got smal\)/);
    expect(load({ order: ['small', 'small'] })).toThrow(/stands twice/);
    expect(load({ order: ['small'] })).toThrow(/leads nowhere/);
    expect(load({ accept: { 'answer.size': 3 } })).toThrow(/unknown field in accept/);
    expect(load({ most: 0 })).toThrow(/most/);
  });
});
