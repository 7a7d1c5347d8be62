import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callFault } from '../../src/provider/call-fault.js';
import { adaptiveConcurrency } from '../../src/provider/limit/adaptive.js';
import { circuitBreaker } from '../../src/provider/limit/breaker.js';
import { gate } from '../../src/provider/limit/gate.js';
import { slidingWindow } from '../../src/provider/limit/window.js';
import { type RetryPolicy, retryDelayMs } from '../../src/provider/retry.js';
import { retryAfterMs } from '../../src/provider/retry-after.js';
import { fakeClock } from '../support/fake-clock.js';

describe('slidingWindow', () => {
  it('never lets more than its limit into any span of its length, and waits no longer than it must', () => {
    const amounts = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 12 }), after: fc.nat(400) }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), amounts, (limit, asked) => {
        const window = slidingWindow(limit, 1000);
        const taken: { at: number; amount: number }[] = [];
        const within = (now: number) => taken.filter(({ at }) => at > now - 1000).reduce((sum, { amount }) => sum + amount, 0);
        let now = 0;
        for (const { amount, after } of asked) {
          now += after;
          const wait = window.waitMs(amount, now);
          const counted = Math.min(amount, limit);
          if (wait > 0) expect(within(now + wait - 1) + counted).toBeGreaterThan(limit);
          now += wait;
          window.take(amount, now);
          taken.push({ at: now, amount: counted });
          expect(within(now)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});

describe('adaptiveConcurrency', () => {
  it('starts slowly, doubling every round, halves once a burst, then grows by one a round', () => {
    const concurrency = adaptiveConcurrency({ start: 2, max: 20 });
    const seen = [concurrency.limit()];
    for (let i = 0; i < 14; i++) concurrency.onSuccess();
    seen.push(concurrency.limit());
    for (let i = 0; i < 5; i++) concurrency.onRefusal(100, 200);
    seen.push(concurrency.limit());
    for (let i = 0; i < 8; i++) concurrency.onSuccess();
    seen.push(concurrency.limit());
    concurrency.onRefusal(300, 400);
    seen.push(concurrency.limit());
    expect(seen).toEqual([2, 16, 8, 9, 4]);
  });

  it('stays between 1 and its maximum whatever happens', () => {
    const event = fc.constantFrom('success', 'refusal', 'fault');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.array(event), (start, max, events) => {
        const concurrency = adaptiveConcurrency({ start, max });
        for (const [at, one] of events.entries()) {
          if (one === 'success') concurrency.onSuccess();
          else if (one === 'refusal') concurrency.onRefusal(2 * at, 2 * at + 1);
          else concurrency.onFault();
          expect(concurrency.limit()).toBeGreaterThanOrEqual(1);
          expect(concurrency.limit()).toBeLessThanOrEqual(Math.max(1, max));
        }
      }),
    );
  });
});

describe('circuitBreaker', () => {
  const opened = () => {
    const breaker = circuitBreaker();
    for (let i = 0; i < 8; i++) breaker.onFault(1000);
    return breaker;
  };

  it('opens after eight faults in a row, and lets one probe through after five seconds', () => {
    const breaker = opened();
    expect([breaker.waitMs(1000), breaker.waitMs(6000)]).toEqual([5000, 0]);
    breaker.onSend();
    expect(breaker.waitMs(6000)).toBe(Number.POSITIVE_INFINITY);
    breaker.onSuccess();
    expect(breaker.waitMs(6000)).toBe(0);
  });

  it('waits twice as long after a probe that failed, and gives up at the fifth opening', () => {
    const breaker = opened();
    let now = 6000;
    const waits: number[] = [];
    while (!breaker.givenUp()) {
      breaker.onSend();
      breaker.onFault(now);
      waits.push(breaker.waitMs(now));
      now += 60_000;
    }
    expect(waits).toEqual([10_000, 20_000, 40_000, Number.POSITIVE_INFINITY]);
  });

  it('is not opened again by requests that were out when it opened, and closes on any answer', () => {
    const breaker = opened();
    for (let i = 0; i < 30; i++) breaker.onFault(1500);
    expect([breaker.givenUp(), breaker.waitMs(6000)]).toEqual([false, 0]);
    const closed = circuitBreaker();
    for (let i = 0; i < 70; i++) i % 8 === 7 ? closed.onSuccess() : closed.onFault(0);
    expect(closed.waitMs(0)).toBe(0);
  });
});

describe('gate', () => {
  it('lets nobody pass while the provider asked to wait', async () => {
    const clock = fakeClock();
    const one = gate({}, { start: 4, max: 4 }, clock);
    const never = new AbortController().signal;
    (await one.enter(1, never))?.failed(callFault('rate_limit', 'slow down', { retryAfterMs: 7000 }));
    const second = one.enter(1, never);
    await clock.run();
    expect((await second)?.sentAtMs).toBe(7000);
  });

  it('keeps to requests and tokens a minute', async () => {
    const clock = fakeClock();
    const one = gate({ rpm: 2, tpm: 100 }, { start: 4, max: 4 }, clock);
    const sent: (number | undefined)[] = [];
    const all = (async () => {
      for (const tokens of [10, 20, 30, 90]) sent.push((await one.enter(tokens, new AbortController().signal))?.sentAtMs);
    })();
    await clock.run();
    await all;
    expect(sent).toEqual([0, 0, 60_000, 120_000]);
  });

  it('ends its waits when recording stops', async () => {
    const clock = fakeClock();
    const one = gate({ rpm: 1 }, { start: 4, max: 4 }, clock);
    const stop = new AbortController();
    await one.enter(1, stop.signal);
    const waiting = one.enter(1, stop.signal);
    stop.abort();
    expect(await waiting).toBeNull();
  });
});

describe('retryDelayMs', () => {
  const policy: RetryPolicy = { maxRetries: 3, attemptTimeoutMs: 1000, totalTimeoutMs: 60_000 };
  const busy = callFault('rate_limit', '');

  it('takes 0 retries for none, and stops at its limit, at its time, and where a retry is no use', () => {
    expect(retryDelayMs(busy, 0, 0, { ...policy, maxRetries: 0 }, 0.5)).toBeNull();
    expect(retryDelayMs(busy, 2, 0, policy, 0.5)).toBe(1000);
    expect(retryDelayMs(busy, 3, 0, policy, 0.5)).toBeNull();
    expect(retryDelayMs(busy, 0, 59_900, policy, 0.5)).toBeNull();
    expect(retryDelayMs(callFault('bad_request', ''), 0, 0, policy, 0.5)).toBeNull();
  });

  it('keeps at least what the provider asks for', () => {
    const asked = callFault('rate_limit', '', { retryAfterMs: 4000 });
    expect([0, 1].map((random) => retryDelayMs(asked, 0, 0, policy, random))).toEqual([4000, 4400]);
  });

  it('is spread between nothing and twice as much each time, at most 30 s', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.double({ min: 0, max: 1, noNaN: true }), (retry, random) => {
        const waits = retryDelayMs(busy, retry, 0, { ...policy, maxRetries: 99 }, random) ?? Number.NaN;
        expect(waits).toBeCloseTo(random * Math.min(30_000, 500 * 2 ** retry), 6);
      }),
    );
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-11-25T10:00:00Z');
  it.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Wed, 25 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 25 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '120', 'retry-after': '9' }, 120],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ] as [Record<string, string>, number | undefined][])('%o', (headers, waits) => {
    expect(retryAfterMs(headers, now)).toBe(waits);
  });
});
