import type { RowDecisions } from '../../domain/run-decisions.js';
import type { RowPair } from './raw-change.js';
import type { SharedDecisions } from './shared-queries.js';

/** One number of a row on the shared queries, in both runs; NaN where unknown. */
export interface BothRuns {
  readonly base: Float64Array;
  readonly head: Float64Array;
}

/** A row on the shared queries, in both runs. */
export interface PairedRow {
  readonly quality: BothRuns;
  readonly cost: BothRuns;
  readonly latencyMs: BothRuns;
  /** The same models are called on every query. */
  readonly sameCalls: boolean;
  /** False where one side is an expectation: no test of drawn outcomes applies, and its percentiles are not its means'. */
  readonly drawn: boolean;
}

/** A row's decisions in both runs as each run kept them; null where a report lacks them. */
export function rowsOf(pair: RowPair, { base, head }: SharedDecisions): { base: RowDecisions; head: RowDecisions } | null {
  const [before, after] = [base.rows.get(pair.base.id), head.rows.get(pair.head.id)];
  return before === undefined || after === undefined ? null : { base: before, head: after };
}

/** A row's decisions put side by side, query by query. */
export function pairedRow(pair: RowPair, decisions: SharedDecisions): PairedRow | null {
  const rows = rowsOf(pair, decisions);
  if (rows === null) return null;
  const { shared, base, head } = decisions;
  const both = (of: (row: RowDecisions) => Float64Array): BothRuns => ({
    base: Float64Array.from(shared.base, (place) => of(rows.base)[place] as number),
    head: Float64Array.from(shared.head, (place) => of(rows.head)[place] as number),
  });
  return {
    quality: both(({ quality }) => quality),
    cost: both(({ cost }) => cost),
    latencyMs: both(({ latencyMs }) => latencyMs),
    sameCalls: shared.base.every(
      (place, query) =>
        base.texts[rows.base.calls[place] as number] === head.texts[rows.head.calls[shared.head[query] as number] as number],
    ),
    drawn: [pair.base, pair.head].every(({ marks }) => !marks.includes('expected_value')),
  };
}

/** The same number on every query. */
export function isSame({ base, head }: BothRuns): boolean {
  return base.every((value, query) => Object.is(value, head[query]));
}
