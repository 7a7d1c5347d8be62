import { describe, expect, it } from 'vitest';
import { DEFAULT_INPUT, type ExploreStage, type LearnerConfig, type Stage } from '../../src/router/config.js';
import { goldenWalk } from '../../src/router/golden-walk.js';
import { loadRouter } from '../../src/router/load.js';
import { pack } from '../../src/router/packed.js';
import type { Feedback, Route, Router, RouterState } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';
import { hash32 } from '../../src/stats/hash.js';
import { normalQuantile } from '../../src/stats/normal.js';

const IDS = ['a', 'b', 'c'];
const quantiles = Array.from({ length: 64 }, (_, at) => Math.round(4096 * normalQuantile((at + 0.5) / 64)));
const greedy = (epsilon: number): LearnerConfig => ({ by: 'epsilon_greedy', epsilon: Math.round(epsilon * 2 ** 32) });
const thompson: LearnerConfig = { by: 'thompson', spread: 0.5, quantiles };
// Length 1 in the space's unit where the signal is "x".
const linucb: LearnerConfig = { by: 'linucb', alpha: 0.5, space: [{ type: 'signal', of: 's', values: ['x'], value: 2 ** 14 }] };

const stage = (learner: LearnerConfig, over: Partial<ExploreStage> = {}): ExploreStage => ({
  kind: 'explore',
  over: IDS,
  salt: 'salt',
  perUsd: 0,
  keep: 1,
  strength: 1,
  base: 0.5,
  learner,
  ...over,
});
function routerOf(...pipeline: Stage[]): Router {
  const models = IDS.map((id) => ({ id, provider: 'p', name: id }));
  return loadRouter(
    JSON.parse(JSON.stringify(sealRouter({ name: 'e', models, input: DEFAULT_INPUT, pipeline, fallback: ['a'] }))),
  );
}
const ask = (router: Router, state: RouterState, key: string | number, signals = {}): Route =>
  router.route({ messages: [{ role: 'user', content: 'hi' }], stickyKey: String(key), signals }, state, { nowMs: 0, random: 5 });
const rate = (router: Router, state: RouterState, route: Route, quality: number, more: Partial<Feedback> = {}): RouterState =>
  router.observe(state, { kind: 'rated', route, nowMs: 0, modelId: route.models[0] ?? null, quality, ...more } as Feedback);

/** A state in which each of the models has been rated so many times, by the chances given. */
function taught(router: Router, chances: readonly number[], ratings: number): RouterState {
  let state = router.initialState;
  for (let step = 0; step < ratings; step++) {
    const route = ask(router, state, step);
    const chance = chances[IDS.indexOf(route.models[0] ?? '')] as number;
    state = JSON.parse(JSON.stringify(rate(router, state, route, hash32(1, step, 0) / 2 ** 32 < chance ? 1 : 0))) as RouterState;
  }
  return state;
}

