import { trapezoidArea } from './hull.js';

/** Quality as more queries go to the strong model, from none to all. */
export interface RoutingCurve {
  /** Share sent to the strong model, ascending from 0 to 1. */
  readonly strongShare: Float64Array;
  readonly quality: Float64Array;
}

/** Rows sorted once by descending score, so that any weighting of them gives its curve in one pass. */
export interface PreparedCurve {
  /** The curve over every distinct score (rows of one score move together) under row weights. */
  curve(weights: Float64Array | Uint8Array): RoutingCurve;
  /** The curve at given thresholds only: rows with score ≥ t go to the strong model; `Infinity` sends none. */
  curveAt(thresholds: readonly number[], weights: Float64Array | Uint8Array): RoutingCurve;
}

/**
 * Prepares the strong/weak curve of a score.
 *
 * @param score higher goes to the strong model first
 * @param weak quality of the weak model by row
 * @param strong quality of the strong model by row
 */
export function prepareCurve(score: Float64Array, weak: Float64Array, strong: Float64Array): PreparedCurve {
  const order = Uint32Array.from(score.keys()).sort((a, b) => (score[b] as number) - (score[a] as number) || a - b);
  const distinct = order.reduce((count, row, i) => count + (i === 0 || score[row] !== score[order[i - 1] as number] ? 1 : 0), 0);
  const curve = (weights: Float64Array | Uint8Array): RoutingCurve => {
    const { total, base } = allWeak(weak, weights);
    const strongShare = new Float64Array(distinct + 1);
    const quality = new Float64Array(distinct + 1);
    quality[0] = base / total;
    let sent = 0;
    let gained = base;
    let point = 0;
    for (let i = 0; i < order.length; i++) {
      const row = order[i] as number;
      const weight = weights[row] as number;
      sent += weight;
      gained += weight * ((strong[row] as number) - (weak[row] as number));
      if (i + 1 < order.length && score[order[i + 1] as number] === score[row]) continue;
      point++;
      strongShare[point] = sent / total;
      quality[point] = gained / total;
    }
    return { strongShare, quality };
  };
  return { curve, curveAt: (thresholds, weights) => atThresholds(score, weak, strong, thresholds, weights) };
}

function allWeak(weak: Float64Array, weights: Float64Array | Uint8Array): { total: number; base: number } {
  let total = 0;
  let base = 0;
  for (let row = 0; row < weak.length; row++) {
    total += weights[row] as number;
    base += (weights[row] as number) * (weak[row] as number);
  }
  return { total, base };
}

function atThresholds(
  score: Float64Array,
  weak: Float64Array,
  strong: Float64Array,
  thresholds: readonly number[],
  weights: Float64Array | Uint8Array,
): RoutingCurve {
  const { total, base } = allWeak(weak, weights);
  const points = [...thresholds]
    .sort((a, b) => b - a)
    .map((threshold) => {
      let sent = 0;
      let gained = base;
      for (let row = 0; row < score.length; row++) {
        if ((score[row] as number) < threshold) continue;
        sent += weights[row] as number;
        gained += (weights[row] as number) * ((strong[row] as number) - (weak[row] as number));
      }
      return { share: sent / total, quality: gained / total };
    });
  return {
    strongShare: Float64Array.from(points, ({ share }) => share),
    quality: Float64Array.from(points, ({ quality }) => quality),
  };
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
