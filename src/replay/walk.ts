import { DECISION_STATUS } from '../domain/decision.js';
import { type OutcomeTable, PICO_PER_USD } from '../domain/outcome-table.js';
import type { Feedback, RequestBatch, Route, Router, RouterState } from '../router/router.js';
import { type FeedbackSpec, ratingOf } from './feedback.js';
import { type Charged, chargeRoute } from './ledger.js';

/** Requests in the order in which they arrive. */
export interface Stream {
  /** Query rows. */
  readonly rows: Uint32Array;
  /** When each of them arrives; null where that is not known, and each waits for the one before. */
  readonly atMs: Float64Array | null;
}

/** One walk of a stateful router over a stream. */
export interface Walk {
  readonly router: Router;
  readonly batch: RequestBatch;
  readonly table: OutcomeTable;
  readonly stream: Stream;
  /** Which replicate of the recordings answers (modulo each cell's size). */
  readonly sample: number;
  /** 32-bit seed of the router's chance and of the feedback's. */
  readonly seed: number;
  readonly feedback: FeedbackSpec;
}

/** What one walk came to, by position in the stream. */
export interface Walked {
  readonly routes: readonly Route[];
  /** After everything was observed. */
  readonly state: RouterState;
}

/** Time between requests of which no time is known. */
const UNTIMED_STEP_MS = 1000;

/** Something that is still to be observed. */
interface Pending {
  readonly event: Feedback;
  /** Not before this position of the stream is about to be routed. */
  readonly position: number;
}

/**
 * Prequential replay (Dawid 1984): each request is routed on what had been observed when it arrived, then charged; its costs are
 * observed when the answer is there, its rating after the feedback's delay. The order of events is that of their times, ties in
 * the order in which they were caused.
 */
export function walk({ router, batch, table, stream, sample, seed, feedback }: Walk): Walked {
  const decide = router.decider(batch);
  const modelOf = new Map(table.modelIds.map((id, index) => [id, index]));
  const timed = stream.atMs !== null;
  let state = router.initialState;
  let pending: readonly Pending[] = [];
  const routes = Array.from(stream.rows, (query, position) => {
    const nowMs = stream.atMs?.[position] ?? position * UNTIMED_STEP_MS;
    const isDue = (one: Pending): boolean => one.position <= position && one.event.nowMs <= nowMs;
    state = observed(router, state, pending.filter(isDue));
    pending = pending.filter((one) => !isDue(one));
    const { scores: _scores, ...route } = decide(query, state, { nowMs, random: seed });
    state = router.observe(state, { kind: 'routed', route, nowMs });
    const charged = chargeRoute(route, router.execution, query, table, sample, modelOf);
    const quality = ratingOf(table, charged.row, feedback, { seed, query });
    pending = [...pending, ...eventsOf(route, charged, quality, { table, position, nowMs, feedback, timed })];
    return route;
  });
  return { routes, state: observed(router, state, pending) };
}

function observed(router: Router, state: RouterState, events: readonly Pending[]): RouterState {
  const inOrder = events.toSorted((a, b) => a.event.nowMs - b.event.nowMs);
  return inOrder.reduce((before, { event }) => router.observe(before, event), state);
}

interface Moment {
  readonly table: OutcomeTable;
  readonly position: number;
  readonly nowMs: number;
  readonly feedback: FeedbackSpec;
  readonly timed: boolean;
}

/** What will be observed of a route. A missing recording says nothing, and where no model was allowed nothing happens. */
function eventsOf(
  route: Route,
  { status, served, costPico, latencyMs }: Charged,
  quality: number | null,
  { table, position, nowMs, feedback, timed }: Moment,
): Pending[] {
  if (status === DECISION_STATUS.missing || status === DECISION_STATUS.refused) return [];
  const answeredMs = nowMs + (timed && !Number.isNaN(latencyMs) ? latencyMs : 0);
  const about = {
    route,
    modelId: table.modelIds[served] ?? null,
    ...(Number.isNaN(costPico) ? {} : { costUsd: costPico / PICO_PER_USD }),
  };
  const answered: Pending = { position: position + 1, event: { kind: 'answered', ...about, nowMs: answeredMs } };
  if (quality === null) return [answered];
  const ratedMs = answeredMs + (timed ? feedback.delayMs : 0);
  return [
    answered,
    { position: position + 1 + feedback.delayQueries, event: { kind: 'rated', ...about, nowMs: ratedMs, quality } },
  ];
}
