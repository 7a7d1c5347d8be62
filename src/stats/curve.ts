import { kernelAlong, kernelPoints, kernelWay } from './curve-kernel.js';
import { trapezoidArea } from './hull.js';
import { plainOrder } from './order.js';
import type { RoutingCurve, Way } from './routing-curve.js';

export type { RoutingCurve };

/** Rows sorted once by descending score, so that any weighting of them gives its curve in one pass. */
export interface PreparedCurve {
  /**
   * The curve over every distinct score (rows of one score move together) under row weights.
   *
   * @param into a curve of this score that isn't needed any more, to be written over
   * @param start what the weights come to with everything sent to the weak model, where that is known
   */
  curve(weights: Float64Array, into?: RoutingCurve, start?: AllWeak): RoutingCurve;
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
  const way = kernelWay(score, weak, strong) ?? plainWay(score, weak, strong);
  const { thresholds } = way;
  return {
    thresholds,
    curve(weights, into = emptyCurve(thresholds.length), start) {
      if (!kernelAlong(way, weights, into)) addAlong(way, weights, start ?? allWeak(weak, weights), into);
      return into;
    },
    at: (curve, wanted) => pickedPoints(curve, (kernelPoints(way, wanted) ?? plainPoints(way, wanted)).sort()),
  };
}

/** The definition, which the module must agree with. */
export function plainWay(score: Float64Array, weak: Float64Array, strong: Float64Array): Way {
  const order = plainOrder(score);
  const gain = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const row = order[i] as number;
    gain[i] = (strong[row] as number) - (weak[row] as number);
  }
  return { order, gain, ...pointsOf(score, order) };
}

/** The same of single thresholds. */
export function plainPoints({ thresholds }: Way, wanted: readonly number[]): Uint32Array {
  const points = new Uint32Array(wanted.length);
  for (let i = 0; i < points.length; i++) points[i] = countAtLeast(thresholds, wanted[i] as number);
  return points;
}

/** The curve of a way, row by row. */
export function addAlong({ order, gain, ends }: Way, weights: Float64Array, { total, base }: AllWeak, into: RoutingCurve): void {
  const { strongShare, quality } = into;
  strongShare[0] = 0;
  quality[0] = base / total;
  let sent = 0;
  let gained = base;
  for (let point = 1, i = 0; point < strongShare.length; point++) {
    // Rows of one score move together.
    for (const end = ends[point] as number; i < end; i++) {
      const weight = weights[order[i] as number] as number;
      sent += weight;
      gained += weight * (gain[i] as number);
    }
    strongShare[point] = sent / total;
    quality[point] = gained / total;
  }
}

function pickedPoints(curve: RoutingCurve, points: Uint32Array): RoutingCurve {
  const picked = emptyCurve(points.length);
  for (let i = 0; i < points.length; i++) {
    picked.strongShare[i] = curve.strongShare[points[i] as number] as number;
    picked.quality[i] = curve.quality[points[i] as number] as number;
  }
  return picked;
}

function emptyCurve(points: number): RoutingCurve {
  return { strongShare: new Float64Array(points), quality: new Float64Array(points) };
}

/** The distinct scores, descending, after the threshold that no score reaches; and where the rows of each end. */
function pointsOf(score: Float64Array, order: Uint32Array): { readonly thresholds: Float64Array; readonly ends: Uint32Array } {
  const thresholds = new Float64Array(order.length + 1);
  const ends = new Uint32Array(order.length + 1);
  thresholds[0] = Number.POSITIVE_INFINITY;
  let point = 0;
  for (let i = 0; i < order.length; i++) {
    const own = score[order[i] as number] as number;
    if (i === 0 || own !== thresholds[point]) thresholds[++point] = own;
    ends[point] = i + 1;
  }
  return { thresholds: thresholds.slice(0, point + 1), ends: ends.slice(0, point + 1) };
}

/** The last point of descending thresholds that is at least `threshold`: the first of them, which sends none, where no score is. */
function countAtLeast(descending: Float64Array, threshold: number): number {
  let low = 1;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((descending[middle] as number) >= threshold) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Weight of all rows, and their weighted quality by the weak model. */
export interface AllWeak {
  readonly total: number;
  readonly base: number;
}

/** What every curve over the same weak model and weights starts from. */
export function allWeak(weak: Float64Array, weights: Float64Array): AllWeak {
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
