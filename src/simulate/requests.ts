import { ATTEMPT_WHY } from '../domain/decision.js';
import { sampleRow } from '../domain/outcome-table.js';
import { furtherRow } from '../replay/carry-out.js';
import type { Command } from '../router/execution.js';
import type { RouteColumns } from '../router/router.js';
import type { BudgetWatch } from './budget-watch.js';
import { type Calls, openCalls } from './calls.js';
import { PURPOSE, uniform } from './chance.js';
import type { DayInput } from './day-input.js';
import { EVENT, type EventQueue } from './event-queue.js';
import { type ExecutionGraph, type ExecutionNode, executionGraph } from './execution-graph.js';
import { refuseTooManyUnderWay } from './expected-load.js';
import { liveDay } from './live-router.js';
import { add, CALL_CAUSES, type CallCause, type RequestEnd, stepAt, type Tally } from './outcome/tally.js';
import { slots } from './slots.js';

/** The time it is. */
export interface Clock {
  ms: number;
}

/** What requests need to know of the day. */
export interface RequestSetting {
  readonly tally: Tally;
  readonly events: EventQueue;
  readonly clock: Clock;
  readonly budget: BudgetWatch;
  /** A request is over. `quality` and `costPico` are NaN where they can't be known. */
  over(visit: number, how: RequestEnd, quality: number, costPico: number, latencyMs: number): void;
}

/** How requests are routed now. */
export interface RoutesNow {
  /** Of the scenario's changes. */
  readonly stretch: number;
  /** 1 where the day's other router decides. */
  readonly side: 0 | 1;
  /** Undefined for a router that remembers, which is asked each time. */
  readonly routes: RouteColumns | undefined;
}

/** All requests under way: the runtime's execution machine says what is done about each. */
export interface Requests {
  readonly underWay: number;
  readonly calls: Calls;
  /**
   * A request that was just routed.
   *
   * @param visit it belongs to, which `over` names again
   * @param luck its own key of draws
   * @param session whose prompt cache its calls use
   */
  begin(visit: number, query: number, sample: number, luck: number, session: number, now: RoutesNow): void;
  /** A timer's event, and a rating's. */
  timed(timer: number): void;
  rated(ref: number): void;
  /** The day is over. */
  done(): void;
}

const NO_CAUSE = CALL_CAUSES.length;
/** Errors that the same call would meet again. */
const LASTING: readonly CallCause[] = ['breaker', 'removed'];
const TIMEOUT = CALL_CAUSES.indexOf('timeout');

