import type { Estimate } from '../domain/estimate.js';
import { normalCdf, normalQuantile } from './normal.js';
import { studentQuantile } from './student.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What is known of the sample behind bootstrap replicates. */
export interface Sampled {
  /** Independent units resampled. With fewer than two there is no interval. */
  readonly groups: number;
  /** Skewness of the statistic's influence over 6√n, see `influenceOf`: given, the interval is BCa, else percentiles. */
  readonly acceleration?: number;
  /** Degrees of freedom of its standard error; groups − 1 where not given. */
  readonly degrees?: number;
}

/** Fewer finite replicates than this make no interval. */
const LEAST_REPLICATES = 20;

/**
 * Percentile interval of bootstrap replicates: the (1 − confidence)/2 and 1 − (1 − confidence)/2 quantiles by linear
 * interpolation (type 7). Replicates that are not finite are left out; null with fewer than 20 left, or when more than
 * a twentieth are left out (the statistic is then mostly undefined).
 */
export function percentileInterval(replicates: Float64Array, confidence: number): Interval | null {
  const tail = (1 - confidence) / 2;
  return betweenQuantiles(replicates, tail, 1 - tail);
}

/** The replicates' quantiles at two levels, under the rules of `percentileInterval`. */
export function betweenQuantiles(replicates: Float64Array, lower: number, upper: number): Interval | null {
  const sorted = sortedFinite(replicates);
  return sorted === null ? null : { low: interpolated(sorted, lower), high: interpolated(sorted, upper) };
}

/**
 * Interval of bootstrap replicates, widened for few groups: tails of Φ(−√(n/(n − 1)) · t) in place of Φ(−z), with t from the
 * degrees of freedom of the standard error (Hesterberg 2015, "What teachers should know about the bootstrap", §5.2), because resampling n
 * groups spreads like the divisor n and knows nothing of the error in its own spread. With an acceleration it is Efron's
 * BCa (1987): bias-corrected by the share of replicates below the value (equal ones counting half), and accelerated.
 */
export function bootstrapInterval(
  value: number,
  replicates: Float64Array,
  confidence: number,
  { groups, acceleration, degrees }: Sampled,
): Interval | null {
  const sorted = groups < 2 ? null : sortedFinite(replicates);
  if (sorted === null) return null;
  const z = widenedZ(confidence, groups, degrees);
  const share = shareBelow(sorted, value);
  const bias = acceleration === undefined || share === 0 || share === 1 ? 0 : normalQuantile(share);
  const level = (side: number): number => accelerated(bias, side, acceleration ?? 0);
  return { low: interpolated(sorted, level(-z)), high: interpolated(sorted, level(z)) };
}

/** √(n/(n − 1)) times Student's t: what stands for the normal quantile where n groups were resampled. */
export function widenedZ(confidence: number, groups: number, degrees = groups - 1): number {
  return Math.sqrt(groups / (groups - 1)) * studentQuantile((1 + confidence) / 2, degrees);
}

function accelerated(bias: number, side: number, acceleration: number): number {
  const moved = bias + side;
  const under = 1 - acceleration * moved;
  return under <= 0 ? normalCdf(Math.sign(moved) * 8) : normalCdf(bias + moved / under);
}

/** How a statistic moves with its groups, beyond its spread. */
export interface Influence {
  readonly acceleration: number;
  readonly degrees: number;
}

/** Fewer degrees of freedom say no more than that the standard error is hardly known. */
const LEAST_DEGREES = 4;

/**
 * Shape of a statistic's influence from its values with one block of groups left out each, d the mean of these less each:
 * - acceleration Σ d³ ÷ (6 (Σ d²)^1.5) (Efron 1987, §6.6, by jackknife);
 * - degrees of freedom of the standard error by Satterthwaite (1946), 2n/(κ − 1) with the kurtosis κ of the influence: n for
 *   a normal one, few where a handful of groups carry the spread. At most n − 1, at least 4.
 * Third and fourth cumulants of independent groups add up, so blocks of several groups estimate the same.
 */
export function influenceOf(leftOut: Float64Array, groups: number): Influence {
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  const moment = (power: number): number => leftOut.reduce((sum, value) => sum + (mean - value) ** power, 0);
  const squares = moment(2);
  if (!(squares > 0) || !Number.isFinite(squares)) return { acceleration: 0, degrees: groups - 1 };
  const blockKurtosis = (leftOut.length * moment(4)) / squares ** 2;
  const kurtosis = 3 + ((blockKurtosis - 3) * groups) / leftOut.length;
  return { acceleration: moment(3) / (6 * squares ** 1.5), degrees: degreesOf(kurtosis, groups) };
}

function degreesOf(kurtosis: number, groups: number): number {
  const degrees = kurtosis > 3 ? (2 * groups) / (kurtosis - 1) : groups;
  return Math.min(groups - 1, Math.max(LEAST_DEGREES, degrees));
}

/** Finite replicates in ascending order; null where they are too few. */
function sortedFinite(replicates: Float64Array): Float64Array | null {
  const finite = new Float64Array(replicates.length);
  let count = 0;
  for (let index = 0; index < replicates.length; index++) {
    const value = replicates[index] as number;
    if (Number.isFinite(value)) finite[count++] = value;
  }
  return count < LEAST_REPLICATES || count < 0.95 * replicates.length ? null : finite.subarray(0, count).sort();
}

function shareBelow(sorted: Float64Array, value: number): number {
  let count = 0;
  for (let index = 0; index < sorted.length; index++) {
    const replicate = sorted[index] as number;
    count += replicate < value ? 1 : replicate === value ? 0.5 : 0;
  }
  return count / sorted.length;
}

/** Type-7 quantile of sorted values (linear interpolation between order statistics, the default of R and numpy). */
function interpolated(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (at - below) * (high - low);
}

/** A value with the interval of its replicates; all null when the value is not finite. */
export function estimateOf(value: number, replicates: Float64Array, n: number, confidence: number, sampled?: Sampled): Estimate {
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, n: 0 };
  const interval =
    sampled === undefined
      ? percentileInterval(replicates, confidence)
      : bootstrapInterval(value, replicates, confidence, sampled);
  return { value, low: interval?.low ?? null, high: interval?.high ?? null, n };
}
