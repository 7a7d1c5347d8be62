import { OUTCOME_STATUS } from '../domain/outcome-table.js';
import { openBreakers } from './breakers.js';
import { PURPOSE, uniform } from './chance.js';
import type { DayInput } from './day-input.js';
import { EVENT, type EventQueue } from './event-queue.js';
import { add, CALL_CAUSES, type CallCause, stepAt, type Tally } from './outcome/tally.js';
import { cacheTerms } from './provider/call-price.js';
import type { Condition } from './provider/condition.js';
import { serviceDraw } from './provider/service-time.js';
import { type Station, station } from './provider/stations.js';
import { OPEN_PROVIDER, type Provider } from './scenario.js';
import { slots } from './slots.js';

/** A call as a request makes it. */
export interface NewCall {
  readonly request: number;
  /** Of the day's routers, whose breakers watch it. */
  readonly side: 0 | 1;
  /** Its number within the request. */
  readonly number: number;
  readonly model: number;
  /** Its recording in the table. */
  readonly row: number;
  /** How often the request asked this model before. */
  readonly repeat: number;
  /** The request's own key of draws. */
  readonly luck: number;
  /** Whose prompt cache it can use. */
  readonly session: number;
  /** Since the request arrived. */
  readonly elapsedMs: number;
}

/** What the calls tell of themselves. */
export interface CallListener {
  /** A call began and costs this much (NaN: not known). */
  charged(request: number, costPico: number, nowMs: number): void;
  /** A call that somebody waits for came back; `cause` is null for an answer. */
  settled(request: number, call: number, cause: CallCause | null, elapsedMs: number): void;
}

/** All calls under way, with what stands behind the models. Calls are slots. */
export interface Calls {
  /** Begun, or waiting, or not yet given back by their requests. */
  readonly underWay: number;
  make(call: NewCall, nowMs: number): number;
  /** Nobody waits for it any more. In the queue it leaves; once begun it runs to its end all the same, and was paid. */
  cancel(call: number, timedOut: boolean, nowMs: number): void;
  /** Its request is over. */
  release(call: number, nowMs: number): void;
  /** Events of the queue. */
  ended(call: number, nowMs: number): void;
  woken(model: number, nowMs: number): void;
  /** What models are like from now on. */
  conditions(conditions: readonly Condition[]): void;
  /** A session that nobody had before: nothing of it is cached. */
  newSession(session: number): void;
  numberOf(call: number): number;
  modelOf(call: number): number;
  rowOf(call: number): number;
  qualityOf(call: number): number;
}

const WAITING = 0;
const SERVING = 1;
const REJECTED = 2;
const ABANDONED = 3;
const SETTLED = 4;
const ANSWERED = -1;

