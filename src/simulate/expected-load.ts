import { UserError } from '../domain/user-error.js';
import type { QueryFacts } from './day-input.js';
import type { Scenario } from './scenario.js';
import { rateOf } from './traffic/rate.js';

/** Requests of one day, and requests under way at once, beyond which time and memory are no longer reasonable. */
export const MOST_REQUESTS = 20_000_000;
const MOST_UNDER_WAY = 250_000;

/** Requests that a scenario's day brings on average; of the dataset's own rhythm as many as there are. */
export function expectedRequests(scenario: Scenario, { rows, arrivedAtMs }: Pick<QueryFacts, 'rows' | 'arrivedAtMs'>): number {
  const { arrivals, bursts } = scenario.traffic;
  if (arrivals.kind === 'dataset') {
    const times = Array.from(rows, (row) => arrivedAtMs[row] as number).filter(Number.isFinite);
    const [first, last] = times.reduce(
      ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    const spanMs = (last - first) / arrivals.speed;
    const passMs = spanMs + spanMs / (times.length - 1);
    return passMs > 0 ? times.length * Math.max(1, scenario.lengthMs / passMs) : times.length;
  }
  const steady = { ...scenario, traffic: { ...scenario.traffic, bursts: null } };
  const { endMs, perMs } = rateOf(steady, arrivals.perSecond / 1000, 0);
  const requests = perMs.reduce(
    (sum, rate, i) => sum + rate * ((endMs[i] as number) - (i === 0 ? 0 : (endMs[i - 1] as number))),
    0,
  );
  if (bursts === null) return requests;
  return requests * (1 + ((bursts.factor - 1) * bursts.lengthMs) / (bursts.everyMs + bursts.lengthMs));
}

/** @throws UserError for a day of more requests than can be simulated in a reasonable time */
export function refuseTooMany(scenario: Scenario, queries: Pick<QueryFacts, 'rows' | 'arrivedAtMs'>): void {
  const requests = expectedRequests(scenario, queries);
  if (requests <= MOST_REQUESTS) return;
  const { arrivals } = scenario.traffic;
  const [key, value] = arrivals.kind === 'dataset' ? ['speed', arrivals.speed] : ['requests_per_s', arrivals.perSecond];
  // Two digits of a twentieth less are never more than what fits.
  const fitting = Number(((0.95 * value * MOST_REQUESTS) / requests).toPrecision(2));
  throw new UserError({
    field: `traffic.${key}`,
    message: `brings about ${requests.toPrecision(2)} requests in the scenario's length`,
    value: String(value),
    accepted: `what comes to at most ${MOST_REQUESTS}: ${fitting} at this length`,
  });
}

/** @throws UserError where more requests are under way than memory should hold: providers that can't keep up and let everybody wait */
export function refuseTooManyUnderWay(underWay: number, nowMs: number): void {
  if (underWay <= MOST_UNDER_WAY) return;
  throw new UserError({
    field: 'providers',
    message: `more than ${MOST_UNDER_WAY} requests are under way ${Math.round(nowMs / 60_000)} minutes after the beginning: calls come faster than they are served`,
    accepted: 'a queue of so many calls, more concurrency, rpm or tpm, or most_in_flight in the arm',
  });
}

/** Requests a second of processor time that days of plain routers come to (docs/simulation.md has what was measured), rounded down. */
const REQUESTS_PER_S = 400_000;

/** About how long days take to simulate, in seconds. Routers that remember decide, and learn, request by request. */
export function expectedSeconds(requests: number, days: number, timeMs: number | null): number {
  return (requests * days) / REQUESTS_PER_S + (timeMs === null ? 0 : (2 * requests * days * timeMs) / 1000);
}
