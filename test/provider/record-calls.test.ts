import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/domain/model.js';
import type { Recording } from '../../src/domain/recording.js';
import { type CallFault, callFault } from '../../src/provider/call-fault.js';
import type { Lane } from '../../src/provider/planned-call.js';
import { type RecordCalls, type RecordProgress, recordCalls } from '../../src/provider/record-calls.js';
import type { Reply } from '../../src/provider/send/send.js';
import { spendBook } from '../../src/provider/spend-book.js';
import { spendLedger } from '../../src/provider/spend-ledger.js';
import { fakeClock } from '../support/fake-clock.js';

const price = { inputUsdPerMTok: 0, outputUsdPerMTok: 1 };
const model: Model = { id: 'p/m', provider: 'p', name: 'm', tags: [], price };
/** 10 output tokens at 1 USD a million: 10⁷ pico-USD at worst. */
const parameters = { maxOutputTokens: 10 };

const answered: Reply = {
  kind: 'answered',
  answer: { text: 'x', finishReason: 'stop' },
  usage: { inputTokens: 1, outputTokens: 5 },
  latencyMs: 100,
  warnings: [],
};
const NO_FILE = { reserve: async () => '', settle: () => undefined, leave: () => undefined, close: async () => undefined };

const failed = (fault: CallFault): Reply => ({ kind: 'failed', fault, latencyMs: 20 });

interface Setting {
  /** What call `query` is answered at its attempt (counted from 0). */
  readonly answer: (query: number, attempt: number) => Reply;
  readonly calls?: number;
  readonly capPico?: number;
  readonly more?: Partial<Lane>;
  readonly policy?: Partial<RecordCalls['policy']>;
  /** Recording is stopped at this attempt over all calls. */
  readonly stopAt?: number;
  /** An answer of every call is recorded already. */
  readonly answeredBefore?: boolean;
  readonly write?: (recording: Recording) => Promise<void>;
  readonly giveUpAfterMs?: number;
}

async function record({
  answer,
  calls = 1,
  capPico = 1e12,
  more,
  policy,
  stopAt,
  write,
  answeredBefore = false,
  giveUpAfterMs = 3_600_000,
}: Setting) {
  const clock = fakeClock();
  const written: Recording[] = [];
  const soft = new AbortController();
  const attempts = new Map<number, number>();
  let sent = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  const lane: Lane = {
    model,
    parameters,
    concurrency: { start: 4, max: 8 },
    providerConcurrency: 64,
    errorsAreFree: false,
    address: 'http://p/v1',
    calls: Array.from({ length: calls }, (_, query) => ({
      query,
      queryId: `q${query}`,
      sample: 0,
      revision: 0,
      answered: answeredBefore,
      key: `k${query}`,
    })),
    messages: (query) => [{ role: 'user', content: String(query) }],
    countTokens: () => ({ input: 1, output: 1 }),
    send: async ([message]) => {
      const query = Number(message?.content);
      const attempt = attempts.get(query) ?? 0;
      attempts.set(query, attempt + 1);
      if (++sent === stopAt) soft.abort();
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      await clock.sleep(100);
      inFlight--;
      return answer(query, attempt);
    },
    ...more,
  };
  const ledger = spendLedger(spendBook(capPico, { settledPico: 0, unresolvedPico: 0 }), NO_FILE);
  const troubles: string[] = [];
  let last: RecordProgress | undefined;
  const made = recordCalls({
    lanes: [lane],
    ledger,
    policy: { maxRetries: 3, attemptTimeoutMs: 1000, totalTimeoutMs: 60_000, ...policy },
    giveUpAfterMs,
    clock,
    random: () => 0.5,
    write: write ?? (async (recording) => void written.push(recording)),
    soft: soft.signal,
    hard: new AbortController().signal,
    onProgress: (progress) => {
      last = { ...progress };
    },
    onTrouble: (modelId, { message }) => void troubles.push(`${modelId} ${message} at ${clock.nowMs()} ms`),
  });
  made.catch(() => undefined);
  await clock.run();
  const [result] = await made;
  const totals = ledger.totals();
  return { result, written, sent, mostInFlight, last, troubles, totals, nowMs: clock.nowMs() };
}

