import { type MonotoneTable, QUALITY_ONE } from '../../router/predictor/table.js';
import { sigmoid } from '../../stats/exp.js';
import type { Matrix } from './linear-problem.js';
import { logLoss } from './losses.js';
import { newton } from './newton.js';

/** Straight lines between so many steps from the least to the greatest score are within 10⁻³ of the curve. */
const STEPS = 128;

/**
 * Platt's calibration of one model (Platt 1999; his smoothed targets keep the curve finite where all went right or wrong): the
 * chance σ(a · score + b) by cross entropy, for graded qualities between his two targets, as a table over the scores seen. A
 * falling curve is replaced by the flat one.
 *
 * @param scores whole numbers
 * @param quality NaN unknown
 */
export function plattTable(scores: Float64Array, quality: Float64Array, weight: Float64Array): MonotoneTable | null {
  const known = Uint32Array.from(scores.keys()).filter((i) => !Number.isNaN(quality[i] as number) && (weight[i] as number) > 0);
  if (known.length === 0) return null;
  const score = Float64Array.from(known, (i) => scores[i] as number);
  const own = Float64Array.from(known, (i) => weight[i] as number);
  const target = smoothed(
    Float64Array.from(known, (i) => quality[i] as number),
    own,
  );
  const least = score.reduce((a, b) => Math.min(a, b));
  const width = score.reduce((a, b) => Math.max(a, b)) - least;
  const place = (x: number): number => (width === 0 ? 0 : (x - least) / width);
  const [slope, start] = rising(score.map(place), target, own);
  return tableOf(least, width, (x) => sigmoid(slope * place(x) + start));
}

/** Right stands for (right + 1) / (right + 2), wrong for 1 / (wrong + 2), where right and wrong count the rows of each. */
function smoothed(quality: Float64Array, weight: Float64Array): Float64Array {
  const right = quality.reduce((sum, y, i) => sum + y * (weight[i] as number), 0);
  const wrong = quality.reduce((sum, y, i) => sum + (1 - y) * (weight[i] as number), 0);
  const high = (right + 1) / (right + 2);
  const low = 1 / (wrong + 2);
  return quality.map((y) => low + y * (high - low));
}

/** Slope, never below 0, and intercept. */
function rising(x: Float64Array, target: Float64Array, weight: Float64Array): readonly [number, number] {
  const solve = (value: Float64Array): Float64Array => newton({ matrix: oneColumn(value), target, weight, l2: 0 }, logLoss);
  const [slope = 0, start = 0] = solve(x);
  return slope > 0 ? [slope, start] : [0, solve(new Float64Array(x.length))[1] as number];
}

function oneColumn(value: Float64Array): Matrix {
  return {
    size: value.length,
    columns: Uint32Array.of(0),
    offsets: Uint32Array.from({ length: value.length + 1 }, (_, i) => i),
    index: new Uint32Array(value.length),
    value,
  };
}

function tableOf(least: number, width: number, chance: (x: number) => number): MonotoneTable {
  const places = Array.from({ length: STEPS + 1 }, (_, i) => least + Math.round((width * i) / STEPS));
  const x = places.filter((one, i) => i === 0 || one > (places[i - 1] as number));
  return { x, y: x.map((one) => Math.round(QUALITY_ONE * chance(one))) };
}
