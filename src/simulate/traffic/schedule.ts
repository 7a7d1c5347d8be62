import type { CodedColumn } from '../../domain/column.js';
import type { DayInput, QueryFacts } from '../day-input.js';
import { arrivalsAt, recordedArrivals } from './arrivals.js';
import { rateOf } from './rate.js';
import { meanVisitSize, type Visits, visitDraw, visitsOf } from './visits.js';

/** Who comes when. */
export interface Schedule {
  readonly visits: Visits;
  /** Time of the next visit, one after another; Infinity when there are no more. */
  nextMs(): number;
  /** Which visit that is. */
  visitOf(number: number, atMs: number): number;
  /** Which recorded sample its calls read; null: drawn for each request. */
  sampleOf(number: number): number | null;
  /** Which session's prompt cache its calls use; null: one of its own. */
  sessionOf(number: number): number | null;
}

/** The visits of a day. */
export function scheduleOf({ scenario, queries, seed }: DayInput): Schedule {
  const { arrivals, sessions, mix } = scenario.traffic;
  const session = sessions === null ? null : (queries.signals.get(sessions.signal) ?? null);
  if (arrivals.kind === 'dataset') return recordedSchedule(queries, session, arrivals.speed, scenario.lengthMs);
  const visits = visitsOf(queries.rows, queries.weight, session);
  const rate = rateOf(scenario, arrivals.perSecond / 1000 / meanVisitSize(visits), seed);
  return {
    visits,
    nextMs: arrivalsAt(rate, arrivals.kind, seed),
    visitOf: visitDraw(visits, queries.category, mix, seed),
    sampleOf: () => null,
    sessionOf: () => null,
  };
}

/** Every query by itself in order of arrival; pass n reads sample n, as replicate n of a replay does. */
function recordedSchedule(
  { rows, weight, arrivedAtMs }: QueryFacts,
  session: CodedColumn | null,
  speed: number,
  lengthMs: number,
): Schedule {
  const at = (row: number): number => arrivedAtMs[row] as number;
  const ordered = rows.filter((row) => Number.isFinite(at(row))).sort((a, b) => at(a) - at(b));
  const visits = visitsOf(ordered, weight, null);
  return {
    visits,
    nextMs: recordedArrivals(Float64Array.from(ordered, at), speed, lengthMs),
    visitOf: (number) => number % ordered.length,
    sampleOf: (number) => Math.floor(number / ordered.length),
    // Queries outside any session have caches of their own, behind those of the sessions.
    sessionOf(number) {
      const row = ordered[number % ordered.length] as number;
      const code = session?.codes[row] ?? -1;
      return code >= 0 ? code : (session?.values.length ?? 0) + row;
    },
  };
}
