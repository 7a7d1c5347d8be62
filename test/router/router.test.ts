import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { UserError } from '../../src/domain/user-error.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import type { RouterConfig, Stage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { next, start } from '../../src/router/execute.js';
import { goldenDecisions, goldenPrompts } from '../../src/router/golden.js';
import { loadRouter } from '../../src/router/load.js';
import { UNDECIDED } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';
import { aRouter } from '../support/a-router.js';

const MODELS = ['a', 'b', 'c'];
const ask = (config: RouterConfig, prompt: string, more: object = {}) =>
  createRouter(config).route({ messages: [{ role: 'user', content: prompt }], ...more });
const rules = (...list: { when?: object; use: string }[]): Stage => ({ kind: 'rules', rules: list as never });

describe('policies', () => {
  it('rules: the first that holds and names an allowed model decides', () => {
    const config = aRouter(
      MODELS,
      [{ kind: 'filter', allow: ['b', 'c'] }, rules({ use: 'a' }, { when: { 'prompt.text': 'x' }, use: 'c' }, { use: 'b' })],
      ['a', 'c'],
    );
    expect(ask(config, 'x')).toEqual({ models: ['c'], reason: { kind: 'rule', stage: 1, rule: 1 }, propensity: 1 });
    expect(ask(config, 'y')).toEqual({ models: ['b', 'c'], reason: { kind: 'rule', stage: 1, rule: 2 }, propensity: 1 });
  });

  it('filter: holds for the fallback chain too, and empties to a refusal', () => {
    const secret = { 'signals.data_class': 'restricted' };
    const config = aRouter(MODELS, [{ kind: 'filter', when: secret, allow: ['b'] }, rules({ use: 'a' })], ['c', 'b']);
    expect(ask(config, 'x').models).toEqual(['a', 'c', 'b']);
    expect(ask(config, 'x', { signals: { data_class: 'restricted' } })).toMatchObject({
      models: ['b'],
      reason: { kind: 'fallback' },
    });
    const none = aRouter(MODELS, [{ kind: 'filter', allow: [] }, rules({ use: 'a' })], ['c']);
    expect(ask(none, 'x')).toEqual({ models: [], reason: { kind: 'refused' }, propensity: 1 });
  });

  it('filter: takes back a decision made before it, and lets the next decider decide', () => {
    const config = aRouter(MODELS, [rules({ use: 'a' }), { kind: 'filter', allow: ['b'] }, rules({ use: 'b' })]);
    expect(ask(config, 'x')).toMatchObject({ models: ['b'], reason: { stage: 2, rule: 0 } });
  });

  it('rules: the first decider wins, later ones are skipped', () => {
    expect(ask(aRouter(MODELS, [rules({ use: 'a' }), rules({ use: 'b' })]), 'x').models).toEqual(['a']);
  });

  it('classify: names the task for later stages', () => {
    const config = aRouter(MODELS, [
      {
        kind: 'classify',
        by: 'rules',
        categories: [{ name: 'faq', when: { 'prompt.text': { $contains: 'hours' } } }],
        otherwise: 'other',
      },
      rules({ when: { 'task.category': 'faq' }, use: 'b' }, { use: 'a' }),
    ]);
    expect(ask(config, 'Opening HOURS?')).toMatchObject({ models: ['b'], category: 'faq' });
    expect(ask(config, 'else')).toMatchObject({ models: ['a'], category: 'other' });
  });

  it('split: shares follow the weights, choices stick, disallowed weights are left out', () => {
    const split: Stage = {
      kind: 'split',
      salt: 's',
      weights: [
        { model: 'a', weight: 10 },
        { model: 'b', weight: 30 },
      ],
    };
    const router = createRouter(aRouter(MODELS, [split]));
    const models = Array.from({ length: 4000 }, (_, i) => router.route({ messages: [], stickyKey: `k${i}` }));
    const share = models.filter((route) => route.models[0] === 'a').length / 4000;
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 4000));
    expect(models.find((route) => route.models[0] === 'a')?.propensity).toBe(0.25);
    expect(router.route({ messages: [], stickyKey: 'k7' })).toEqual(models[7]);
    const other = createRouter(aRouter(MODELS, [{ ...split, salt: 't' }]));
    expect(models.some((route, i) => other.route({ messages: [], stickyKey: `k${i}` }).models[0] !== route.models[0])).toBe(true);
    expect(ask(aRouter(MODELS, [{ kind: 'filter', allow: ['a'] }, split]), 'x')).toMatchObject({ models: ['a'], propensity: 1 });
  });

  it('split: sticks to the declared signal before the messages', () => {
    const config = {
      ...aRouter(MODELS, [
        {
          kind: 'split',
          salt: 's',
          weights: [
            { model: 'a', weight: 1 },
            { model: 'b', weight: 1 },
          ],
        },
      ]),
    };
    const sticky = createRouter(sealRouter({ ...config, input: { ...config.input, stickySignal: 'session' } }));
    const models = new Set(
      Array.from(
        { length: 50 },
        (_, i) => sticky.route({ messages: [{ role: 'user', content: `${i}` }], signals: { session: 's1' } }).models[0],
      ),
    );
    expect(models.size).toBe(1);
    const loose = new Set(
      Array.from({ length: 50 }, (_, i) => sticky.route({ messages: [{ role: 'user', content: `${i}` }] }).models[0]),
    );
    expect(loose.size).toBe(2);
  });
});