describe('explore', () => {
  it.each<[string, LearnerConfig]>([
    ['epsilon-greedy', greedy(0.1)],
    ['thompson', thompson],
    ['linucb', linucb],
  ])('%s comes to ask the best model most, and says the chance with which it chose', (_name, learner) => {
    const router = routerOf(stage(learner));
    const state = taught(router, [0.2, 0.9, 0.5], 400);
    const counts = [0, 0, 0];
    const chances = new Map<number, number>();
    const asked = 3000;
    for (let key = 0; key < asked; key++) {
      const route = ask(router, state, `k${key}`);
      const arm = IDS.indexOf(route.models[0] ?? '');
      counts[arm] = (counts[arm] as number) + 1;
      chances.set(arm, chances.get(arm) ?? route.propensity);
      // In one state the chance of a model is one number, whoever asks.
      expect(route.propensity).toBe(chances.get(arm));
      expect(route.reason).toMatchObject({ kind: 'explore', explored: arm !== 1 });
    }
    expect((counts[1] as number) / asked).toBeGreaterThan(0.85);
    for (const [arm, chance] of chances)
      expect(Math.abs((counts[arm] as number) - chance * asked)).toBeLessThan(
        4.5 * Math.sqrt(asked * chance * (1 - chance)) + 1e-9,
      );
    if (chances.size === 3) expect([...chances.values()].reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
  });

  it('means are base + sum / (n + strength) of differences to the base, older ratings counting less', () => {
    const router = routerOf(stage(greedy(0), { perUsd: 10, keep: 0.5, strength: 2 }));
    const first = ask(router, router.initialState, 1);
    expect([first.models[0], first.propensity]).toEqual(['a', 1]);
    // 0.9 − 10 · 0.02 − 0.5 = 0.2; then half of it, and 0 − 0 − 0.5.
    const once = rate(router, router.initialState, first, 0.9, { costUsd: 0.02 });
    expect(once).toMatchObject({ 0: { '': { n: [1, 0, 0] } } });
    const { 0: noted } = once as { 0: { '': { sum: number[] } } };
    expect(noted[''].sum[0]).toBeCloseTo(0.2, 12);
    const twice = rate(router, once, ask(router, once, 1), 0) as { 0: { '': { n: number[]; sum: number[] } } };
    expect(twice[0][''].n).toEqual([1.5, 0, 0]);
    expect(twice[0][''].sum[0]).toBeCloseTo(-0.4, 12);
    expect(ask(router, twice, 1).models[0]).toBe('b');
  });

  it('learns nothing but from ratings, and a model that did not answer itself is worth nothing', () => {
    const router = routerOf(stage(greedy(0)));
    const route = ask(router, router.initialState, 1);
    for (const kind of ['routed', 'answered'] as const)
      expect(router.observe(router.initialState, { kind, route, nowMs: 0, modelId: 'a' } as Feedback)).toEqual(
        router.initialState,
      );
    const other = rate(router, router.initialState, route, 1, { modelId: 'c' });
    expect(other).toMatchObject({ 0: { '': { sum: [-0.5, 0, 0] } } });
  });

  it('Thompson counts out the chances of ties: of two models nobody knows anything of the earlier wins 65 draws of 128', () => {
    const router = routerOf(stage(thompson, { over: ['a', 'b'] }));
    const chances = new Map<string, number>();
    for (let key = 0; key < 100; key++) {
      const { models, propensity } = ask(router, router.initialState, key);
      chances.set(models[0] as string, propensity);
    }
    // 64 quantiles each: (1 + … + 64) / 64² and (0 + … + 63) / 64².
    expect(Object.fromEntries(chances)).toEqual({ a: 65 / 128, b: 63 / 128 });
  });

  it('learns nothing of a model that a later filter took away, and the answer of one that a cascade asks before it counts', () => {
    const filtered = routerOf(stage(greedy(0)), { kind: 'filter', allow: ['b'] }, { kind: 'rules', rules: [{ use: 'b' }] });
    const away = ask(filtered, filtered.initialState, 1);
    expect(away.models).toEqual(['b']);
    expect(rate(filtered, filtered.initialState, away, 1)).toEqual(filtered.initialState);
    const cascade: Stage = { kind: 'cascade', order: ['c', 'a'], accept: { 'answer.refusal': false }, most: 8 };
    const climbing = routerOf(stage(greedy(0)), cascade);
    const route = ask(climbing, climbing.initialState, 1);
    expect(route).toMatchObject({ models: ['c', 'a'], escalation: [{ to: 'a' }] });
    for (const [modelId, sum] of [
      ['c', 0.5],
      ['a', 0.5],
      ['b', -0.5],
    ] as const)
      expect(rate(climbing, climbing.initialState, route, 1, { modelId })).toMatchObject({ 0: { '': { sum: [sum, 0, 0] } } });
  });

  it('keeps a tally for every category', () => {
    const classify: Stage = {
      kind: 'classify',
      by: 'rules',
      categories: [{ name: 'x', when: { 'signals.s': 'x' } }],
      otherwise: 'y',
    };
    const router = routerOf(classify, stage(greedy(0)));
    const state = rate(router, router.initialState, ask(router, router.initialState, 1, { s: 'x' }), 0);
    expect(ask(router, state, 1, { s: 'x' }).models[0]).toBe('b');
    expect(ask(router, state, 1, { s: 'z' }).models[0]).toBe('a');
  });

  it('begins with what was fitted: the prediction less its price, which ratings then correct', () => {
    const table = { x: [0, 1000], y: [0, 2 ** 20] };
    const warm: ExploreStage['warm'] = {
      quality: {
        predictor: { type: 'linear', space: [], weights: pack('i8', []), bias: [500, 900, 800], shift: 0 },
        tables: [table],
      },
      select: { by: 'utility', scale: 1, price: { base: [0, 2 ** 18, 0], perToken: [0, 0, 0] } },
    };
    const router = routerOf(stage(greedy(0), { warm, strength: 4 }));
    let state = router.initialState;
    expect(ask(router, state, 1).models[0]).toBe('c');
    // 0.8 falls by 0.8 · n / (n + 4): below b’s 0.65 after one.
    state = rate(router, state, ask(router, state, 1), 0);
    expect(ask(router, state, 1).models[0]).toBe('b');
  });

  it('LinUCB: scores as worked by hand for one number beside the constant', () => {
    const router = routerOf(stage(linucb, { over: ['a', 'b'] }));
    const x = { s: 'x' };
    let state = router.initialState;
    expect(ask(router, state, 1, x).memo).toMatchObject({ 0: { arm: 0, base: 0.5, x: [1, 1] } });
    // Nothing known: √(xᵀx) = √2 for both, the earlier wins; 1 − 0.5 for a at (1, 1).
    state = rate(router, state, ask(router, state, 1, x), 0);
    // a: A = [[2, 1], [1, 2]], θ = (−1/6, −1/6): 0.5 − 1/3 + ½ √(2/3) = 0.5749 < b: 0.5 + ½ √2.
    expect(ask(router, state, 1, x).models[0]).toBe('b');
    // Elsewhere a is 0.5 − 1/6 + ½ √(2/3) = 0.7416 < b: 0.5 + ½ = 1.
    expect(ask(router, state, 1).models[0]).toBe('b');
    const b = ask(router, state, 1, x);
    for (let i = 0; i < 3; i++) state = rate(router, state, b, 0);
    // b: A = [[4, 3], [3, 4]], sum of rewards −1.5: at (1, 1) 0.5 − 3/7 + ½ √(2/7) = 0.3387 < 0.5749; at (1, 0) 0.5 − 1.5/7 + ½ √(4/7) = 0.6637 < 0.7416.
    expect([ask(router, state, 1, x).models[0], ask(router, state, 1).models[0]]).toEqual(['a', 'a']);
    // One good answer of b there, and the constant is told apart from the number: θ₀ rises.
    state = rate(router, state, { ...b, memo: { 0: { arm: 1, base: 0.5, task: '', x: [1, 0] } } }, 1);
    // A = [[5, 3], [3, 4]], det 11, θ = (4·−1 + 3·1.5, 3·1 − 5·1.5)/11: at (1, 0) 0.5 + 0.5/11 + ½ √(4/11) = 0.8470 > 0.7416.
    expect(ask(router, state, 1).models[0]).toBe('b');
    expect(ask(router, state, 1, x).models[0]).toBe('a');
  });

  it('chooses among what filters leave, with the chances of these', () => {
    const only: Stage = { kind: 'filter', allow: ['b', 'c'] };
    const router = routerOf(only, stage(greedy(1)));
    const routes = Array.from({ length: 200 }, (_, key) => ask(router, router.initialState, key));
    expect(new Set(routes.map(({ models }) => models[0]))).toEqual(new Set(['b', 'c']));
    expect(new Set(routes.map(({ propensity }) => propensity))).toEqual(new Set([0.5]));
    const one = routerOf({ kind: 'filter', allow: ['b'] }, stage(thompson));
    expect(ask(one, one.initialState, 1)).toMatchObject({ models: ['b'], propensity: 1 });
  });

  it.each([greedy(0.2), thompson, linucb])('walks as its file says: $by', (learner) => {
    const router = routerOf(stage(learner, { keep: 0.99 }));
    const walk = goldenWalk(router);
    expect(goldenWalk(loadRouter(JSON.parse(JSON.stringify(router.config))))).toEqual(walk);
    expect(new Set(walk.map(({ route }) => route.models[0])).size).toBe(3);
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown learner', { learner: { by: 'ucb' } }, /learner\.by.*linucb/],
    ['one model', { over: ['a'] }, /over.*two models/],
    ['a model twice', { over: ['a', 'a'] }, /over\[1\].*twice/],
    ['quantiles that fall', { learner: { by: 'thompson', spread: 1, quantiles: [1, 0] } }, /quantiles\[1\]/],
    ['three quantiles', { learner: { by: 'thompson', spread: 1, quantiles: [0, 1, 2] } }, /quantiles.*power of two/],
    ['a chance above 1', { learner: { by: 'epsilon_greedy', epsilon: 2 ** 33 } }, /epsilon/],
    ['a memory that grows', { keep: 1.1 }, /keep.*0\.5 to 1/],
    [
      'too many columns',
      { learner: { ...linucb, space: [{ type: 'signal', of: 's', values: [...Array(65).keys()], value: 1 }] } },
      /65|64 col|up to 64/,
    ],
  ])('is refused with %s', (_name, over, message) => {
    expect(() => routerOf(stage(thompson, over as Partial<ExploreStage>))).toThrow(message);
  });
});
