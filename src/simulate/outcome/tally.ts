import { ATTEMPT_WHY } from '../../domain/decision.js';
import { LATENCY_BINS, latencyBin } from './latency-histogram.js';

/** How a request ended. Missing: a call of it has no recording, so what would have come of it is not known. */
export const REQUEST_ENDS = ['served', 'failed', 'refused', 'shed', 'over_budget', 'missing'] as const;
export type RequestEnd = (typeof REQUEST_ENDS)[number];

/** Why a call got no answer. */
export const CALL_CAUSES = ['recorded', 'error', 'outage', 'timeout', 'rate_limited', 'breaker', 'removed'] as const;
export type CallCause = (typeof CALL_CAUSES)[number];

/** One number a step of the scenario; the last one is what happened after its end. */
type Steps = Float64Array;

/** What happened in a day, by the step in which requests arrived (spending, queues and calls: in which they happened). */
export interface Tally {
  readonly steps: number;
  readonly stepMs: number;
  readonly arrived: Steps;
  /** In the order of REQUEST_ENDS. */
  readonly ended: readonly Steps[];
  readonly withinSlo: Steps;
  /** Quality over requests whose quality is known: those that got no answer count 0. */
  readonly quality: Steps;
  readonly judged: Steps;
  /** Of requests whose every call has a known cost. */
  readonly costPico: Steps;
  readonly priced: Steps;
  readonly spentPico: Steps;
  /** Steps × latency bins, of served requests. */
  readonly latency: Uint32Array;
  /** Sum of latencies, exact where the bins are not. */
  readonly latencyMs: Steps;
  /** Calls by why they were made × what had gone wrong before (last: nothing). */
  readonly calls: Float64Array;
  /** By model. */
  readonly models: readonly ModelTally[];
  /** Requests under way when the scenario ended. */
  inFlightAtEnd: number;
  /** Most requests under way at once. */
  mostInFlight: number;
}

export interface ModelTally {
  /** Time-integrals of calls waiting and being served. */
  readonly waitingMs: Steps;
  readonly servingMs: Steps;
  readonly mostWaiting: Steps;
  readonly begun: Steps;
  /** Of the calls that began, those without an answer; and calls that never began because there was no room, or no model. */
  readonly failed: Steps;
  readonly rejected: Steps;
}

export function newTally(lengthMs: number, stepMs: number, models: number): Tally {
  const steps = Math.ceil(lengthMs / stepMs);
  const column = (): Steps => new Float64Array(steps + 1);
  return {
    steps,
    stepMs,
    arrived: column(),
    ended: REQUEST_ENDS.map(column),
    withinSlo: column(),
    quality: column(),
    judged: column(),
    costPico: column(),
    priced: column(),
    spentPico: column(),
    latency: new Uint32Array((steps + 1) * LATENCY_BINS),
    latencyMs: column(),
    calls: new Float64Array(ATTEMPT_WHY.length * (CALL_CAUSES.length + 1)),
    models: Array.from({ length: models }, () => ({
      waitingMs: column(),
      servingMs: column(),
      mostWaiting: column(),
      begun: column(),
      failed: column(),
      rejected: column(),
    })),
    inFlightAtEnd: 0,
    mostInFlight: 0,
  };
}

/** The step of a time; what comes after the end is the last one. */
export function stepAt(tally: Tally, atMs: number): number {
  return Math.min(tally.steps, Math.floor(atMs / tally.stepMs));
}

export function add(column: Float64Array, index: number, amount: number): void {
  column[index] = (column[index] as number) + amount;
}

/** One request that ended. `latencyMs` counts for those that were served. */
export function tallyEnd(
  tally: Tally,
  step: number,
  end: number,
  latencyMs: number,
  quality: number,
  costPico: number,
  withinMs: number,
): void {
  add(tally.ended[end] as Float64Array, step, 1);
  if (!Number.isNaN(quality)) {
    add(tally.quality, step, quality);
    add(tally.judged, step, 1);
  }
  if (!Number.isNaN(costPico)) {
    add(tally.costPico, step, costPico);
    add(tally.priced, step, 1);
  }
  if (end !== 0) return;
  if (latencyMs <= withinMs) add(tally.withinSlo, step, 1);
  const bin = step * LATENCY_BINS + latencyBin(latencyMs);
  tally.latency[bin] = (tally.latency[bin] as number) + 1;
  add(tally.latencyMs, step, latencyMs);
}

/** Adds `amount` of something that lasted from one time to another to the steps it lasted in. */
export function tallyStretch(column: Float64Array, stepMs: number, fromMs: number, toMs: number, amount: number): void {
  if (amount === 0) return;
  const last = column.length - 1;
  let at = fromMs;
  let step = Math.min(last, Math.floor(fromMs / stepMs));
  while (at < toMs) {
    const end = step === last ? toMs : Math.min(toMs, (step + 1) * stepMs);
    add(column, step, amount * (end - at));
    at = end;
    step++;
  }
}
