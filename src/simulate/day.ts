import { hash32 } from '../stats/hash.js';
import { budgetWatch } from './budget-watch.js';
import { exponential, PURPOSE } from './chance.js';
import type { DayInput, Played } from './day-input.js';
import { EVENT, eventQueue } from './event-queue.js';
import { add, newTally, REQUEST_ENDS, type RequestEnd, stepAt, type Tally, tallyEnd } from './outcome/tally.js';
import { conditionsOf } from './provider/condition.js';
import { type Clock, openRequests, type RoutesNow } from './requests.js';
import { slots } from './slots.js';
import { scheduleOf } from './traffic/schedule.js';

/**
 * Simulates a day from its first request to the end of its last one: a discrete-event simulation (Law, Simulation Modeling and
 * Analysis, 5th ed., ch. 1) in which the runtime's own execution machine decides what is done about every answer, error and timer.
 * What a request takes is added up from the durations of its parts, not from differences of the clock, so that without waiting it is
 * bit for bit what a replay gives.
 */
export function simulateDay(input: DayInput): Tally {
  const { scenario, routerTimeMs, seed } = input;
  const { lengthMs } = scenario;
  const tally = newTally(lengthMs, scenario.stepMs, input.models.length);
  const events = eventQueue();
  const clock: Clock = { ms: 0 };
  const budget = budgetWatch(scenario.budget);
  const changes = conditionsOf(scenario.changes, input.table.modelIds);
  const schedule = scheduleOf(input);
  const requests = openRequests(input, { tally, events, clock, budget, over });
  const { visits } = schedule;
  const gapMs = scenario.traffic.sessions?.gapMs ?? 0;
  let change = -1;
  let visitsSoFar = 0;

  const free = slots();
  const number: number[] = [];
  const first: number[] = [];
  const last: number[] = [];
  const place: number[] = [];
  const cameMs: number[] = [];

  /** Books a request that is over, and lets its visit go on. */
  function over(visit: number, how: RequestEnd, quality: number, costPico: number, latencyMs: number): void {
    const came = cameMs[visit] as number;
    const end = REQUEST_ENDS.indexOf(how);
    tallyEnd(tally, stepAt(tally, came), end, latencyMs, quality, costPico, scenario.slo.withinMs);
    if (came < lengthMs && clock.ms > lengthMs) tally.inFlightAtEnd++;
    const row = visits.rows[place[visit] as number] as number;
    input.onEnd?.({ row, visit: number[visit] as number, arrivedMs: came, end, quality, costPico, latencyMs });
    const next = (place[visit] as number) + 1;
    if (next < (last[visit] as number)) {
      const thought = gapMs * exponential(seed, PURPOSE.gap, number[visit] as number, next - (first[visit] as number));
      if (clock.ms + thought < lengthMs) {
        place[visit] = next;
        cameMs[visit] = clock.ms + thought;
        events.plan(clock.ms + thought + routerTimeMs, EVENT.turn, visit);
        return;
      }
    }
    free.free(visit);
  }

  /** Why a request that comes now is not even tried. */
  function turnAway(side: 0 | 1): RequestEnd | null {
    const { policy } = playedOn(side);
    if (policy.mostInFlight !== undefined && requests.underWay >= policy.mostInFlight) return 'shed';
    return budget.spent(clock.ms, changes.budget[change] as number) ? 'over_budget' : null;
  }

  function playedOn(side: 0 | 1): Played {
    return side === 1 && input.trial !== undefined ? input.trial : input;
  }

  /** What the visit's router makes of queries at this time. */
  function routesNow(side: 0 | 1): RoutesNow {
    const { routes } = playedOn(side);
    return { stretch: change, side, routes: routes[Math.min(change, routes.length - 1)] };
  }

  /** A query of a visit has come and been routed. */
  function routed(visit: number): void {
    add(tally.arrived, stepAt(tally, cameMs[visit] as number), 1);
    const of = number[visit] as number;
    const side = input.trial?.inB(of) === true ? 1 : 0;
    const turnedAway = turnAway(side);
    if (turnedAway !== null) {
      over(visit, turnedAway, 0, 0, routerTimeMs);
      return;
    }
    const at = place[visit] as number;
    const luck = hash32(seed ^ PURPOSE.request, of, at - (first[visit] as number));
    const sample = schedule.sampleOf(of) ?? hash32(luck, PURPOSE.sample, 0) >>> 8;
    requests.begin(visit, visits.rows[at] as number, sample, luck, schedule.sessionOf(of) ?? visit, routesNow(side));
  }

  function visitComes(atMs: number): void {
    const visit = free.take();
    const which = schedule.visitOf(visitsSoFar, atMs);
    number[visit] = visitsSoFar++;
    first[visit] = visits.offsets[which] as number;
    last[visit] = visits.offsets[which + 1] as number;
    place[visit] = first[visit];
    cameMs[visit] = atMs;
    if (schedule.sessionOf(number[visit]) === null) requests.calls.newSession(visit);
    routed(visit);
  }

  function passTime(toMs: number): void {
    // Sums of durations may differ in their last bit by how they were added up; time never runs backwards for that.
    clock.ms = Math.max(clock.ms, toMs);
    while (change + 1 < changes.fromMs.length && (changes.fromMs[change + 1] as number) <= clock.ms) {
      change++;
      requests.calls.conditions(changes.conditions[change] ?? []);
    }
  }

  function happen(kind: number, ref: number): void {
    if (kind === EVENT.callEnds) requests.calls.ended(ref, clock.ms);
    else if (kind === EVENT.timer) requests.timed(ref);
    else if (kind === EVENT.turn) routed(ref);
    else if (kind === EVENT.rating) requests.rated(ref);
    else requests.calls.woken(ref, clock.ms);
  }

  passTime(0);
  for (let nextVisitMs = schedule.nextMs(); ; ) {
    const eventMs = events.nextMs();
    if (nextVisitMs + routerTimeMs <= eventMs) {
      if (nextVisitMs === Number.POSITIVE_INFINITY) break;
      passTime(nextVisitMs + routerTimeMs);
      visitComes(nextVisitMs);
      nextVisitMs = schedule.nextMs();
    } else {
      events.take();
      const { kind, ref } = events;
      passTime(eventMs);
      happen(kind, ref);
    }
  }
  // What ended gave its place back, so that memory follows what is under way and not what was.
  if (requests.underWay + requests.calls.underWay > 0) throw new Error('a day is over and something is still under way');
  requests.done();
  return tally;
}
