import { AB_METRICS, type AbMetric } from '../../domain/ab.js';
import type { EndedRequest } from '../day-input.js';
import { REQUEST_ENDS } from '../outcome/tally.js';
import type { Scenario } from '../scenario.js';

const MISSING = REQUEST_ENDS.indexOf('missing');

/** Visits in the order in which they were over. */
export interface VisitOutcomes {
  readonly visits: Int32Array;
  readonly endedMs: Float64Array;
  /** By visit in that order; NaN where unknown. */
  readonly metrics: Readonly<Record<AbMetric, Float64Array>>;
  /** The number that the next one would have. */
  readonly nextVisit: number;
}

export interface VisitCollector {
  add(request: EndedRequest): void;
  done(): VisitOutcomes;
}

/**
 * Gathers requests into visits: the unit that is assigned is the unit that is counted, since a session's requests are alike. Requests of
 * the warm-up are left out.
 *
 * @param fromVisit number of the day's first visit
 * @param fromMs when the day begins
 */
export function visitCollector({ slo, warmUpMs }: Pick<Scenario, 'slo' | 'warmUpMs'>, fromVisit = 0, fromMs = 0): VisitCollector {
  const requests: number[] = [];
  const endedMs: number[] = [];
  const sums = { quality: [] as number[], cost: [] as number[], attainment: [] as number[], availability: [] as number[] };
  return {
    add({ visit, end, arrivedMs, latencyMs, quality, costPico }) {
      if (arrivedMs < warmUpMs) return;
      const served = end === MISSING ? Number.NaN : end === 0 ? 1 : 0;
      const own = {
        quality,
        cost: costPico * 1e-9,
        attainment: served === 1 && latencyMs > slo.withinMs ? 0 : served,
        availability: served,
      };
      requests[visit] = (requests[visit] ?? 0) + 1;
      endedMs[visit] = arrivedMs + (Number.isNaN(latencyMs) ? 0 : latencyMs);
      for (const metric of AB_METRICS) sums[metric][visit] = (sums[metric][visit] ?? 0) + own[metric];
    },
    done() {
      const visits = Int32Array.from(requests.keys()).filter((visit) => requests[visit] !== undefined);
      visits.sort((a, b) => (endedMs[a] as number) - (endedMs[b] as number) || a - b);
      const mean = (metric: AbMetric): Float64Array =>
        Float64Array.from(visits, (visit) => (sums[metric][visit] as number) / (requests[visit] as number));
      return {
        nextVisit: fromVisit + requests.length,
        visits: visits.map((visit) => fromVisit + visit),
        endedMs: Float64Array.from(visits, (visit) => fromMs + (endedMs[visit] as number)),
        metrics: {
          quality: mean('quality'),
          cost: mean('cost'),
          attainment: mean('attainment'),
          availability: mean('availability'),
        },
      };
    },
  };
}

/** The visits of some days with those of the next. */
export function joinedVisits(before: VisitOutcomes, next: VisitOutcomes): VisitOutcomes {
  const metric = (name: AbMetric): Float64Array => Float64Array.from([...before.metrics[name], ...next.metrics[name]]);
  return {
    nextVisit: next.nextVisit,
    visits: Int32Array.from([...before.visits, ...next.visits]),
    endedMs: Float64Array.from([...before.endedMs, ...next.endedMs]),
    metrics: {
      quality: metric('quality'),
      cost: metric('cost'),
      attainment: metric('attainment'),
      availability: metric('availability'),
    },
  };
}