export function openCalls(input: DayInput, tally: Tally, events: EventQueue, listener: CallListener): Calls {
  const { table, models, scenario } = input;
  const providers = models.map(({ id }): Provider => scenario.providers.get(id) ?? OPEN_PROVIDER);
  const stations = providers.map((provider, model): Station => station(provider, tally, model));
  const service = providers.map((provider, model) => serviceDraw(provider.service, table, input.fits[model] ?? null));
  const caches = providers.map((provider, model) => cacheTerms(provider, models[model]?.price, table));
  const caching = caches.some((terms) => terms !== null);
  const breakers = openBreakers(input);
  const wakes = new Int32Array(models.length).fill(-1);
  const cachedUntil: number[] = [];
  let condition: readonly Condition[] = [];

  const free = slots();
  const request: number[] = [];
  const number: number[] = [];
  const model: number[] = [];
  const sideOf: (0 | 1)[] = [];
  const row: number[] = [];
  const repeat: number[] = [];
  const luckOf: number[] = [];
  const session: number[] = [];
  const elapsed: number[] = [];
  const offeredMs: number[] = [];
  const state: number[] = [];
  const event: number[] = [];
  const result: number[] = [];
  const quality: number[] = [];

  const fail = (call: number, cause: CallCause, afterMs: number): number => {
    result[call] = CALL_CAUSES.indexOf(cause);
    return afterMs;
  };
  /** How the call will end and after how long. */
  const fate = (call: number, provider: Provider, now: Condition): number => {
    const luck = luckOf[call] as number;
    const of = (model[call] as number) * 64 + (repeat[call] as number);
    if (now.hang > 0 && uniform(luck, PURPOSE.hang, of, 0) < now.hang) return fail(call, 'outage', provider.hangMs);
    if (now.outage > 0 && uniform(luck, PURPOSE.outage, of, 0) < now.outage) return fail(call, 'outage', provider.errorMs);
    const errors = 1 - (1 - provider.errors) * (1 - now.errors);
    if (errors > 0 && uniform(luck, PURPOSE.error, of, 0) < errors) return fail(call, 'error', provider.errorMs);
    const at = row[call] as number;
    result[call] = table.status[at] === OUTCOME_STATUS.error ? 0 : ANSWERED;
    return (service[model[call] as number] as (typeof service)[number])(at, luck, of) * now.slow;
  };
  const costOf = (call: number, now: Condition, nowMs: number): number => {
    // What fails by the scenario's doing was not billed.
    if ((result[call] as number) > 0) return 0;
    const of = model[call] as number;
    const terms = caches[of];
    let pico = table.costPico[row[call] as number] as number;
    if (terms !== null && terms !== undefined) {
      const place = (session[call] as number) * models.length + of;
      if ((cachedUntil[place] ?? 0) > nowMs) pico = Math.max(0, pico - terms.discountPico(row[call] as number));
      cachedUntil[place] = nowMs + terms.ttlMs;
    }
    return now.price === 1 ? pico : Math.round(pico * now.price);
  };
  const begin = (call: number, nowMs: number): void => {
    const of = model[call] as number;
    const now = condition[of] as Condition;
    const waitedMs = nowMs - (offeredMs[call] as number);
    const takesMs = fate(call, providers[of] as Provider, now);
    elapsed[call] = (elapsed[call] as number) + waitedMs + takesMs;
    state[call] = SERVING;
    quality[call] = now.quality;
    event[call] = events.plan(nowMs + takesMs, EVENT.callEnds, call);
    listener.charged(request[call] as number, costOf(call, now, nowMs), nowMs);
  };
  /** Lets waiting calls begin, and sees to it that somebody looks again when tokens are there. */
  const tend = (of: number, nowMs: number): void => {
    const own = stations[of] as Station;
    for (let call = own.beginNext(nowMs); call >= 0; call = own.beginNext(nowMs)) begin(call, nowMs);
    const wakeMs = own.wakeMs(nowMs);
    if ((wakes[of] as number) >= 0) events.remove(wakes[of] as number);
    wakes[of] = wakeMs === Number.POSITIVE_INFINITY ? -1 : events.plan(wakeMs, EVENT.wake, of);
  };
  const observe = (call: number, ok: boolean, nowMs: number): void =>
    breakers.observe(sideOf[call] as 0 | 1, model[call] as number, ok, nowMs);
  const reject = (call: number, cause: CallCause, afterMs: number, nowMs: number): void => {
    elapsed[call] = (elapsed[call] as number) + fail(call, cause, afterMs);
    state[call] = REJECTED;
    event[call] = events.plan(nowMs + afterMs, EVENT.callEnds, call);
  };
  const tokensOf = (at: number): number => {
    const tokens = (table.inputTokens[at] as number) + (table.outputTokens[at] as number);
    return tokens >= 0 ? tokens : 0;
  };

  return {
    get underWay() {
      return free.inUse;
    },
    make(made, nowMs) {
      const call = free.take();
      const of = made.model;
      request[call] = made.request;
      number[call] = made.number;
      model[call] = of;
      sideOf[call] = made.side;
      row[call] = made.row;
      repeat[call] = made.repeat;
      luckOf[call] = made.luck;
      session[call] = made.session;
      elapsed[call] = made.elapsedMs;
      offeredMs[call] = nowMs;
      state[call] = WAITING;
      if ((condition[of] as Condition).removed) reject(call, 'removed', (providers[of] as Provider).rejectMs, nowMs);
      else if (!breakers.admit(made.side, of, nowMs)) reject(call, 'breaker', 0, nowMs);
      else {
        const offer = (stations[of] as Station).offer(call, tokensOf(made.row), nowMs);
        if (offer === 'begins') begin(call, nowMs);
        else if (offer === 'waits') tend(of, nowMs);
        else reject(call, 'rate_limited', (providers[of] as Provider).rejectMs, nowMs);
      }
      return call;
    },
    cancel(call, timedOut, nowMs) {
      const of = model[call] as number;
      if (timedOut) observe(call, false, nowMs);
      if (state[call] === SERVING) state[call] = ABANDONED;
      else {
        if (state[call] === WAITING) (stations[of] as Station).withdraw(call, nowMs);
        if (state[call] === REJECTED) events.remove(event[call] as number);
        state[call] = SETTLED;
      }
    },
    release(call, nowMs) {
      if (state[call] === WAITING || state[call] === REJECTED) this.cancel(call, false, nowMs);
      if (state[call] === SETTLED) free.free(call);
      else {
        state[call] = ABANDONED;
        request[call] = -1;
      }
    },
    ended(call, nowMs) {
      const of = model[call] as number;
      const served = state[call] !== REJECTED;
      const wanted = state[call] !== ABANDONED;
      const cause = result[call] === ANSWERED ? null : (CALL_CAUSES[result[call] as number] as CallCause);
      state[call] = SETTLED;
      const counts = tally.models[of] as Tally['models'][number];
      if (cause !== null && cause !== 'breaker') add(served ? counts.failed : counts.rejected, stepAt(tally, nowMs), 1);
      if (served) {
        (stations[of] as Station).release(nowMs);
        tend(of, nowMs);
      }
      // A call that was given up already told the breaker what it had to.
      if (wanted && cause !== 'breaker') observe(call, cause === null, nowMs);
      if ((request[call] as number) < 0) free.free(call);
      else if (wanted) listener.settled(request[call] as number, call, cause, elapsed[call] as number);
    },
    woken(of, nowMs) {
      wakes[of] = -1;
      tend(of, nowMs);
    },
    conditions(now) {
      condition = now;
    },
    newSession(one) {
      if (caching) cachedUntil.fill(0, one * models.length, (one + 1) * models.length);
    },
    numberOf: (call) => number[call] as number,
    modelOf: (call) => model[call] as number,
    rowOf: (call) => row[call] as number,
    qualityOf: (call) => quality[call] as number,
  };
}
