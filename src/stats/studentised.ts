import { betweenQuantiles, type Interval, type Sampled, widenedZ } from './interval.js';
import { normalCdf } from './normal.js';

/** A statistic and its bootstrap replicates, each with its own standard error. */
export interface Studentised {
  readonly value: number;
  readonly standardError: number;
  readonly replicates: Float64Array;
  /** Of each replicate; where it is 0 the replicate is left out. */
  readonly standardErrors: Float64Array;
}

/**
 * Bootstrap-t interval (Efron 1982; Hall 1988): value − q · SE with q from the replicates' (θ* − θ)/SE*. It knows how a
 * mean and its standard error move together, which is what goes wrong where a few large values make the mean, and takes
 * quantiles as far out as the degrees of freedom of the standard error ask for. Null where
 * more than a twentieth of the replicates have no spread: too few values carry the statistic.
 */
export function studentisedInterval(
  { value, standardError, replicates, standardErrors }: Studentised,
  confidence: number,
  { groups, degrees }: Sampled,
): Interval | null {
  if (groups < 2) return null;
  const scores = new Float64Array(replicates.length);
  for (let index = 0; index < scores.length; index++) {
    const error = standardErrors[index] as number;
    scores[index] = error > 0 ? ((replicates[index] as number) - value) / error : Number.NaN;
  }
  const upper = normalCdf(widenedZ(confidence, groups, degrees));
  const between = betweenQuantiles(scores, 1 - upper, upper);
  return between === null ? null : { low: value - between.high * standardError, high: value - between.low * standardError };
}
