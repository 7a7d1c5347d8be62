import { trapezoidArea } from './hull.js';
import { descendingOrder } from './order.js';

/** Quality as more queries go to the strong model, from none to all. */
export interface RoutingCurve {
  /** Share sent to the strong model, ascending from 0 to 1. */
  readonly strongShare: Float64Array;
  readonly quality: Float64Array;
}

/** Rows sorted once by descending score, so that any weighting of them gives its curve in one pass. */
export interface PreparedCurve {
  /** The curve over every distinct score (rows of one score move together) under row weights. */
  curve(weights: Float64Array): RoutingCurve;
  /** A curve's points at given thresholds only: rows with score ≥ t go to the strong model; `Infinity` sends none. */
  at(curve: RoutingCurve, thresholds: readonly number[]): RoutingCurve;
  /** By point of the curve, the least score that goes to the strong model; `Infinity` at the first, which sends none. */
  readonly thresholds: Float64Array;
}

/**
 * Prepares the strong/weak curve of a score.
 *
 * @param score higher goes to the strong model first
 * @param weak quality of the weak model by row
 * @param strong quality of the strong model by row
 */
export function prepareCurve(score: Float64Array, weak: Float64Array, strong: Float64Array): PreparedCurve {
  const order = descendingOrder(score);
  const gain = Float64Array.from(order, (row) => (strong[row] as number) - (weak[row] as number));
  const distinct = distinctScores(score, order);
  const pointOf = pointIndices(score, order);
  return {
    thresholds: Float64Array.from([Number.POSITIVE_INFINITY, ...distinct]),
    curve(weights) {
      const { total, base } = allWeak(weak, weights);
      const strongShare = new Float64Array(distinct.length + 1);
      const quality = new Float64Array(distinct.length + 1);
      quality[0] = base / total;
      let sent = 0;
      let gained = base;
      for (let i = 0; i < order.length; i++) {
        const weight = weights[order[i] as number] as number;
        sent += weight;
        gained += weight * (gain[i] as number);
        // Overwritten until the last row of this score: rows of one score move together.
        const point = pointOf[i] as number;
        strongShare[point] = sent / total;
        quality[point] = gained / total;
      }
      return { strongShare, quality };
    },
    at({ strongShare, quality }, thresholds) {
      const points = [...thresholds].sort((a, b) => b - a).map((threshold) => countAtLeast(distinct, threshold));
      return {
        strongShare: Float64Array.from(points, (point) => strongShare[point] as number),
        quality: Float64Array.from(points, (point) => quality[point] as number),
      };
    },
  };
}

/** Distinct scores, descending. */
function distinctScores(score: Float64Array, order: Uint32Array): Float64Array {
  return Float64Array.from(order, (row) => score[row] as number).filter((value, i, all) => i === 0 || value !== all[i - 1]);
}

/** For each row in order, the curve point its score ends at (1-based; point 0 sends nothing). */
function pointIndices(score: Float64Array, order: Uint32Array): Uint32Array {
  let point = 0;
  return Uint32Array.from(order, (row, i) => {
    if (i === 0 || score[row] !== score[order[i - 1] as number]) point++;
    return point;
  });
}

/** How many of the descending values are at least `threshold`. */
function countAtLeast(descending: Float64Array, threshold: number): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((descending[middle] as number) >= threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

function allWeak(weak: Float64Array, weights: Float64Array): { total: number; base: number } {
  let total = 0;
  let base = 0;
  for (let row = 0; row < weak.length; row++) {
    total += weights[row] as number;
    base += (weights[row] as number) * (weak[row] as number);
  }
  return { total, base };
}

/**
 * RouteLLM's APGR (arXiv 2406.18665; evals/benchmarks.py): area under quality over the strong share, less the weak
 * model's area, over the strong model's less the weak model's. Areas by trapezoid from the curve's first to its last
 * point. Not clipped: an oracle exceeds 1. NaN where the strong model is not better.
 */
export function apgr({ strongShare, quality }: RoutingCurve): number {
  const weak = quality[0] as number;
  const strong = quality[quality.length - 1] as number;
  if (!(strong > weak)) return Number.NaN;
  const width = (strongShare[strongShare.length - 1] as number) - (strongShare[0] as number);
  return (trapezoidArea(strongShare, quality) - weak * width) / ((strong - weak) * width);
}

/**
 * The 11 thresholds RouteLLM sweeps: edges of ten equal-count bins of the scores (linear interpolation between order
 * statistics, as pandas' qcut does), the last one sending nothing to the strong model.
 */
export function quantileThresholds(score: Float64Array, bins = 10): number[] {
  const sorted = Float64Array.from(score).sort();
  const edges = Array.from({ length: bins }, (_, bin) => {
    const at = (bin / bins) * (sorted.length - 1);
    const below = Math.floor(at);
    const low = sorted[below] as number;
    return low + (at - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] as number) - low);
  });
  return [...edges, Number.POSITIVE_INFINITY];
}

/**
 * RouteLLM's CPT(p): least share of strong calls that recovers `p` of the gap, by first crossing on the monotone
 * (running maximum) envelope, linear between points; their own interpolation is undefined on curves that fall. NaN where
 * the gap is not positive or p is never reached.
 */
export function cpt({ strongShare, quality }: RoutingCurve, p: number): number {
  const weak = quality[0] as number;
  const strong = quality[quality.length - 1] as number;
  if (!(strong > weak)) return Number.NaN;
  const wanted = weak + p * (strong - weak);
  let held = weak;
  for (let point = 1; point < quality.length; point++) {
    const value = quality[point] as number;
    if (value < wanted) {
      held = Math.max(held, value);
      continue;
    }
    const from = strongShare[point - 1] as number;
    return from + ((wanted - held) / (value - held)) * ((strongShare[point] as number) - from);
  }
  return Number.NaN;
}
