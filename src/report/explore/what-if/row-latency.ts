import type { Estimate } from '../../../domain/estimate.js';
import type { Results } from '../../../domain/results.js';
import { type LatencyColumn, latencyEstimates } from '../../../metric/latency.js';
import type { Part } from '../../../metric/part.js';
import type { Steps } from '../../../stats/steps.js';
import type { QueryColumns } from '../../pack/query-columns.js';
import type { QueryView } from './query-view.js';

/**
 * A row's percentiles of latency as they would be. Which latencies make the recorded ones is looked for: the row's own, or its
 * models' by its shares for an expectation. Null where neither does (the page has means over samples, not the samples).
 */
export function* rowLatency(results: Results, view: QueryView, row: number): Steps<Readonly<Record<string, Estimate>> | null> {
  const { confidence } = results.protocol.bootstrap;
  const known = results.rows[row]?.metrics ?? {};
  const part = view.recorded.part();
  const rules: readonly ((columns: QueryColumns) => readonly LatencyColumn[])[] = [
    (columns) => [{ values: columns.row(row).latencyMs, weight: 1 }],
    (columns) => byShares(results, columns, row),
  ];
  for (const rule of rules) {
    if (!asRecorded(rule(view.recorded), part, confidence, known)) continue;
    yield;
    return latencyEstimates(rule(view.columns), view.part, confidence);
  }
  return null;
}

function byShares({ rows }: Results, columns: QueryColumns, row: number): LatencyColumn[] {
  return columns.header.models.flatMap((id, model) => {
    const share = rows[row]?.shares.find(({ modelId }) => modelId === id)?.share ?? 0;
    return share === 0 ? [] : [{ values: columns.model(model).latencyMs, weight: share }];
  });
}

function asRecorded(
  columns: readonly LatencyColumn[],
  part: Part,
  confidence: number,
  known: Readonly<Record<string, Estimate>>,
): boolean {
  return Object.entries(latencyEstimates(columns, part, confidence)).every(
    ([name, { value }]) => value === (known[name]?.value ?? null),
  );
}
