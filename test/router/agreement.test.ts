import { describe, expect, it } from 'vitest';
import { replayRoutes } from '../../src/replay/ledger.js';
import type { Agreement, AnswerChance } from '../../src/router/answer/config.js';
import { next, start } from '../../src/router/execute.js';
import type { Command, ExecutionEvent, Step } from '../../src/router/execution.js';
import { loadRouter } from '../../src/router/load.js';
import type { Acceptance, Route } from '../../src/router/router.js';
import { aRouter } from '../support/a-router.js';
import { tableOf } from '../support/table-of.js';

const IDS = ['small', 'large'];
const together: Agreement = { samples: 3, need: 2, compare: 'number', legs: 'together' };
const inTurn: Agreement = { ...together, legs: 'in_turn' };
const route = (accepted: Partial<Acceptance>, models = IDS): Route => ({
  models,
  escalation: [{ accept: {}, ...accepted, to: 'large' }],
  reason: { kind: 'cascade', stage: 0 },
  propensity: 1,
});
const say = (text: string, call?: number): ExecutionEvent => ({
  kind: 'answer',
  answer: { text },
  ...(call === undefined ? {} : { call }),
});
const fail: ExecutionEvent = { kind: 'error', error: 'down', retryable: false };
/** Commands after each event, in short. */
function drive(from: Route, events: readonly ExecutionEvent[]): string[] {
  const told = (commands: readonly Command[]) =>
    commands
      .map((one) =>
        one.kind === 'call'
          ? `${one.modelId}:${one.sample}:${one.why}`
          : one.kind === 'finish'
            ? `finish ${one.attempt}`
            : one.kind,
      )
      .join(' ');
  let step: Step = start(from);
  const said = [told(step[1])];
  for (const event of events) {
    step = next(step[0], event);
    said.push(told(step[1]));
  }
  return said;
}

describe('samples side by side', () => {
  const calls = 'small:0:first small:1:sampled small:2:sampled';

  it('are all called at once; the first of those that agree is served', () => {
    expect(drive(route({ agree: together }), [say('I guess 5'), say('it is 7'), say('7.0')])).toEqual([
      calls,
      '',
      '',
      'finish 1',
    ]);
  });

  it('may come back in any order', () => {
    expect(drive(route({ agree: together }), [say('7', 2), say('5', 0), say('7', 1)]).at(-1)).toBe('finish 1');
  });

  it('escalate where too few agree, and the last rung is asked once', () => {
    expect(drive(route({ agree: together }), [say('5'), say('6'), say('7'), say('9')])).toEqual([
      calls,
      '',
      '',
      'large:0:escalated',
      'finish 3',
    ]);
  });

  it('do without those that failed; where all did, the next model stands in', () => {
    expect(drive(route({ agree: together }), [fail, say('7'), say('7')]).at(-1)).toBe('finish 1');
    expect(drive(route({ agree: together }), [fail, fail, fail]).at(-1)).toBe('large:0:fallback large:1:sampled large:2:sampled');
    expect(drive(route({ agree: together }, ['small']), [fail, fail, fail]).at(-1)).toBe('finish null');
  });

  it('of an escalated model that fails leave the last answer', () => {
    expect(drive(route({ agree: together }), [say('5'), say('6'), say('7'), fail]).at(-1)).toBe('finish 0');
  });

  it('must pass the other conditions too', () => {
    const accept = { 'answer.text': { $contains: 'sure' } };
    expect(drive(route({ agree: together, accept }), [say('7'), say('7, sure'), say('6')]).at(-1)).toBe('large:0:escalated');
  });
});

describe('samples one after another', () => {
  it('end as soon as enough agree, or no longer can', () => {
    expect(drive(route({ agree: inTurn }), [say('7'), say('7')])).toEqual(['small:0:first', 'small:1:sampled', 'finish 0']);
    expect(drive(route({ agree: { ...inTurn, need: 3 } }), [say('7'), say('6')])).toEqual([
      'small:0:first',
      'small:1:sampled',
      'large:0:escalated',
    ]);
    expect(drive(route({ agree: inTurn }), [say('7'), say('6'), say('6')])).toEqual([
      'small:0:first',
      'small:1:sampled',
      'small:2:sampled',
      'finish 1',
    ]);
  });

  it('of a model that fails go on with the next sample', () => {
    expect(drive(route({ agree: inTurn }), [fail, say('7'), say('7')]).at(-1)).toBe('finish 1');
  });
});

