import type { Results } from '../../domain/results.js';
import { MEASURES } from '../../domain/run-comparison.js';
import { reportedChange, reportedSlices } from './independent-changes.js';
import { pairedChanges, type Resampling } from './paired-changes.js';
import { pairedLatency } from './paired-latency.js';
import { type PairedRow, pairedRow } from './paired-row.js';
import { competes, type RawChange, type RowPair } from './raw-change.js';
import { categoryParts, type SharedDecisions, type SharedQueries } from './shared-queries.js';

/** A slice before it is judged. */
export interface RawSlice {
  readonly category: string;
  readonly n: readonly [base: number, head: number];
  readonly quality: RawChange;
  readonly cost: RawChange;
}

/** What is known of matched rows before it is judged, one entry a pair. */
export interface RawRow {
  /** In the order of MEASURES. */
  readonly changes: readonly RawChange[];
  /** Of rows that compete; none for the others. */
  readonly slices: readonly RawSlice[];
}

/** What changed in every pair of rows, paired where both runs kept the row's decisions on shared queries. */
export function rawRows(pairs: readonly RowPair[], base: Results, head: Results, decisions: SharedDecisions | null): RawRow[] {
  const { costUnit, bootstrap } = head.protocol;
  const { confidence } = bootstrap;
  const resampling: Resampling = { ...bootstrap, costUnit, once: base.protocol.samples === 1 && head.protocol.samples === 1 };
  const paired = pairs.map((pair) => (decisions === null ? null : pairedRow(pair, decisions)));
  const latency = decisions === null ? new Map() : latencies(paired, decisions.shared, resampling);
  return pairs.map((pair, index) => {
    const row = paired[index] ?? null;
    const own = row === null || decisions === null ? null : pairedChanges(row, decisions.shared.part, resampling);
    const found = { ...own, latency: row === null ? undefined : latency.get(row) };
    return {
      changes: MEASURES.map((measure) => {
        const change: RawChange | undefined = found[measure];
        return change === undefined || change.difference.value === null
          ? reportedChange(pair, measure, costUnit, confidence)
          : change;
      }),
      slices: slicesOf(pair, row, decisions, resampling),
    };
  });
}

/** By row; none for expectations, and none where a query was answered several times: a percentile of means is another number. */
function latencies(
  rows: readonly (PairedRow | null)[],
  { part }: SharedQueries,
  resampling: Resampling,
): Map<PairedRow, RawChange> {
  const drawn = resampling.once ? rows.filter((row) => row?.drawn === true) : [];
  const changes = pairedLatency(drawn as PairedRow[], part, resampling);
  return new Map(drawn.map((row, index) => [row as PairedRow, changes[index] as RawChange]));
}

function slicesOf(pair: RowPair, row: PairedRow | null, decisions: SharedDecisions | null, resampling: Resampling): RawSlice[] {
  if (!competes(pair)) return [];
  if (row === null || decisions === null) return reportedSlices(pair, resampling.costUnit, resampling.confidence);
  return categoryParts(decisions.shared).map(({ category, part }) => ({
    category,
    n: [part.rows.length, part.rows.length],
    ...pairedChanges(row, part, resampling),
  }));
}
