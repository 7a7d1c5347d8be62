import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, afterCall, type Breaker, CLOSED } from '../../src/router/breaker.js';
import { next, start } from '../../src/router/execute.js';
import type { Command, Execution, ExecutionEvent } from '../../src/router/execution.js';
import { type ExecutionPolicy, retryWait } from '../../src/router/execution-policy.js';
import { aRoute } from '../support/a-day.js';

const words = (commands: readonly Command[]): string[] =>
  commands.map((command) => {
    if (command.kind === 'call') return `call ${command.call} ${command.modelId} sample ${command.sample} ${command.why}`;
    if (command.kind === 'wait') return `wait ${command.timer} ${command.ms}+${command.spreadMs}`;
    return command.kind === 'cancel' ? `cancel ${command.call}` : `finish ${command.attempt}`;
  });

/** What the machine commands at the start and after each event. */
function played(
  models: readonly string[],
  policy: ExecutionPolicy,
  events: readonly ExecutionEvent[],
  escalateTo?: string,
): string[][] {
  const escalation =
    escalateTo === undefined ? {} : { escalation: [{ accept: { 'answer.confidence': { $gte: 0.8 } }, to: escalateTo }] };
  let step = start(aRoute(models, escalation), policy);
  const said = [words(step[1])];
  for (const event of events) {
    step = next(step[0], event);
    said.push(words(step[1]));
  }
  return said;
}

const answer = (call: number, confidence = 1): ExecutionEvent => ({ kind: 'answer', call, answer: { confidence } });
const error = (call: number, retryable = true): ExecutionEvent => ({ kind: 'error', call, error: 'x', retryable });
const timer = (number: number): ExecutionEvent => ({ kind: 'timer', timer: number });