describe('a learned acceptor', () => {
  const chance: AnswerChance = {
    facts: [{ of: 'answer.length', edges: [10], weights: [0, 3] }],
    bias: 0,
    shift: 0,
    table: { x: [0, 4], y: [0, 2 ** 20] },
  };
  const learned = (over: object = {}) => ({ learned: { model: 'small', least: 2 ** 19, base: 0, chance, ...over } });
  const long: ExecutionEvent = { kind: 'answer', answer: { length: 12 } };
  const short: ExecutionEvent = { kind: 'answer', answer: { length: 9 } };

  it('serves what is likely enough to be right, the request counted in', () => {
    expect(drive(route(learned()), [long]).at(-1)).toBe('finish 0');
    expect(drive(route(learned()), [short]).at(-1)).toBe('large:0:escalated');
    expect(drive(route(learned({ base: 2 })), [short]).at(-1)).toBe('finish 0');
    expect(drive(route(learned({ base: 1 })), [short]).at(-1)).toBe('large:0:escalated');
  });

  it('knows nothing of another model’s answer', () => {
    expect(drive(route(learned()), [fail, long])).toEqual(['small:0:first', 'large:0:fallback', 'large:0:escalated']);
  });
});

describe('replaying samples', () => {
  // Three samples of the small model: numbers 1, 1, 2 on the first query and 1, 2, 3 on the second.
  const cell = (costs: number[]) => costs.map((costUsd, i) => ({ quality: i === 2 ? 0 : 1, costUsd, latencyMs: 100 * (i + 1) }));
  const recorded = tableOf(IDS, [
    [cell([0.001, 0.002, 0.003]), [{ quality: 1, costUsd: 1, latencyMs: 1000 }]],
    [cell([0.001, 0.002, 0.003]), [{ quality: 1, costUsd: 1, latencyMs: 1000 }]],
  ]);
  const table = { ...recorded, prints: { number: Float64Array.of(1, 1, 2, 9, 1, 2, 3, 9) } };
  const routes = (agree: Agreement) => ({ plan: Uint32Array.of(0, 0), plans: [route({ agree })] });
  const usd = (pico: Float64Array) => [...pico].map((one) => Math.round(one / 1e9) / 1e3);

  it('pays every sample; side by side the slowest counts, one after another their sum', () => {
    const beside = replayRoutes(routes(together), table, 0, 5);
    expect(usd(beside.costPico)).toEqual([0.006, 1.006]);
    expect([...beside.latencyMs]).toEqual([305, 1305]);
    const turn = replayRoutes(routes(inTurn), table, 0, 5);
    expect(usd(turn.costPico)).toEqual([0.003, 1.006]);
    expect([...turn.latencyMs]).toEqual([305, 1605]);
    expect([...turn.quality]).toEqual([1, 1]);
  });

  it('reads sample (s + j) mod n for the j-th sample of replicate s', () => {
    // From sample 1 on: 1, 2, 1. Samples 1 and 3 agree; the first of them is sample 1.
    const second = replayRoutes(routes(inTurn), table, 1, 0);
    expect([...second.attemptRow].slice(0, 3)).toEqual([1, 2, 0]);
    expect(second.served[0]).toBe(0);
    // Where all differ, the strong model is asked.
    expect(second.served[1]).toBe(1);
  });

  it('never takes one sample for two', () => {
    const four = replayRoutes(routes({ ...together, samples: 4, need: 4 }), table, 0, 0);
    expect([...four.quality]).toEqual([Number.NaN, Number.NaN]);
  });
});

it.each([
  ['too few samples', { agree: { ...together, samples: 1, need: 1 } }, /agree\.samples/],
  ['more to agree than there are', { agree: { ...together, need: 4 } }, /agree\.need/],
  ['another part', { agree: { ...together, compare: 'words' } }, /agree\.compare/],
  [
    'a fact that is none',
    {
      learned: {
        least: 1,
        models: {
          small: { facts: [{ of: 'answer.text', values: [], weights: [] }], bias: 0, shift: 0, table: { x: [0], y: [0] } },
        },
      },
    },
    /facts\[0\]\.of.*unknown fact/,
  ],
  [
    'weights that miss',
    {
      learned: {
        least: 1,
        models: {
          small: { facts: [{ of: 'answer.length', edges: [1], weights: [1] }], bias: 0, shift: 0, table: { x: [0], y: [0] } },
        },
      },
    },
    /weights.*wrong length/,
  ],
  [
    'edges that fall',
    {
      learned: {
        least: 1,
        models: {
          small: {
            facts: [{ of: 'answer.length', edges: [2, 1], weights: [1, 1, 1] }],
            bias: 0,
            shift: 0,
            table: { x: [0], y: [0] },
          },
        },
      },
    },
    /edges\[1\]/,
  ],
  ['a model that is none', { learned: { least: 1, models: { smal: {} } } }, /models\.smal/],
])('a router with %s is refused', (_what, more, message) => {
  const stage = { kind: 'cascade', order: IDS, accept: {}, most: 1, ...more } as const;
  const text = JSON.stringify(aRouter(IDS, [stage as never]));
  expect(() => loadRouter(JSON.parse(text))).toThrow(message);
});
