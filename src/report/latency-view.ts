import type { ResultRow, Results } from '../domain/results.js';
import { DASH, formatEstimate, formatNumber, metricOf } from './format.js';
import { type PlainTable, plainTable } from './page/plain-table.js';
import { COMPUTING } from './regret-view.js';
import { chosenRow, rowNames } from './row-name.js';

/**
 * Percentiles by row, and what routers took to decide; null where no latency is known.
 *
 * @param computing whether a row's (index) are still being worked out
 */
export function latencyTable(
  results: Results,
  hidden: readonly string[] = [],
  computing: (row: number) => boolean = () => false,
): PlainTable | null {
  const waits = (row: ResultRow): boolean => computing(results.rows.indexOf(row));
  const known = (row: ResultRow): boolean => metricOf(row, 'latency.p50').value !== null;
  const rows = results.rows.filter((row) => (known(row) || waits(row)) && !hidden.includes(row.id));
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
      ...['p50', 'p95', 'p99'].map((percentile) =>
        waits(row) ? COMPUTING : formatEstimate(metricOf(row, `latency.${percentile}`), 'ms'),
      ),
      ...[row.router?.p50Ms, row.router?.p99Ms].map((ms) => (ms === undefined ? DASH : formatNumber(ms, 'ms'))),
    ]),
    chosen: (index) => rows[index]?.id === chosen,
  });
}
