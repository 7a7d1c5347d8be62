import { setMaxListeners } from 'node:events';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Recording } from '../domain/recording.js';
import { type CallFault, isUnreachable } from './call-fault.js';
import type { Clock } from './clock.js';
import { gate } from './limit/gate.js';
import { type CallContext, performCall } from './perform-call.js';
import type { Lane, PlannedCall } from './planned-call.js';
import type { RetryPolicy } from './retry.js';
import type { SpendLedger } from './spend-ledger.js';

/** How far recording is. */
export interface RecordProgress {
  readonly total: number;
  /** Recordings written, answers and failures. */
  readonly done: number;
  readonly failed: number;
  readonly inFlight: number;
  readonly rateLimited: number;
  readonly retried: number;
}

/** Why calls of a model were not made. */
type LaneEnd = 'done' | 'stopped' | 'cap' | 'down' | 'unreachable' | 'failing' | 'kept' | CallFault;

export interface LaneResult {
  readonly modelId: string;
  /** Where it was asked. */
  readonly address: string;
  readonly end: LaneEnd;
  readonly recorded: number;
  readonly left: number;
  /** Of those left: calls that failed where an answer is recorded, which stands. */
  readonly kept: number;
  /** What the last attempt failed with; null where it was answered. */
  readonly lastFault: CallFault | null;
  readonly warnings: readonly string[];
}

export interface RecordCalls {
  readonly lanes: readonly Lane[];
  readonly ledger: SpendLedger;
  readonly policy: RetryPolicy;
  /** A model to which no connection is made for so long, from the first attempt on, is given up. */
  readonly giveUpAfterMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  /** Resolves when a recording is safe. */
  readonly write: (recording: Recording) => Promise<void>;
  /** Aborted: no new attempt is made, those in flight end by themselves. */
  readonly soft: AbortSignal;
  /** Aborted: attempts in flight end at once. */
  readonly hard: AbortSignal;
  readonly onProgress: (progress: RecordProgress) => void;
  /** A model can't be reached, or fails again and again: said once, while it is still tried. */
  readonly onTrouble: (modelId: string, fault: CallFault) => void;
}

/** Calls in a row that failed with all their retries, after which a model's other calls are not made. */
const FAILED_IN_A_ROW = 5;
/** Attempts in a row that failed, after which it is told that a model is in trouble. */
const FAULTS_TO_TELL = 8;

interface Shared {
  readonly input: RecordCalls;
  readonly providers: Map<string, LimitFunction>;
  readonly counts: { -readonly [K in keyof RecordProgress]: RecordProgress[K] };
}

/**
 * Makes the calls of all lanes, each model at its own pace, and writes a recording for every one that ended. Resolves when
 * nothing is in flight any more.
 *
 * @throws whatever `write` throws; every other lane is stopped then
 */