describe('recordCalls', () => {
  it('makes every call once, within the limit of calls in flight', async () => {
    const { result, written, sent, mostInFlight, last, totals } = await record({ answer: () => answered, calls: 50 });
    expect(result).toMatchObject({ end: 'done', recorded: 50, left: 0 });
    expect(new Set(written.map(({ queryId }) => queryId)).size).toBe(50);
    expect([sent, last?.done, last?.inFlight]).toEqual([50, 50, 0]);
    expect(mostInFlight).toBe(8);
    expect(totals).toEqual({ settledPico: 50 * 5e6, unresolvedPico: 0, inFlightPico: 0 });
  });

  it('keeps every attempt, and no wait in the latency', async () => {
    const { written } = await record({
      answer: (_, attempt) =>
        attempt < 2 ? failed(callFault('rate_limit', 'slow', { status: 429, retryAfterMs: 3000 })) : answered,
    });
    expect(written).toMatchObject([
      {
        key: 'k0',
        request: { maxOutputTokens: 10 },
        timing: { latencyMs: 100 },
        attempts: [
          { at: '1970-01-01T00:00:00.000Z', latencyMs: 20, status: 429, error: { kind: 'rate_limit', message: 'slow' } },
          { at: '1970-01-01T00:00:03.250Z', latencyMs: 20, waitedMs: 3150, error: { kind: 'rate_limit' } },
          { latencyMs: 100, waitedMs: 3150, status: 200 },
        ],
      },
    ]);
  });

  it('records a call that failed with all its retries, and makes none where 0 are wanted', async () => {
    for (const maxRetries of [0, 2]) {
      const { written, sent } = await record({ answer: () => failed(callFault('server_error', 'x')), policy: { maxRetries } });
      expect(sent).toBe(maxRetries + 1);
      expect(written).toMatchObject([{ error: { kind: 'server_error' }, timing: { latencyMs: 20 } }]);
    }
  });

  it('does not retry what no retry mends, and goes on with the next call', async () => {
    const { result, written, sent } = await record({ answer: () => failed(callFault('bad_request', 'too long')), calls: 20 });
    expect([result?.end, sent, written.length]).toEqual(['done', 20, 20]);
  });

  it('stops a model whose key is wrong, and records nothing of it', async () => {
    const fault = callFault('auth', 'wrong key', { status: 401, unbilled: true });
    const { result, written, sent, totals } = await record({ answer: () => failed(fault), calls: 50 });
    expect(result).toMatchObject({ end: fault, recorded: 0, left: 50 });
    expect([written.length, totals.unresolvedPico]).toEqual([0, 0]);
    expect(sent).toBeLessThanOrEqual(4);
  });

  it('stops a model that asks for more patience than a call has, and one that is down', async () => {
    const hour = callFault('rate_limit', 'tomorrow', { retryAfterMs: 3_600_000, unbilled: true });
    expect((await record({ answer: () => failed(hour), calls: 50 })).result).toMatchObject({ end: hour, recorded: 0 });
    const down = await record({
      answer: () => failed(callFault('network', 'refused', { unbilled: true })),
      calls: 500,
      policy: { maxRetries: 50, totalTimeoutMs: 3_600_000 },
    });
    expect(down.result).toMatchObject({ end: 'down', recorded: 0, left: 500 });
    expect(down.sent).toBeLessThan(25);
  });

  it('gives up what never answers a connection after the time given, and waits for what was there once', async () => {
    const refused = failed(callFault('network', 'refused', { unbilled: true }));
    const policy = { maxRetries: 50, totalTimeoutMs: 3_600_000 };
    const dead = await record({ answer: () => refused, calls: 500, policy, giveUpAfterMs: 10_000 });
    expect(dead.result).toMatchObject({ end: 'unreachable', address: 'http://p/v1', recorded: 0, left: 500 });
    expect([dead.totals, dead.nowMs]).toEqual([{ settledPico: 0, unresolvedPico: 0, inFlightPico: 0 }, 10_100]);
    // A fault that came over a connection says that somebody is there.
    for (const first of [answered, failed(callFault('server_error', 'x'))]) {
      const gone = await record({
        answer: (query, attempt) => (query === 0 && attempt === 0 ? first : refused),
        calls: 500,
        policy,
        giveUpAfterMs: 10_000,
        more: { concurrency: { start: 1, max: 1 } },
      });
      expect([gone.result?.end, gone.nowMs > 60_000]).toEqual(['down', true]);
    }
    const back = await record({ answer: (_, attempt) => (attempt < 2 ? refused : answered), calls: 3, giveUpAfterMs: 10_000 });
    expect([back.result?.end, back.result?.recorded]).toEqual(['done', 3]);
  });

  it('takes an error status for free where the provider says so, and only a whole answer of it', async () => {
    const status = failed(callFault('server_error', 'x', { status: 500 }));
    const settled = async (reply: Reply, errorsAreFree: boolean) =>
      (await record({ answer: () => reply, policy: { maxRetries: 0 }, more: { errorsAreFree } })).totals.unresolvedPico;
    expect(await settled(status, true)).toBe(0);
    expect(await settled(status, false)).toBe(1e7);
    expect(await settled(failed(callFault('timeout', 'x')), true)).toBe(1e7);
  });

  it('stops after five calls in a row that failed with all their retries', async () => {
    const { result, written } = await record({
      answer: () => failed(callFault('rate_limit', 'slow', { unbilled: true })),
      calls: 500,
      policy: { maxRetries: 1 },
    });
    expect(result?.end).toBe('failing');
    expect(written.length).toBeLessThan(15);
  });

  it('records no failure where nobody was there to answer', async () => {
    const refused = callFault('network', 'refused', { unbilled: true });
    const { result, written } = await record({ answer: () => failed(refused), calls: 20, policy: { maxRetries: 0 } });
    expect(result).toMatchObject({ end: refused, recorded: 0, left: 20 });
    expect(written).toEqual([]);
  });

  it('lets an answer that is recorded stand where the call fails now, and goes on with the next', async () => {
    const refused = failed(callFault('bad_request', 'not any more'));
    const { result, written } = await record({
      answer: (query) => (query === 1 ? refused : answered),
      calls: 4,
      answeredBefore: true,
    });
    expect(result).toMatchObject({ end: 'kept', recorded: 3, left: 1, kept: 1 });
    expect(written.map(({ queryId }) => queryId)).not.toContain('q1');
    const torn = await record({ answer: () => failed(callFault('server_error', 'x')), calls: 500, answeredBefore: true });
    expect(torn.written).toEqual([]);
    expect([torn.result?.end === 'done', torn.sent < 100]).toEqual([false, true]);
  });

  it('says once and at once that a model can’t be reached, and what the last attempt failed with when it is stopped', async () => {
    const { result, troubles } = await record({
      answer: () => failed(callFault('network', 'refused', { unbilled: true })),
      calls: 50,
      stopAt: 6,
    });
    expect(troubles).toEqual(['p/m refused at 100 ms']);
    expect(result).toMatchObject({ end: 'stopped', lastFault: { message: 'refused' } });
  });

  it('says that a model fails again and again, and nothing of single faults', async () => {
    const fault = callFault('server_error', 'oops');
    const always = await record({ answer: () => failed(fault), calls: 50 });
    expect(always.troubles).toHaveLength(1);
    const seldom = await record({ answer: (query, at) => (query % 5 === 0 && at === 0 ? failed(fault) : answered), calls: 50 });
    expect(seldom.troubles).toEqual([]);
  });

  it('halves what is in flight when refused, so that refusals don’t pile up', async () => {
    let refused = 0;
    const { written, mostInFlight } = await record({
      answer: (query, attempt) =>
        query >= 20 && attempt === 0 && ++refused <= 40 ? failed(callFault('rate_limit', 'slow')) : answered,
      calls: 200,
      more: { concurrency: { start: 4, max: 64 } },
    });
    expect(written).toHaveLength(200);
    expect(mostInFlight).toBeLessThan(40);
  });

  it('never goes beyond its cap, calls in flight counted at their worst, and tells what is left', async () => {
    // Room for 7 answers of 5·10⁶ and one worst case more.
    const { result, written, totals, mostInFlight } = await record({ answer: () => answered, calls: 50, capPico: 45e6 });
    expect(result).toMatchObject({ end: 'cap', recorded: written.length, left: 50 - written.length });
    expect(written.length).toBe(8);
    expect(totals).toEqual({ settledPico: 40e6, unresolvedPico: 0, inFlightPico: 0 });
    expect(mostInFlight).toBeLessThanOrEqual(4);
  });

  it('counts a call of which nobody knows the cost at its worst for ever', async () => {
    const { usage: _usage, ...silent } = answered as Extract<Reply, { kind: 'answered' }>;
    const unknown = await record({ answer: () => silent, calls: 50, capPico: 35e6 });
    expect(unknown.totals).toMatchObject({ settledPico: 0, unresolvedPico: 30e6 });
    expect(unknown.written).toHaveLength(3);
    expect(unknown.written[0]?.usage).toEqual({ inputTokens: 1, outputTokens: 1, estimated: true });
  });

  it('ends what is in flight and nothing else when it is stopped', async () => {
    const { result, written, sent } = await record({ answer: () => answered, calls: 50, stopAt: 10 });
    expect(result).toMatchObject({ end: 'stopped', recorded: written.length, left: 50 - written.length });
    expect(written.length).toBe(sent);
    expect(sent).toBeLessThan(20);
  });

  it('does not go on when a recording can’t be written', async () => {
    let tried = 0;
    const write = async (): Promise<void> => {
      tried++;
      throw new Error('disk full');
    };
    await expect(record({ answer: () => answered, calls: 50, write })).rejects.toThrow('disk full');
    expect(tried).toBeLessThan(10);
  });
});
