import { add, stepAt, type Tally, tallyStretch } from '../outcome/tally.js';
import type { Provider } from '../scenario.js';
import { tokenBucket } from './token-bucket.js';

/** What a station tells of a call it was offered. */
export type Offer = 'begins' | 'waits' | 'rejected';

/** What stands behind one model: places, a queue in order of arrival, and token buckets. Calls are numbers. */
export interface Station {
  /** A call that needs so many tokens: it begins, waits, or is rejected. */
  offer(call: number, tokens: number, nowMs: number): Offer;
  /** One call less is being served. */
  release(nowMs: number): void;
  /** The next waiting call that may begin now, already counted as served; -1 for none. */
  beginNext(nowMs: number): number;
  /** When the first waiting call gets its tokens, if only tokens are lacking; Infinity otherwise. */
  wakeMs(nowMs: number): number;
  /** Takes a waiting call out of the queue. */
  withdraw(call: number, nowMs: number): void;
}

export function station(provider: Provider, tally: Tally, model: number): Station {
  const { concurrency, queue } = provider;
  const counts = tally.models[model] as Tally['models'][number];
  const requests = tokenBucket(provider.rpm, provider.burstMs);
  const tokens = tokenBucket(provider.tpm, provider.burstMs);
  /** Waiting calls, linked in order; tokens they need. */
  const before: number[] = [];
  const after: number[] = [];
  const needs: number[] = [];
  let first = -1;
  let last = -1;
  let waiting = 0;
  let serving = 0;
  let settledMs = 0;

  const readyMs = (need: number, nowMs: number): number => {
    if (requests === null && tokens === null) return nowMs;
    return Math.max(requests?.readyMs(1, nowMs) ?? nowMs, tokens?.readyMs(need, nowMs) ?? nowMs);
  };
  const settle = (nowMs: number): void => {
    if (nowMs <= settledMs) return;
    tallyStretch(counts.waitingMs, tally.stepMs, settledMs, nowMs, waiting);
    tallyStretch(counts.servingMs, tally.stepMs, settledMs, nowMs, serving);
    settledMs = nowMs;
  };
  const begin = (need: number, nowMs: number): void => {
    requests?.take(1, nowMs);
    tokens?.take(need, nowMs);
    serving++;
    add(counts.begun, stepAt(tally, nowMs), 1);
  };
  const unlink = (call: number): void => {
    const previous = before[call] as number;
    const next = after[call] as number;
    if (previous < 0) first = next;
    else after[previous] = next;
    if (next < 0) last = previous;
    else before[next] = previous;
    waiting--;
  };
  return {
    offer(call, need, nowMs) {
      settle(nowMs);
      if (waiting === 0 && serving < concurrency && readyMs(need, nowMs) <= nowMs) {
        begin(need, nowMs);
        return 'begins';
      }
      if (waiting >= queue) return 'rejected';
      before[call] = last;
      after[call] = -1;
      needs[call] = need;
      if (last < 0) first = call;
      else after[last] = call;
      last = call;
      waiting++;
      const step = stepAt(tally, nowMs);
      if (waiting > (counts.mostWaiting[step] as number)) counts.mostWaiting[step] = waiting;
      return 'waits';
    },
    release(nowMs) {
      settle(nowMs);
      serving--;
    },
    beginNext(nowMs) {
      if (first < 0 || serving >= concurrency) return -1;
      const call = first;
      const need = needs[call] as number;
      if (readyMs(need, nowMs) > nowMs) return -1;
      settle(nowMs);
      unlink(call);
      begin(need, nowMs);
      return call;
    },
    wakeMs(nowMs) {
      if (first < 0 || serving >= concurrency) return Number.POSITIVE_INFINITY;
      return readyMs(needs[first] as number, nowMs);
    },
    withdraw(call, nowMs) {
      settle(nowMs);
      unlink(call);
    },
  };
}
