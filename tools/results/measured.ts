import type { Estimate } from '../../src/domain/estimate.js';
import type { Part } from '../../src/metric/part.js';
import { estimateOf } from '../../src/stats/interval.js';

export const SEED = 7;
export const REPLICATES = 2000;

/** Predictions of a learner for every query, by fits on the folds the query is not in. */
export interface Predicted {
  readonly name: string;
  /** Queries × models. */
  readonly quality: Float64Array;
  /** Of the predictor fitted without the first fold, as JSON. */
  readonly bytes: number;
  /** Microseconds of a whole decision on a single request. */
  readonly p50Us: number;
  readonly p99Us: number;
}

/** What one way of routing comes to on a data set. */
export interface Measured {
  readonly name: string;
  readonly value: Estimate;
  /** Paired difference of the first learner to this one; null for the first learner itself. */
  readonly behind: Estimate | null;
  /**
   * Paired difference to random choices with the same shares of models, so the same bill, or to the order by prompt length; null
   * where there is nothing to hold against it.
   */
  readonly over: Estimate | null;
  /** Null for what is not learned. */
  readonly cost: Pick<Predicted, 'bytes' | 'p50Us' | 'p99Us'> | null;
}

/** A statistic of one way of routing: its value, and its value on every resample. */
export interface Sampled {
  readonly point: number;
  readonly samples: Float64Array;
}

/** A row before its intervals. */
export interface Row {
  readonly name: string;
  readonly cost: Measured['cost'];
  readonly own: Sampled;
  readonly against: Sampled | null;
}

/** Intervals and paired differences; the first row is what the others are held against. */
export function measuredRows(rows: readonly Row[], part: Part): Measured[] {
  const estimate = ({ point, samples }: Sampled): Estimate =>
    estimateOf(point, samples, part.rows.length, 0.95, { groups: part.groupKeys.length });
  const [first] = rows as [Row];
  return rows.map(({ name, cost, own, against }, index) => ({
    name,
    cost,
    value: estimate(own),
    behind: index === 0 ? null : estimate(difference(first.own, own)),
    over: against === null ? null : estimate(difference(own, against)),
  }));
}

function difference(a: Sampled, b: Sampled): Sampled {
  return { point: a.point - b.point, samples: a.samples.map((one, i) => one - (b.samples[i] as number)) };
}
