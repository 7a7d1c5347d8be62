import type { Estimate } from '../domain/estimate.js';
import type { Results } from '../domain/results.js';

/** Header of metrics.csv. */
export const METRICS_HEADER: readonly string[] = ['of', 'part', 'metric', 'unit', 'value', 'low', 'high', 'n'];

/** Every number with its interval, one a line: metrics of rows, of sets of operating points, and of sweeps. Empty is not available. */
export function* metricsRows({ rows, frontiers, curves, metrics, protocol }: Results): Generator<(string | number | null)[]> {
  const units = new Map(metrics.map(({ name, unit }) => [name, unit]));
  const line = (of: string, part: string, metric: string, { value, low, high, n }: Estimate) => [
    of,
    part,
    metric,
    units.get(metric) ?? 'ratio',
    value,
    low,
    high,
    n,
  ];
  for (const row of rows) {
    for (const [metric, estimate] of Object.entries(row.metrics)) yield line(row.id, protocol.reportedOn, metric, estimate);
  }
  for (const { id, part, metrics: own } of frontiers) {
    for (const [metric, estimate] of Object.entries(own)) yield line(id, part, metric, estimate);
  }
  for (const { rowId, apgr, apgrQuantile, cpt50, cpt80 } of curves) {
    const sweep = { apgr, apgr_quantile: apgrQuantile, cpt50, cpt80 };
    for (const [metric, estimate] of Object.entries(sweep)) yield line(rowId, protocol.reportedOn, `sweep.${metric}`, estimate);
  }
}
