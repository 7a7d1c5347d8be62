import type { Results } from '../../domain/results.js';
import { MEASURES, type Measure } from '../../domain/run-comparison.js';
import type { RowDecisions, RunDecisions } from '../../domain/run-decisions.js';
import { reportedChange, reportedSlices } from './independent-changes.js';
import { type PairedColumn, pairedChanges } from './paired-changes.js';
import { pairedLatency } from './paired-latency.js';
import { competes, type RawChange, type RowPair } from './raw-change.js';
import { type SharedQueries, sharedQueries, sharedWhere } from './shared-queries.js';

/** Both runs' decisions and the queries they share. */
export interface SharedDecisions {
  readonly base: RunDecisions;
  readonly head: RunDecisions;
  readonly shared: SharedQueries;
}

/** A slice before it is judged. */
export interface RawSlice {
  readonly category: string;
  readonly n: readonly [base: number, head: number];
  readonly quality: RawChange;
  readonly cost: RawChange;
}

/** Below this share of the smaller run's queries, what the runs share may not stand for either of them. */
const LEAST_SHARED = 0.5;

/** The queries both runs measured, or why they can't be paired. */
export function pairable(base: RunDecisions | null, head: RunDecisions | null): SharedDecisions | { readonly why: string } {
  if (base === null || head === null) {
    const which = base === null && head === null ? 'both runs' : base === null ? 'base' : 'head';
    return { why: `decisions.csv and queries.csv are not beside the results of ${which}` };
  }
  const shared = sharedQueries(base, head);
  const smaller = Math.min(base.queryIds.length, head.queryIds.length);
  if (shared.size > 0 && shared.size >= LEAST_SHARED * smaller) return { base, head, shared };
  return { why: `the runs share only ${shared.size} of ${smaller} measured queries` };
}

/** Every pair's changes in every measure, paired where both runs have the row's decisions. */
export function changesOf(
  pairs: readonly RowPair[],
  head: Results,
  decisions: SharedDecisions | null,
  once: boolean,
): RawChange[][] {
  const { costUnit, bootstrap } = head.protocol;
  const columns = decisions === null ? [] : pairs.map((pair) => columnsOf(pair, decisions, decisions.shared, costUnit, once));
  const means = decisions === null ? [] : pairedChanges(columns.flat(), decisions.shared, bootstrap);
  const latency = decisions === null || !once ? [] : latencies(pairs, decisions, bootstrap);
  let place = 0;
  return pairs.map((pair, index) => {
    const own = (columns[index] ?? []).map(() => means[place++] as RawChange);
    const paired = new Map<Measure, RawChange>([...own, ...(latency[index] ?? [])].map((change) => [change.measure, change]));
    return MEASURES.map((measure) => {
      const change = paired.get(measure);
      return change === undefined || change.difference.value === null
        ? reportedChange(pair, measure, costUnit, bootstrap.confidence)
        : change;
    });
  });
}

/** Changes within categories of the rows that compete; no slices for the others. */
export function slicesOf(
  pairs: readonly RowPair[],
  head: Results,
  decisions: SharedDecisions | null,
  once: boolean,
): RawSlice[][] {
  const { costUnit, bootstrap } = head.protocol;
  const slices: RawSlice[][] = pairs.map((pair) =>
    decisions === null && competes(pair) ? reportedSlices(pair, costUnit, bootstrap.confidence) : [],
  );
  if (decisions === null) return slices;
  for (const category of categoriesOf(decisions.shared)) {
    const own = sharedWhere(decisions.shared, (index) => decisions.shared.category[index] === category);
    const columns = pairs.map((pair) => (competes(pair) ? columnsOf(pair, decisions, own, costUnit, once) : []));
    const changes = pairedChanges(columns.flat(), own, bootstrap).values();
    columns.forEach((mine, index) => {
      const [quality, cost] = mine.map(() => changes.next().value as RawChange);
      if (quality !== undefined && cost !== undefined) slices[index]?.push({ category, n: [own.size, own.size], quality, cost });
    });
  }
  return slices;
}

/** Most queries first, ties by name. */
function categoriesOf({ category }: SharedQueries): string[] {
  const counts = new Map<string, number>();
  for (const name of category) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name);
}

/** A row's own decisions in both runs, or nothing where a report lacks them. */
export function rowsOf(pair: RowPair, { base, head }: SharedDecisions): { base: RowDecisions; head: RowDecisions } | null {
  const [before, after] = [base.rows.get(pair.base.id), head.rows.get(pair.head.id)];
  return before === undefined || after === undefined ? null : { base: before, head: after };
}

function columnsOf(
  pair: RowPair,
  decisions: SharedDecisions,
  shared: SharedQueries,
  costUnit: 'usd' | 'calls',
  once: boolean,
): PairedColumn[] {
  const rows = rowsOf(pair, decisions);
  if (rows === null) return [];
  const testable = drawn(pair);
  return (['quality', 'cost'] as const).map((measure) => ({
    measure,
    unit: measure === 'quality' ? 'fraction' : costUnit,
    base: gathered(rows.base[measure], shared.base),
    head: gathered(rows.head[measure], shared.head),
    testable,
    once,
  }));
}

/** A percentile of drawn latencies; an expectation's is not the percentile of its per-query means. */
function latencies(
  pairs: readonly RowPair[],
  decisions: SharedDecisions,
  bootstrap: Results['protocol']['bootstrap'],
): (RawChange[] | undefined)[] {
  const { shared } = decisions;
  const usable = pairs.flatMap((pair, index) => {
    const rows = rowsOf(pair, decisions);
    return rows === null || !drawn(pair) ? [] : [{ index, rows }];
  });
  const changes = pairedLatency(
    usable.map(({ rows }) => ({
      base: gathered(rows.base.latencyMs, shared.base),
      head: gathered(rows.head.latencyMs, shared.head),
    })),
    shared,
    bootstrap,
  );
  const found: (RawChange[] | undefined)[] = pairs.map(() => undefined);
  usable.forEach(({ index }, place) => {
    found[index] = [changes[place] as RawChange];
  });
  return found;
}

function drawn({ base, head }: RowPair): boolean {
  return !base.marks.includes('expected_value') && !head.marks.includes('expected_value');
}

function gathered(values: Float64Array, places: Uint32Array): Float64Array {
  return Float64Array.from(places, (place) => values[place] as number);
}
