import type { MetricFamily } from './family.js';

const SOURCE = "RouteLab's ledger: shares of queries (averaged over samples)";

/** How often requests end without an answer, fall back, escalate or find no allowed model. */
export const rate: MetricFamily = {
  definitions: [
    {
      name: 'rate.failed',
      title: 'No answer',
      unit: 'fraction',
      better: 'lower',
      definition: 'Share of queries on which every call ended in an error.',
      source: SOURCE,
    },
    {
      name: 'rate.refused',
      title: 'Not routed',
      unit: 'fraction',
      better: 'lower',
      definition: 'Share of queries for which the filters left no model.',
      source: SOURCE,
    },
    {
      name: 'rate.fallback',
      title: 'Fallback',
      unit: 'fraction',
      better: 'lower',
      definition: 'Share of queries with at least one call made because another ended in an error.',
      source: SOURCE,
    },
    {
      name: 'rate.escalation',
      title: 'Escalation',
      unit: 'fraction',
      better: 'neither',
      definition: 'Share of queries with at least one call made because an answer was not accepted.',
      source: SOURCE,
    },
  ],
  shares: ['rate.failed', 'rate.refused', 'rate.fallback', 'rate.escalation'],
  compute: (totals, { self }) =>
    (['failed', 'refused', 'fellBack', 'escalated'] as const).map((quantity) => totals.of(self, quantity) / totals.weight),
};
