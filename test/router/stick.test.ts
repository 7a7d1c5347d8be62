import { describe, expect, it } from 'vitest';
import { DEFAULT_INPUT, type Stage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenWalk } from '../../src/router/golden-walk.js';
import { loadRouter } from '../../src/router/load.js';
import type { Feedback, RouteRequest, Router, RouterState } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';

const IDS = ['a', 'b', 'c'];
const byWord: Stage = { kind: 'rules', rules: [{ when: { 'prompt.text': { $contains: 'hard' } }, use: 'b' }, { use: 'a' }] };
const stick: Stage = { kind: 'stick', remember: 64 };

function routerOf(...pipeline: Stage[]): Router {
  const models = IDS.map((id) => ({ id, provider: 'p', name: id }));
  const input = { ...DEFAULT_INPUT, stickySignal: 'session' };
  return loadRouter(JSON.parse(JSON.stringify(sealRouter({ name: 's', models, input, pipeline, fallback: ['c'] }))));
}
const ask = (content: string, session?: string): RouteRequest => ({
  messages: [{ role: 'user', content }],
  ...(session === undefined ? {} : { signals: { session } }),
});

/** Routes requests one after another; `answered` by the first model unless said otherwise. */
function talk(router: Router, requests: readonly (readonly [RouteRequest, (string | null)?])[]): (string | undefined)[] {
  let state: RouterState = router.initialState;
  return requests.map(([request, answeredBy]) => {
    const route = router.route(request, state);
    const modelId = answeredBy === undefined ? (route.models[0] ?? null) : answeredBy;
    for (const event of [{ kind: 'routed' }, { kind: 'answered', modelId }] as const) {
      // Through text: a state may be kept anywhere between two requests.
      state = JSON.parse(JSON.stringify(router.observe(state, { ...event, route, nowMs: 0 } as Feedback))) as RouterState;
    }
    return route.models[0];
  });
}

describe('stick', () => {
  it('keeps a session on its model, and sessions apart', () => {
    const router = routerOf(stick, byWord);
    expect(
      talk(router, [
        [ask('easy', 'x')],
        [ask('hard', 'x')],
        [ask('hard', 'y')],
        [ask('easy', 'y')],
        [ask('hard')],
        [ask('easy')],
      ]),
    ).toEqual(['a', 'a', 'b', 'b', 'b', 'a']);
    expect(router.route(ask('hard', 'x'), router.initialState).reason.kind).toBe('rule');
  });

  it('follows to whoever answered, and stays where nobody did', () => {
    const router = routerOf(stick, byWord);
    expect(talk(router, [[ask('easy', 'x'), 'c'], [ask('easy', 'x'), null], [ask('easy', 'x')]])).toEqual(['a', 'c', 'c']);
  });

  it('decides anew where the exception holds, and then stays there', () => {
    const router = routerOf({ ...stick, unless: { 'prompt.text': { $contains: 'hard' } } }, byWord);
    expect(talk(router, [[ask('easy', 'x')], [ask('hard', 'x')], [ask('easy', 'x')]])).toEqual(['a', 'b', 'b']);
  });

  it('leaves a model that is no longer allowed', () => {
    const router = routerOf({ kind: 'filter', when: { 'prompt.text': { $contains: 'secret' } }, allow: ['c'] }, stick, byWord);
    expect(talk(router, [[ask('easy', 'x')], [ask('secret', 'x')], [ask('easy', 'x')]])).toEqual(['a', 'c', 'c']);
  });

  it('forgets who has been silent longest', () => {
    // 64 sets of one: whoever shares a set pushes the other out.
    const router = routerOf(stick, byWord);
    let state = router.initialState;
    const remembered = (): number => Object.values(state as object)[0].flat().length;
    for (let session = 0; session < 500; session++) {
      const route = router.route(ask('easy', `s${session}`), state);
      state = router.observe(state, { kind: 'routed', route, nowMs: 0 });
    }
    expect(remembered()).toBe(64);
  });

  it('is stateful, and refuses a state of another pipeline', () => {
    const router = routerOf(byWord, stick);
    expect([router.stateful, createRouter(routerOf(byWord).config).stateful]).toEqual([true, false]);
    expect(() => router.route(ask('easy'), { 0: [] })).toThrow(/state.*not that of this router/);
    expect(() => router.route(ask('easy'), 'x')).toThrow(/initialState/);
    expect(router.observe(router.initialState, { kind: 'routed', route: router.route(ask('easy')), nowMs: 0 })).toBe(
      router.initialState,
    );
  });

  it('has a golden walk in which sessions matter; a stateless router has none', () => {
    const walk = goldenWalk(routerOf(stick, byWord));
    expect(walk).toHaveLength(400);
    expect(walk.filter(({ route }) => route.reason.kind === 'stick').length).toBeGreaterThan(200);
    expect(goldenWalk(routerOf(byWord))).toEqual([]);
  });
});
