import { type OutcomeTable, PICO_PER_USD } from '../domain/outcome-table.js';
import { type FeedbackSpec, ratingOf } from '../replay/feedback.js';
import type { Route, RouteClock, Router, RouterState } from '../router/router.js';
import { PURPOSE, uniform } from './chance.js';
import { EVENT, type EventQueue } from './event-queue.js';
import { slots } from './slots.js';

/** A router that remembers: each request is routed on what was observed by then. */
export interface LiveRouter {
  readonly router: Router;
  /** Its decisions by stretch of the scenario's changes. */
  readonly deciders: readonly ((row: number, state: RouterState, clock: RouteClock) => Route)[];
  readonly feedback: FeedbackSpec;
  /** What it knows when the day begins, and when that is; default: nothing yet, at 0. */
  readonly from?: { readonly state: RouterState; readonly atMs: number };
  /** Told what it knows once everything was observed. */
  readonly onState?: (state: RouterState) => void;
}

/** How a request that was routed ended. */
export interface LiveEnd {
  readonly route: Route;
  /** Requests that had been routed with it. */
  readonly routed: number;
  /** Who answered; null where nobody did. */
  readonly modelId: string | null;
  /** Row of the answer in the table; -1 for none. */
  readonly row: number;
  readonly costPico: number;
  /** Times what its quality was, by the scenario. */
  readonly quality: number;
  /** The request's own key of draws. */
  readonly luck: number;
}

/** One day of a router that remembers. */
export interface LiveDay {
  route(query: number, stretch: number, nowMs: number): Route;
  /** Requests routed so far. */
  readonly routed: number;
  ended(end: LiveEnd, nowMs: number): void;
  /** A rating's event. */
  rated(rating: number, nowMs: number): void;
  /** The day is over. */
  done(): void;
}

/**
 * Feeds a router what becomes of its routes, as replay does (see `walk`): that one was taken at once, its costs when it ends, and its rating
 * after the feedback's delay, but not before so many more requests were routed.
 *
 * @param side of the day's routers; a rating's event has the number `2 · rating + side`
 */
export function liveDay(live: LiveRouter, table: OutcomeTable, seed: number, events: EventQueue, side: 0 | 1): LiveDay {
  const { router, deciders, feedback, from } = live;
  const sinceMs = from?.atMs ?? 0;
  let state = from?.state ?? router.initialState;
  let routed = 0;
  const free = slots();
  const ends: LiveEnd[] = [];
  const quality: number[] = [];
  const dueFrom: number[] = [];
  /** Ratings whose time has come, but not yet so many requests. */
  let waiting: number[] = [];

  const observeRating = (rating: number, nowMs: number): void => {
    state = router.observe(state, {
      kind: 'rated',
      ...aboutOf(ends[rating] as LiveEnd),
      nowMs: sinceMs + nowMs,
      quality: quality[rating] as number,
    });
    free.free(rating);
  };
  const take = (rating: number, nowMs: number): boolean => {
    if ((dueFrom[rating] as number) > routed) return false;
    observeRating(rating, nowMs);
    return true;
  };
  return {
    get routed() {
      return routed;
    },
    route(query, stretch, nowMs) {
      if (waiting.length > 0) waiting = waiting.filter((rating) => !take(rating, nowMs));
      const decide = deciders[Math.min(stretch, deciders.length - 1)] as LiveRouter['deciders'][number];
      const { scores: _scores, ...route } = decide(query, state, { nowMs: sinceMs + nowMs, random: seed });
      state = router.observe(state, { kind: 'routed', route, nowMs: sinceMs + nowMs });
      routed++;
      return route;
    },
    ended(end, nowMs) {
      state = router.observe(state, { kind: 'answered', ...aboutOf(end), nowMs: sinceMs + nowMs });
      const given = ratingOf(table, end.row, feedback, { seed: end.luck, query: 0 });
      if (given === null) return;
      const rating = free.take();
      ends[rating] = end;
      quality[rating] = feedback.from === 'user' ? given * thumbLeft(end) : given * end.quality;
      dueFrom[rating] = end.routed + feedback.delayQueries;
      events.plan(nowMs + feedback.delayMs, EVENT.rating, 2 * rating + side);
    },
    rated(rating, nowMs) {
      if (!take(rating, nowMs)) waiting.push(rating);
    },
    done: () => live.onState?.(state),
  };
}

/** A thumb up stays up with the chance that the answer is still good. */
function thumbLeft({ quality, luck }: LiveEnd): number {
  return quality >= 1 || uniform(luck, PURPOSE.rating, 0, 0) < quality ? 1 : 0;
}

function aboutOf({ route, modelId, costPico }: LiveEnd) {
  return { route, modelId, ...(Number.isNaN(costPico) ? {} : { costUsd: costPico / PICO_PER_USD }) };
}
