import type { Results } from '../domain/results.js';
import { DASH, formatEstimate, formatNumber, metricOf } from './format.js';
import { type PlainTable, plainTable } from './page/plain-table.js';
import { chosenRow, rowNames } from './row-name.js';

/** Percentiles by row, and what routers took to decide; null where no latency is known. */
export function latencyTable(results: Results, hidden: readonly string[] = []): PlainTable | null {
  const rows = results.rows.filter((row) => metricOf(row, 'latency.p50').value !== null && !hidden.includes(row.id));
  const name = rowNames(results);
  const chosen = chosenRow(results)?.id;
  return plainTable({
    label: 'Latency percentiles by row',
    caption: 'Milliseconds: the router’s own time plus every call’s recorded latency, one after another.',
    columns: [
      ['row', 'text'],
      ...['p50', 'p95', 'p99'].map((percentile) => [percentile, 'number'] as const),
      ['deciding: p50', 'number'],
      ['deciding: p99', 'number'],
    ],
    rows: rows.map((row) => [
      name(row),
      ...['p50', 'p95', 'p99'].map((percentile) => formatEstimate(metricOf(row, `latency.${percentile}`), 'ms')),
      ...[row.router?.p50Ms, row.router?.p99Ms].map((ms) => (ms === undefined ? DASH : formatNumber(ms, 'ms'))),
    ]),
    chosen: (index) => rows[index]?.id === chosen,
  });
}