describe('an execution policy', () => {
  it('retries where every one of several samples failed, but not where that would only fail again', () => {
    const retries = { most: 1, waitMs: 100, factor: 1, mostWaitMs: 100, jitter: 0 };
    const agree = { samples: 2, need: 2, compare: 'number' as const, legs: 'together' as const };
    const route = aRoute(['a', 'b'], { escalation: [{ accept: {}, agree, to: 'c' }] });
    const commanded = (retryable: boolean): string[] => {
      const [one] = next(start(route, { retries })[0], error(0, retryable));
      return words(next(one, error(1, retryable))[1]);
    };
    expect(commanded(true)).toEqual(['wait 0 100+0']);
    expect(commanded(false)).toEqual(['call 2 b sample 0 fallback', 'call 3 b sample 1 sampled']);
  });

  it('gives a call up after its timeout and goes on as after an error; its late answer is ignored', () => {
    expect(played(['a', 'b'], { timeoutMs: 500 }, [timer(0), answer(0), answer(1)])).toEqual([
      ['call 0 a sample 0 first', 'wait 0 500+0'],
      ['cancel 0', 'call 1 b sample 0 fallback', 'wait 1 500+0'],
      [],
      ['finish 1'],
    ]);
  });

  it('retries with growing waits, part of each left to chance, then falls back', () => {
    const retries = { most: 2, waitMs: 100, factor: 3, mostWaitMs: 200, jitter: 0.5 };
    expect(played(['a', 'b'], { retries }, [error(0), timer(0), error(1), timer(1), error(2), answer(3)])).toEqual([
      ['call 0 a sample 0 first'],
      ['wait 0 50+50'],
      ['call 1 a sample 1 retry'],
      ['wait 1 100+100'],
      ['call 2 a sample 2 retry'],
      ['call 3 b sample 0 fallback'],
      ['finish 3'],
    ]);
    expect(retryWait({ ...retries, jitter: 0 }, 1)).toEqual({ ms: 100, spreadMs: 0 });
  });

  it('does not retry what would only fail again, and has fresh retries for the next model', () => {
    const retries = { most: 1, waitMs: 10, factor: 2, mostWaitMs: 10, jitter: 0 };
    expect(played(['a', 'b'], { retries }, [error(0, false), error(1), timer(0), error(2)])).toEqual([
      ['call 0 a sample 0 first'],
      ['call 1 b sample 0 fallback'],
      ['wait 0 10+0'],
      ['call 2 b sample 1 retry'],
      ['finish null'],
    ]);
  });

  it('hedges a slow call; the first answer counts and the other is cancelled', () => {
    const hedge = { afterMs: 300, to: 'next' } as const;
    expect(played(['a', 'b', 'c'], { hedge }, [timer(0), answer(1)])).toEqual([
      ['call 0 a sample 0 first', 'wait 0 300+0'],
      ['call 1 b sample 0 hedged'],
      ['cancel 0', 'finish 1'],
    ]);
    // Only when both failed, the next of the chain.
    expect(played(['a', 'b', 'c'], { hedge }, [timer(0), error(0), error(1)]).slice(2)).toEqual([
      [],
      ['call 2 c sample 0 fallback', 'wait 1 300+0'],
    ]);
    expect(played(['a'], { hedge }, [timer(0)])[1]).toEqual([]);
    expect(played(['a'], { hedge: { afterMs: 300, to: 'same' } }, [timer(0)])[1]).toEqual(['call 1 a sample 1 hedged']);
    // What an answer is escalated to has no chain; and of the chain no more is tried than may be.
    expect(played(['a', 'b'], { hedge }, [answer(0, 0.1), timer(1)], 'z').slice(1)).toEqual([
      ['call 1 z sample 0 escalated', 'wait 1 300+0'],
      [],
    ]);
    expect(played(['a', 'b'], { hedge, fallbacks: 0 }, [timer(0)])[1]).toEqual([]);
    expect(played(['a', 'b', 'c'], { hedge, fallbacks: 1 }, [timer(0), error(0), error(1)]).slice(1)).toEqual([
      ['call 1 b sample 0 hedged'],
      [],
      ['finish null'],
    ]);
    // A timer of a call that came back in time is no news.
    expect(played(['a', 'b'], { hedge }, [error(0), timer(0)])[2]).toEqual([]);
  });

  it('limits the fallback chain', () => {
    expect(played(['a', 'b', 'c'], { fallbacks: 0 }, [error(0)])[1]).toEqual(['finish null']);
    expect(played(['a', 'b', 'c'], { fallbacks: 1 }, [error(0), error(1)])[2]).toEqual(['finish null']);
  });

  it('retries an escalated call, then serves the last answer', () => {
    const retries = { most: 1, waitMs: 10, factor: 2, mostWaitMs: 10, jitter: 0 };
    expect(played(['a', 'b'], { retries }, [answer(0, 0.1), error(1), timer(0), error(2)], 'z')).toEqual([
      ['call 0 a sample 0 first'],
      ['call 1 z sample 0 escalated'],
      ['wait 0 10+0'],
      ['call 2 z sample 1 retry'],
      ['finish 0'],
    ]);
  });

  const policies: fc.Arbitrary<ExecutionPolicy> = fc.record(
    {
      timeoutMs: fc.constantFrom(100, 1000),
      retries: fc.record({
        most: fc.nat(2),
        waitMs: fc.constant(10),
        factor: fc.constant(2),
        mostWaitMs: fc.constant(50),
        jitter: fc.constantFrom(0, 0.5, 1),
      }),
      hedge: fc.record({ afterMs: fc.constantFrom(50, 150), to: fc.constantFrom('same' as const, 'next' as const) }),
      fallbacks: fc.nat(3),
    },
    { requiredKeys: [] },
  );

  it('always ends: once, with nothing under way, and never with a call that failed', () => {
    fc.assert(
      fc.property(policies, fc.boolean(), fc.infiniteStream(fc.nat(99)), (policy, escalates, luck) => {
        const escalation = escalates ? { escalation: [{ accept: { 'answer.confidence': { $gte: 0.8 } }, to: 'z' }] } : {};
        let [execution, commands] = start(aRoute(['a', 'b', 'c'], escalation), policy);
        const timers: number[] = [];
        const open: number[] = [];
        for (let turn = 0; turn < 200; turn++) {
          for (const command of commands) {
            if (command.kind === 'finish') return expectSound(execution, command.attempt);
            if (command.kind === 'call') open.push(command.call);
            else if (command.kind === 'wait') timers.push(command.timer);
            else open.splice(open.indexOf(command.call), 1);
          }
          const draw = luck.next().value ?? 0;
          const calls = open.length > 0 && (draw % 2 === 0 || timers.length === 0);
          const [what] = calls ? open.splice(draw % open.length, 1) : timers.splice(draw % timers.length, 1);
          if (what === undefined) break;
          [execution, commands] = next(
            execution,
            !calls ? timer(what) : draw < 50 ? answer(what, draw / 50) : error(what, draw < 90),
          );
        }
        throw new Error('never finished');
      }),
    );
  });

  function expectSound(execution: Execution, attempt: number | null): void {
    expect(execution.done).toBe(true);
    expect(execution.calls.every(({ result }) => result !== undefined)).toBe(true);
    if (attempt !== null) expect(execution.calls[attempt]?.result).toBe('answer');
    else expect(execution.calls.some(({ result }) => result === 'answer')).toBe(false);
    expect(next(execution, timer(0))[1]).toEqual([]);
  }
});

describe('a circuit breaker', () => {
  const policy = { failures: 2, openMs: 1000 };
  const called = (ok: boolean, breaker: Breaker, nowMs = 0): Breaker => afterCall(breaker, policy, ok, nowMs);

  it('opens after so many failures one after another', () => {
    expect(called(false, CLOSED)).toEqual({ kind: 'closed', failures: 1 });
    expect(called(true, called(false, CLOSED))).toEqual(CLOSED);
    const open = called(false, called(false, CLOSED), 50);
    expect(open).toEqual({ kind: 'open', untilMs: 1050 });
    expect(admit(open, policy, 1049)).toEqual([open, false]);
    expect(called(true, open)).toBe(open);
  });

  it('then lets one call try, whose result decides', () => {
    const [trying, goes] = admit({ kind: 'open', untilMs: 1050 }, policy, 1050);
    expect([trying, goes]).toEqual([{ kind: 'trying', untilMs: 2050 }, true]);
    expect(admit(trying, policy, 1500)[1]).toBe(false);
    expect(called(true, trying)).toEqual(CLOSED);
    expect(called(false, trying, 1500)).toEqual({ kind: 'open', untilMs: 2500 });
    // Nobody reported on the try: another may go.
    expect(admit(trying, policy, 2050)[1]).toBe(true);
  });
});
