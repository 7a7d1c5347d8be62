import type { EndedRequest } from '../day-input.js';
import { REQUEST_ENDS } from '../outcome/tally.js';
import type { Scenario } from '../scenario.js';

const MISSING = REQUEST_ENDS.indexOf('missing');

/** What an A/B test can be about, and guard. Each is a mean over a visit's requests; costs are per 1,000 requests. */
export const AB_METRICS = ['quality', 'cost', 'attainment', 'availability'] as const;
export type AbMetric = (typeof AB_METRICS)[number];

/** Visits in the order in which they were over. */
export interface VisitOutcomes {
  readonly visits: Int32Array;
  readonly endedMs: Float64Array;
  /** By visit in that order; NaN where unknown. */
  readonly metrics: Readonly<Record<AbMetric, Float64Array>>;
}

export interface VisitCollector {
  add(request: EndedRequest): void;
  done(): VisitOutcomes;
}

/**
 * Gathers requests into visits: the unit that is assigned is the unit that is counted, since a session's requests are alike. Requests of
 * the warm-up are left out.
 */
export function visitCollector({ slo, warmUpMs }: Pick<Scenario, 'slo' | 'warmUpMs'>): VisitCollector {
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
        visits,
        endedMs: Float64Array.from(visits, (visit) => endedMs[visit] as number),
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