export async function recordCalls(input: RecordCalls): Promise<LaneResult[]> {
  const total = input.lanes.reduce((sum, { calls }) => sum + calls.length, 0);
  const counts = { total, done: 0, failed: 0, inFlight: 0, rateLimited: 0, retried: 0 };
  const broken = new AbortController();
  const soft = AbortSignal.any([input.soft, broken.signal]);
  soft.addEventListener('abort', input.ledger.wake);
  // As many attempts listen as are in flight.
  setMaxListeners(0, input.hard);
  const shared: Shared = { input: { ...input, soft }, providers: new Map(), counts };
  const lanes = await Promise.allSettled(
    input.lanes.map((lane) =>
      runLane(shared, lane).catch((error: unknown) => {
        broken.abort();
        throw error;
      }),
    ),
  );
  return lanes.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** What is known of a lane while it runs. */
interface LaneState {
  end: LaneEnd;
  recorded: number;
  failedInARow: number;
  kept: number;
  lastFault: CallFault | null;
  /** Attempts that failed since the last answer. */
  faults: number;
  troubleTold: boolean;
  /** `no`: every attempt so far was refused a connection; a provider that was there once may come back. */
  connected: 'unknown' | 'no' | 'yes';
  /** What went wrong on our side, if anything. */
  broken?: unknown;
  readonly warnings: Set<string>;
  readonly stop: AbortController;
}

/** The first reason is the one to tell; what it stops only follows. */
function endLane(state: LaneState, why: LaneEnd): void {
  if (state.end === 'done') state.end = why;
  state.stop.abort();
}

function laneState(stop: AbortController): LaneState {
  const nothingYet = {
    recorded: 0,
    failedInARow: 0,
    kept: 0,
    lastFault: null,
    faults: 0,
    troubleTold: false,
    connected: 'unknown' as const,
  };
  return { end: 'done', ...nothingYet, warnings: new Set(), stop };
}

async function runLane(shared: Shared, lane: Lane): Promise<LaneResult> {
  const stop = new AbortController();
  const state = laneState(stop);
  stop.signal.addEventListener('abort', shared.input.ledger.wake);
  const soft = AbortSignal.any([shared.input.soft, stop.signal]);
  // As many waits listen as calls are open.
  setMaxListeners(0, soft);
  const context = contextOf(shared, lane, soft, state);
  const open = new Set<Promise<void>>();
  for (const call of lane.calls) {
    // Twice as many as may be in flight: those that wait for their next attempt leave their place to others.
    while (open.size >= 2 * context.gate.concurrency.limit()) await Promise.race(open);
    if (context.soft.aborted) break;
    const one = makeCall(shared, context, call, state)
      .catch((error: unknown) => {
        state.broken ??= error;
        endLane(state, 'stopped');
      })
      .finally(() => open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
  // Nothing of the lane is waited for any more.
  stop.abort();
  if (state.broken !== undefined) throw state.broken;
  return laneResult(lane, state);
}

function laneResult(lane: Lane, { end, recorded, kept, lastFault, warnings }: LaneState): LaneResult {
  const left = lane.calls.length - recorded;
  const why = end !== 'done' || left === 0 ? end : left === kept ? 'kept' : 'stopped';
  return { modelId: lane.model.id, address: lane.address, end: why, recorded, left, kept, lastFault, warnings: [...warnings] };
}

async function makeCall({ input, counts }: Shared, context: CallContext, call: PlannedCall, state: LaneState): Promise<void> {
  const performed = await performCall(context, call);
  if (performed.kind === 'left') return endLane(state, performed.why);
  if (performed.kind === 'kept') {
    state.kept++;
    return noteEnd(state, performed.fault.kind);
  }
  await input.write(performed.recording);
  for (const warning of performed.warnings) state.warnings.add(warning);
  const { error } = performed.recording;
  const failed = error !== undefined;
  state.recorded++;
  noteEnd(state, error?.kind ?? null);
  counts.done++;
  if (failed) counts.failed++;
  input.onProgress(counts);
}

/** A refused prompt says nothing of the next one; a provider that gave up on every attempt does. */
function noteEnd(state: LaneState, errorKind: string | null): void {
  const outage = errorKind !== null && !['content_filter', 'bad_request', 'too_large'].includes(errorKind);
  state.failedInARow = outage ? state.failedInARow + 1 : 0;
  if (state.failedInARow >= FAILED_IN_A_ROW) endLane(state, 'failing');
}

/** What an attempt says of its model; a model in trouble is told once. */
function noteAttempt(state: LaneState, event: 'answered' | CallFault, tell: (fault: CallFault) => void): void {
  state.lastFault = event === 'answered' ? null : event.kind === 'aborted' ? state.lastFault : event;
  state.faults = event === 'answered' ? 0 : state.faults + 1;
  if (event === 'answered' || state.troubleTold || !event.retryable) return;
  if (!isUnreachable(event) && state.faults < FAULTS_TO_TELL) return;
  state.troubleTold = true;
  tell(event);
}

/** The first attempt that finds nobody starts the clock; one that finds somebody, answered or not, stops it for good. */
function noteConnection(state: LaneState, event: 'answered' | CallFault, { clock, giveUpAfterMs }: RecordCalls): void {
  const refused = typeof event === 'object' && isUnreachable(event);
  if (!refused) state.connected = 'yes';
  if (state.connected !== 'unknown') return;
  state.connected = 'no';
  void clock.sleep(giveUpAfterMs, state.stop.signal).then(() => {
    if (state.connected === 'no') endLane(state, 'unreachable');
  });
}

function contextOf(shared: Shared, lane: Lane, soft: AbortSignal, state: LaneState): CallContext {
  const { input, providers, counts } = shared;
  const { model } = lane;
  const own = gate(model.limits ?? {}, lane.concurrency, input.clock);
  const slots = pLimit(own.concurrency.limit());
  const provider = providers.get(model.provider) ?? pLimit(lane.providerConcurrency);
  providers.set(model.provider, provider);
  return {
    ...input,
    lane,
    gate: own,
    soft,
    inModelSlot: (attempt) => slots(attempt),
    inProviderSlot: (send) => provider(send),
    onAttempt(event) {
      slots.concurrency = own.concurrency.limit();
      counts.inFlight += event === 'sent' ? 1 : -1;
      if (event !== 'sent') noteAttempt(state, event, (fault) => input.onTrouble(model.id, fault));
      if (event !== 'sent') noteConnection(state, event, input);
      if (typeof event === 'object' && event.kind === 'rate_limit') counts.rateLimited++;
      if (typeof event === 'object' && event.retryable) counts.retried++;
      input.onProgress(counts);
    },
  };
}
