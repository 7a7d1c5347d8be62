import { setMaxListeners } from 'node:events';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Recording } from '../domain/recording.js';
import type { CallFault } from './call-fault.js';
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
type LaneEnd = 'done' | 'stopped' | 'cap' | 'down' | 'failing' | CallFault;

export interface LaneResult {
  readonly modelId: string;
  readonly end: LaneEnd;
  readonly recorded: number;
  readonly left: number;
  readonly warnings: readonly string[];
}

export interface RecordCalls {
  readonly lanes: readonly Lane[];
  readonly ledger: SpendLedger;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  /** Resolves when a recording is safe. */
  readonly write: (recording: Recording) => Promise<void>;
  /** Aborted: no new attempt is made, those in flight end by themselves. */
  readonly soft: AbortSignal;
  /** Aborted: attempts in flight end at once. */
  readonly hard: AbortSignal;
  readonly onProgress: (progress: RecordProgress) => void;
}

/** Calls in a row that failed with all their retries, after which a model's other calls are not made. */
const FAILED_IN_A_ROW = 5;

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

async function runLane(shared: Shared, lane: Lane): Promise<LaneResult> {
  const stop = new AbortController();
  const state: LaneState = { end: 'done', recorded: 0, failedInARow: 0, warnings: new Set(), stop };
  stop.signal.addEventListener('abort', shared.input.ledger.wake);
  const soft = AbortSignal.any([shared.input.soft, stop.signal]);
  // As many waits listen as calls are open.
  setMaxListeners(0, soft);
  const context = contextOf(shared, lane, soft);
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
  if (state.broken !== undefined) throw state.broken;
  const left = lane.calls.length - state.recorded;
  const end = state.end === 'done' && left > 0 ? 'stopped' : state.end;
  return { modelId: lane.model.id, end, recorded: state.recorded, left, warnings: [...state.warnings] };
}

async function makeCall({ input, counts }: Shared, context: CallContext, call: PlannedCall, state: LaneState): Promise<void> {
  const performed = await performCall(context, call);
  if (performed.kind === 'left') return endLane(state, performed.why);
  await input.write(performed.recording);
  for (const warning of performed.warnings) state.warnings.add(warning);
  const failed = performed.recording.error !== undefined;
  state.recorded++;
  state.failedInARow = failed && isOutage(performed.recording) ? state.failedInARow + 1 : 0;
  if (state.failedInARow >= FAILED_IN_A_ROW) endLane(state, 'failing');
  counts.done++;
  if (failed) counts.failed++;
  input.onProgress(counts);
}

/** A refused prompt says nothing of the next one; a provider that gave up on every attempt does. */
function isOutage({ error }: Recording): boolean {
  return !['content_filter', 'bad_request', 'too_large'].includes(error?.kind ?? '');
}

function contextOf(shared: Shared, lane: Lane, soft: AbortSignal): CallContext {
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
      if (typeof event === 'object' && event.kind === 'rate_limit') counts.rateLimited++;
      if (typeof event === 'object' && event.retryable) counts.retried++;
      input.onProgress(counts);
    },
  };
}