export function openRequests(input: DayInput, { tally, events, clock, budget, over }: RequestSetting): Requests {
  const { table, routerTimeMs } = input;
  const played = input.trial === undefined ? [input] : [input, input.trial];
  const graphs = played.map(({ policy }) => executionGraph(policy, table));
  const lives = played.map(({ live }, side) =>
    live === undefined ? null : liveDay(live, table, input.seed, events, side as 0 | 1),
  );
  const [only] = graphs as [ExecutionGraph];
  const graphOf = input.trial === undefined ? () => only : (of: number) => graphs[sideOf[of] as number] as ExecutionGraph;
  const free = slots();
  const luckOf: number[] = [];
  const queryOf: number[] = [];
  const sampleOf: number[] = [];
  const sessionOf: number[] = [];
  const visitOf: number[] = [];
  const sideOf: (0 | 1)[] = [];
  /** Of routers that remember: requests routed with it. */
  const routedOf: number[] = [];
  const node: ExecutionNode[] = [];
  const costPico: number[] = [];
  const callsOf: number[][] = [];
  const timersOf: number[][] = [];
  /** What went wrong last. */
  const cause: number[] = [];
  const timerSlots = slots();
  const timerRequest: number[] = [];
  const timerNumber: number[] = [];
  const timerElapsed: number[] = [];
  const timerEvent: number[] = [];

  const calls = openCalls(input, tally, events, {
    charged(request, pico, nowMs) {
      costPico[request] = (costPico[request] as number) + pico;
      if (pico > 0) add(tally.spentPico, stepAt(tally, nowMs), pico);
      budget.spend(pico, nowMs);
    },
    settled(request, call, why, elapsedMs) {
      const from = node[request] as ExecutionNode;
      const number = calls.numberOf(call);
      if (why !== null) cause[request] = CALL_CAUSES.indexOf(why);
      const graph = graphOf(request);
      const to =
        why === null ? graph.answered(from, number, calls.rowOf(call)) : graph.failed(from, number, !LASTING.includes(why));
      advance(request, to, elapsedMs, false);
    },
  });

  const noCall = (request: number): boolean => (callsOf[request] as number[]).length === 0;

  /** Does what the machine commands. */
  function advance(request: number, to: ExecutionNode, elapsedMs: number, byTimer: boolean): void {
    node[request] = to;
    const { commands } = to;
    for (let i = 0; i < commands.length; i++) {
      const command = commands[i] as Command;
      switch (command.kind) {
        case 'call':
          if (!call(request, command, to.models[i] as number, elapsedMs)) {
            end(request, 'missing', null, elapsedMs);
            return;
          }
          break;
        case 'wait':
          wait(request, command, elapsedMs);
          break;
        case 'cancel':
          if (byTimer) cause[request] = TIMEOUT;
          calls.cancel((callsOf[request] as number[])[command.call] as number, byTimer, clock.ms);
          break;
        case 'finish':
          end(request, command.attempt !== null ? 'served' : noCall(request) ? 'refused' : 'failed', command.attempt, elapsedMs);
      }
    }
  }

  /** Samples that are compared must all be recorded; what is only asked once more reads them over again. */
  function recordedRow({ why, sample }: Extract<Command, { kind: 'call' }>, query: number, model: number, first: number): number {
    const again = why === 'retry' || why === 'hedged';
    return again ? sampleRow(table, query, model, first + sample) : furtherRow(table, query, model, first, sample);
  }

  /** False where there is no recording of it. */
  function call(request: number, command: Extract<Command, { kind: 'call' }>, model: number, elapsedMs: number): boolean {
    const after = command.why === 'retry' || command.why === 'fallback' ? (cause[request] as number) : NO_CAUSE;
    add(tally.calls, ATTEMPT_WHY.indexOf(command.why) * (NO_CAUSE + 1) + after, 1);
    const row = model < 0 ? -1 : recordedRow(command, queryOf[request] as number, model, sampleOf[request] as number);
    if (row < 0) return false;
    const made = {
      request,
      side: sideOf[request] as 0 | 1,
      number: command.call,
      model,
      row,
      repeat: command.sample,
      luck: luckOf[request] as number,
      session: sessionOf[request] as number,
      elapsedMs,
    };
    (callsOf[request] as number[])[command.call] = calls.make(made, clock.ms);
    return true;
  }

  function wait(request: number, command: Extract<Command, { kind: 'wait' }>, elapsedMs: number): void {
    const timer = timerSlots.take();
    const luck = luckOf[request] as number;
    const ms = command.ms + (command.spreadMs === 0 ? 0 : command.spreadMs * uniform(luck, PURPOSE.jitter, command.timer, 0));
    timerRequest[timer] = request;
    timerNumber[timer] = command.timer;
    timerElapsed[timer] = elapsedMs + ms;
    timerEvent[timer] = events.plan(clock.ms + ms, EVENT.timer, timer);
    (timersOf[request] as number[]).push(timer);
  }

  function end(request: number, how: RequestEnd, attempt: number | null, elapsedMs: number): void {
    const own = callsOf[request] as number[];
    const served = attempt === null ? -1 : (own[attempt] as number);
    const known = served < 0 ? 0 : (table.quality[calls.rowOf(served)] as number) * calls.qualityOf(served);
    for (const one of own) calls.release(one, clock.ms);
    for (const timer of timersOf[request] as number[]) {
      events.remove(timerEvent[timer] as number);
      timerSlots.free(timer);
    }
    const live = lives[sideOf[request] as number] ?? null;
    if (live !== null && how !== 'missing' && how !== 'refused') {
      live.ended(
        {
          route: (node[request] as ExecutionNode).execution.route,
          routed: routedOf[request] as number,
          modelId: served < 0 ? null : (table.modelIds[calls.modelOf(served)] as string),
          row: served < 0 ? -1 : calls.rowOf(served),
          costPico: costPico[request] as number,
          quality: served < 0 ? 1 : calls.qualityOf(served),
          luck: luckOf[request] as number,
        },
        clock.ms,
      );
    }
    free.free(request);
    const lost = how === 'missing' ? Number.NaN : 0;
    over(visitOf[request] as number, how, known + lost, (costPico[request] as number) + lost, elapsedMs + lost);
  }

  return {
    get underWay() {
      return free.inUse;
    },
    calls,
    begin(visit, query, sample, luck, session, now) {
      const request = free.take();
      luckOf[request] = luck;
      queryOf[request] = query;
      sampleOf[request] = sample;
      sessionOf[request] = session;
      visitOf[request] = visit;
      sideOf[request] = now.side;
      costPico[request] = 0;
      callsOf[request] = [];
      timersOf[request] = [];
      cause[request] = NO_CAUSE;
      if (free.inUse > tally.mostInFlight) tally.mostInFlight = free.inUse;
      refuseTooManyUnderWay(free.inUse, clock.ms);
      const live = lives[now.side] ?? null;
      const graph = graphOf(request);
      const from =
        live === null
          ? graph.begin(now.routes as RouteColumns, query)
          : graph.beginAlone(live.route(query, now.stretch, clock.ms));
      routedOf[request] = live?.routed ?? 0;
      advance(request, from, routerTimeMs, false);
    },
    rated: (ref) => lives[ref & 1]?.rated(ref >> 1, clock.ms),
    done() {
      for (const live of lives) live?.done();
    },
    timed(timer) {
      const request = timerRequest[timer] as number;
      const own = timersOf[request] as number[];
      own.splice(own.indexOf(timer), 1);
      timerSlots.free(timer);
      const to = graphOf(request).timed(node[request] as ExecutionNode, timerNumber[timer] as number);
      // A timer of a call that came back in time commands nothing.
      if (to.commands.length > 0) advance(request, to, timerElapsed[timer] as number, true);
    },
  };
}