describe('routeAll', () => {
  const stage: fc.Arbitrary<Stage> = fc.oneof(
    fc.record({
      kind: fc.constant('filter' as const),
      allow: fc.subarray(MODELS),
      when: fc.constantFrom({ 'signals.s': 1 }, { 'prompt.words': { $gt: 2 } }),
    }),
    fc
      .array(
        fc.record({
          use: fc.constantFrom(...MODELS),
          when: fc.constantFrom(
            { 'prompt.code_points': { $gt: 6 } },
            { 'task.category': 'k' },
            { 'signals.s': { $exists: true } },
          ),
        }),
        { minLength: 1, maxLength: 3 },
      )
      .map((list) => ({ kind: 'rules' as const, rules: list })),
    fc.constant<Stage>({
      kind: 'classify',
      by: 'rules',
      categories: [{ name: 'k', when: { 'prompt.text': { $contains: 'a' } } }],
    }),
    fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 5 })).map(([a, b]) => ({
      kind: 'split' as const,
      salt: 's',
      weights: [
        { model: 'a', weight: a },
        { model: 'b', weight: b },
      ],
    })),
  );
  const config = fc
    .tuple(fc.array(stage, { minLength: 1, maxLength: 4 }), fc.subarray(MODELS))
    .map(([pipeline, fallback]) => aRouter(MODELS, pipeline as Stage[], fallback));
  const query = fc.record({ prompt: fc.string({ maxLength: 12 }), s: fc.option(fc.nat(2), { nil: undefined }) });

  it('equals route, row by row, and never names a model that a filter removed', () => {
    fc.assert(
      fc.property(config, fc.array(query, { minLength: 1, maxLength: 8 }), (router, list) => {
        const queries = list.map(({ prompt, s }, i) => ({ id: `${i}`, prompt, ...(s === undefined ? {} : { signals: { s } }) }));
        const { plan, plans } = createRouter(router).routeAll(requestBatch(queryTable(queries)));
        queries.forEach((one, row) => {
          const alone = createRouter(router).route({
            messages: [{ role: 'user', content: one.prompt }],
            ...('signals' in one ? { signals: one.signals } : {}),
          });
          expect(plans[plan[row] as number]).toEqual(alone);
          for (const stage of router.pipeline) {
            if (stage.kind !== 'filter' || !('signals.s' in (stage.when ?? {})) || one.signals?.s !== 1) continue;
            expect(alone.models.filter((id) => stage.allow?.includes(id) !== true)).toEqual([]);
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});

it('routeAll decides the rows that are asked for and no others', () => {
  const queries = queryTable(['x', 'yy', 'zzz', 'x'].map((prompt, i) => ({ id: `${i}`, prompt })));
  const router = createRouter(
    aRouter(MODELS, [{ kind: 'rules', rules: [{ when: { 'prompt.code_points': { $gt: 2 } }, use: 'b' }, { use: 'a' }] }]),
  );
  const { plan, plans } = router.routeAll(requestBatch(queries), Uint32Array.of(1, 2));
  expect(Array.from(plan, (one) => plans[one]?.models[0])).toEqual([undefined, 'a', 'b', undefined]);
  expect([plan[0], plan[3], plans.length]).toEqual([UNDECIDED, UNDECIDED, 2]);
});

describe('execution', () => {
  const route = {
    models: ['a', 'b'],
    reason: { kind: 'fallback' as const },
    propensity: 1,
    escalation: [{ accept: { 'answer.confidence': { $gte: 0.5 } }, to: 'c' }],
  };
  const kinds = (step: ReturnType<typeof start>) =>
    step[1].map((command) =>
      command.kind === 'call'
        ? `${command.why} ${command.modelId}`
        : command.kind === 'finish'
          ? `finish ${command.attempt}`
          : command.kind,
    );

  it('falls back on errors only and escalates on unaccepted answers only', () => {
    let step = start(route);
    expect(kinds(step)).toEqual(['call a'.replace('call', 'first')]);
    step = next(step[0], { kind: 'error', error: 'timeout' });
    expect(kinds(step)).toEqual(['fallback b']);
    step = next(step[0], { kind: 'answer', answer: { confidence: 0.2 } });
    expect(kinds(step)).toEqual(['escalated c']);
    expect(kinds(next(step[0], { kind: 'answer', answer: {} }))).toEqual(['finish 2']);
    expect(kinds(next(step[0], { kind: 'error', error: 'x' }))).toEqual(['finish 1']);
  });

  it('finishes at once where refused, and with nothing where all fail', () => {
    expect(kinds(start({ ...route, models: [] }))).toEqual(['finish null']);
    const second = next(start(route)[0], { kind: 'error', error: 'x' });
    expect(kinds(next(second[0], { kind: 'error', error: 'x' }))).toEqual(['finish null']);
  });

  it('keeps its state as plain JSON', () => {
    const [execution] = next(start(route)[0], { kind: 'error', error: 'x' });
    expect(JSON.parse(JSON.stringify(execution))).toEqual(execution);
  });
});

describe('loadRouter', () => {
  const config = aRouter(MODELS, [rules({ when: { 'prompt.tokens': { $gt: 10 } }, use: 'a' }, { use: 'b' })], ['c']);
  const json = (): Record<string, never> => JSON.parse(JSON.stringify(config));
  const problem = (change: (raw: never) => void): string => {
    const raw = json();
    change(raw as never);
    try {
      loadRouter(raw);
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    return 'loaded';
  };

  it('loads what was sealed and routes the same', () => {
    expect(goldenDecisions(loadRouter(json()))).toEqual(goldenDecisions(createRouter(config)));
  });

  it('refuses anything changed, naming it', () => {
    expect(
      problem((raw: { name: string }) => {
        raw.name = 'other';
      }),
    ).toMatch(/^checksum.*changed or damaged/);
    expect(
      problem((raw: { fallback: string[] }) => {
        raw.fallback = [];
      }),
    ).toMatch(/^decisionHash/);
    expect(
      problem((raw: { format: string }) => {
        raw.format = 'routelab/router@2';
      }),
    ).toMatch(/format.*routelab\/router@1/);
    expect(
      problem((raw: { extra: number }) => {
        raw.extra = 1;
      }),
    ).toMatch(/router\.extra.*unknown member/);
    expect(
      problem((raw: { fallback: string[] }) => {
        raw.fallback = ['cc'];
      }),
    ).toMatch(/fallback\[0\].*unknown model.*Did you mean "c"/);
    expect(
      problem((raw: { models: { id: string }[] }) => {
        (raw.models[1] as { id: string }).id = 'a';
      }),
    ).toMatch(/models\[1\]\.id.*twice/);
    expect(
      problem((raw: { pipeline: { kind: string }[] }) => {
        (raw.pipeline[0] as { kind: string }).kind = 'rule';
      }),
    ).toMatch(/pipeline\[0\]\.kind.*Did you mean "rules"/);
    expect(
      problem((raw: { input: { text: string } }) => {
        raw.input.text = 'first';
      }),
    ).toMatch(/input\.text.*last_user, all_user, all/);
    expect(problem(() => undefined)).toBe('loaded');
    expect(() => loadRouter(null)).toThrow(/not an object/);
  });

  it('refuses split weights that would leave exact arithmetic', () => {
    const heavy = (weight: number) => aRouter(MODELS, [{ kind: 'split', salt: '', weights: [{ model: 'a', weight }] }]);
    expect(() => loadRouter(heavy(2 ** 21))).toThrow(/weight.*0 to 2097151/);
    expect(() => loadRouter(heavy(0.5))).toThrow(/whole number/);
    expect(() => loadRouter(heavy(0))).toThrow(/sum/);
  });

  it('hashes what decides apart from what describes', () => {
    const described = sealRouter({ ...config, provenance: { note: 'x' } });
    expect(described.decisionHash).toBe(config.decisionHash);
    expect(described.checksum).not.toBe(config.checksum);
    expect(sealRouter({ ...config, createdAt: '2026-01-01' }).checksum).toBe(config.checksum);
    expect(sealRouter({ ...config, fallback: [] }).decisionHash).not.toBe(config.decisionHash);
  });
});

describe('golden probes', () => {
  const config = aRouter(MODELS, [
    rules(
      { when: { 'prompt.tokens': { $gt: 77 } }, use: 'a' },
      { when: { 'signals.tier': 'gold' }, use: 'c' },
      { when: { 'prompt.text': { $contains: 'zebra' } }, use: 'b' },
    ),
  ]);
  it('are at least 500 and stand on both sides of every threshold, word and signal', () => {
    const requests = goldenPrompts(config);
    expect(requests.length).toBeGreaterThanOrEqual(500);
    const texts = requests.map(({ messages }) => String(messages[0]?.content ?? ''));
    for (const size of [307, 308, 309]) expect(texts.some((text) => text.length === size)).toBe(true);
    expect(texts.some((text) => text.includes('ZEBRA'))).toBe(true);
    expect(requests.some(({ signals }) => signals?.['tier'] === 'gold')).toBe(true);
    const kinds = new Set(goldenDecisions(createRouter(config)).map(({ route }) => JSON.stringify(route.reason)));
    expect(kinds.size).toBe(4);
  });

  it('notice one shifted threshold', () => {
    const shifted = aRouter(MODELS, [
      rules(
        { when: { 'prompt.tokens': { $gt: 78 } }, use: 'a' },
        { when: { 'signals.tier': 'gold' }, use: 'c' },
        { when: { 'prompt.text': { $contains: 'zebra' } }, use: 'b' },
      ),
    ]);
    const measured = goldenDecisions(createRouter(config));
    expect(
      measured.some(({ request, route }) => JSON.stringify(createRouter(shifted).route(request)) !== JSON.stringify(route)),
    ).toBe(true);
  });
});
