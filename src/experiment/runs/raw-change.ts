import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import type { MetricUnit, ResultRow } from '../../domain/results.js';
import type { Change, Measure } from '../../domain/run-comparison.js';

/** A change before it is judged: its test is not corrected yet. */
export interface RawChange extends Pick<Change, 'measure' | 'unit' | 'base' | 'head' | 'difference' | 'method'> {
  /** Nothing moved on any query, which two intervals alone can't show. */
  readonly still: boolean;
  readonly test: { readonly name: NonNullable<Change['test']>['name']; readonly pValue: number } | null;
}

/** A row of base and the row of head it is held against. */
export interface RowPair {
  readonly base: ResultRow;
  readonly head: ResultRow;
  /** What base would ship against what head would ship. */
  readonly ships: boolean;
}

/** Where the results keep a measure. */
export const METRIC_OF: Readonly<Record<Measure, string>> = {
  quality: 'quality.mean',
  cost: 'cost.mean',
  latency: 'latency.p95',
};

export function unitOf(measure: Measure, costUnit: 'usd' | 'calls'): MetricUnit {
  return measure === 'quality' ? 'fraction' : measure === 'cost' ? costUnit : 'ms';
}

/** A row's number as its own run reported it. */
export function reported(row: ResultRow, measure: Measure): Estimate {
  return row.metrics[METRIC_OF[measure]] ?? UNAVAILABLE;
}

/** Strategies compete: their tests are corrected for one another. Controls and single models are there to explain. */
export function competes({ head }: RowPair): boolean {
  return head.kind !== 'control';
}
