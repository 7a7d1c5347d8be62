import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileLines } from '../../file/lines.js';
import type { Feedback, Route, RouteClock, RouteRequest, Router, RouterState } from '../../router/router.js';

/** What a router that remembers was told, one line each in `events.jsonl`: its state is what these come to. */
export type MemoryEvent =
  | { readonly kind: 'routed'; readonly id: string; readonly nowMs: number; readonly random: number; readonly route: Route }
  | {
      readonly kind: 'answered';
      readonly id: string;
      readonly nowMs: number;
      readonly modelId: string | null;
      readonly costUsd?: number;
    }
  | { readonly kind: 'rated'; readonly id: string; readonly nowMs: number; readonly quality: number };

/** The state of a router, kept while it serves. Of a router without one nothing is noted. */
export interface Memory {
  route(id: string, request: RouteRequest): Route;
  answered(id: string, modelId: string | null, costUsd: number | undefined): void;
  /** False for a decision that is not known, or not answered yet. */
  rated(id: string, quality: number): boolean;
}

/** Decisions that may still be rated. */
const MOST_REMEMBERED = 10_000;

/** A decision, and what came of it. */
interface Known {
  readonly route: Route;
  readonly answered?: { readonly modelId: string | null; readonly costUsd?: number };
}

/**
 * @param earlier what the router was told before
 * @param note told every event as it is observed
 */
export function routerMemory(router: Router, earlier: readonly MemoryEvent[], note: (event: MemoryEvent) => void): Memory {
  const fold = memoryFold(router);
  for (const event of earlier) fold.take(event);
  const happens = (event: MemoryEvent): boolean => {
    const taken = fold.take(event);
    if (taken && router.stateful) note(event);
    return taken;
  };
  return {
    route(id, request) {
      const clock: RouteClock = { nowMs: Date.now(), random: randomInt(2 ** 32) };
      const { scores: _scores, ...route } = router.route(request, fold.state(), clock);
      happens({ kind: 'routed', id, ...clock, route });
      return route;
    },
    answered(id, modelId, costUsd) {
      happens({ kind: 'answered', id, nowMs: Date.now(), modelId, ...(costUsd === undefined ? {} : { costUsd }) });
    },
    rated: (id, quality) => happens({ kind: 'rated', id, nowMs: Date.now(), quality }),
  };
}

/** Takes events one after another; what is about no known decision is passed over. */
export function memoryFold(router: Router): {
  readonly state: () => RouterState;
  readonly take: (event: MemoryEvent) => boolean;
} {
  const known = new Map<string, Known>();
  let state = router.initialState;
  const observe = (feedback: Feedback): void => {
    if (router.stateful) state = router.observe(state, feedback);
  };
  return {
    state: () => state,
    take(event) {
      const { id, nowMs } = event;
      const held = event.kind === 'routed' ? { route: event.route } : known.get(id);
      if (held === undefined) return false;
      const { route } = held;
      if (event.kind === 'routed') observe({ kind: 'routed', route, nowMs });
      else if (event.kind === 'answered') observe({ kind: 'answered', route, nowMs, ...outcomeOf(event) });
      else if (held.answered === undefined) return false;
      else observe({ kind: 'rated', route, nowMs, quality: event.quality, ...held.answered });
      known.set(id, event.kind === 'answered' ? { route, answered: outcomeOf(event) } : held);
      if (known.size > MOST_REMEMBERED) known.delete(known.keys().next().value as string);
      return true;
    },
  };
}

function outcomeOf({ modelId, costUsd }: Extract<MemoryEvent, { kind: 'answered' }>): NonNullable<Known['answered']> {
  return { modelId, ...(costUsd === undefined ? {} : { costUsd }) };
}

/** Events of earlier times; none where there is no file. */
export async function readEvents(path: string): Promise<MemoryEvent[]> {
  const events: MemoryEvent[] = [];
  if (!existsSync(path)) return events;
  for await (const { text } of fileLines(path)) events.push(JSON.parse(text) as MemoryEvent);
  return events;
}
