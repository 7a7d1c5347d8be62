import type { Matrix } from './linear-problem.js';

/** Least squares of several numbers on the same sparse rows. */
export interface LeastSquares {
  readonly matrix: Matrix;
  readonly outputs: number;
  /** Index `row * outputs + output`; what weighs nothing may be anything but NaN. */
  readonly target: Float64Array;
  /** By row, ≥ 0: the same for all outputs. */
  readonly weight: Float64Array;
  /** λ of λ/2 · ‖w‖², for rows scaled to UNIT = 1. The intercept is free. */
  readonly l2: number;
}

const MOST_ROUNDS = 200;

/**
 * Solves (XᵀDX + λI)·W = XᵀDY by conjugate gradients, preconditioned with the diagonal: one system an output, all in step, so that
 * a pass over the rows serves every output.
 *
 * @param exactness share of its energy at which a residual counts as none
 * @returns index `column * outputs + output` by matrix column, the intercepts last
 */
export function leastSquares(problem: LeastSquares, exactness: number): Float64Array {
  const { matrix, outputs, target, weight } = problem;
  const size = (matrix.columns.length + 1) * outputs;
  const inverse = inverseDiagonal(problem);
  const solution = new Float64Array(size);
  const scores = target.map((one, i) => one * (weight[Math.floor(i / outputs)] as number));
  const residual = new Float64Array(size);
  transposedTimesEach(matrix, outputs, scores, residual);
  const direction = residual.map((one, i) => one * (inverse[Math.floor(i / outputs)] as number));
  const product = new Float64Array(size);
  const energy = dots(residual, direction, outputs);
  const enough = energy.map((one) => one * exactness);
  for (let round = 0; round < MOST_ROUNDS && energy.some((one, k) => one > (enough[k] as number)); round++) {
    curve(problem, direction, scores, product);
    const bend = dots(direction, product, outputs);
    const length = energy.map((one, k) =>
      one > (enough[k] as number) && (bend[k] as number) > 0 ? one / (bend[k] as number) : 0,
    );
    const next = step({ solution, residual, direction, product, inverse }, length);
    const share = next.map((one, k) => ((length[k] as number) > 0 ? one / (energy[k] as number) : 0));
    for (let i = 0, row = 0; i < size; row++)
      for (let k = 0; k < outputs; k++, i++)
        direction[i] = (residual[i] as number) * (inverse[row] as number) + (share[k] as number) * (direction[i] as number);
    energy.forEach((_, k) => {
      energy[k] = (length[k] as number) > 0 ? (next[k] as number) : 0;
    });
  }
  return solution;
}

/** product = (XᵀDX + λI)·direction. */
function curve(
  { matrix, outputs, weight, l2 }: LeastSquares,
  direction: Float64Array,
  scores: Float64Array,
  product: Float64Array,
): void {
  timesEach(matrix, outputs, direction, scores);
  for (let row = 0, i = 0; row < matrix.size; row++)
    for (let k = 0; k < outputs; k++, i++) scores[i] = (scores[i] as number) * (weight[row] as number);
  transposedTimesEach(matrix, outputs, scores, product);
  const last = matrix.columns.length * outputs;
  for (let i = 0; i < last; i++) product[i] = (product[i] as number) + l2 * (direction[i] as number);
}

interface Iterate {
  readonly solution: Float64Array;
  readonly residual: Float64Array;
  readonly direction: Float64Array;
  readonly product: Float64Array;
  /** By row of the solution. */
  readonly inverse: Float64Array;
}

/** Goes `length` along the direction, output by output; returns the residual's energy afterwards. */
function step({ solution, residual, direction, product, inverse }: Iterate, length: Float64Array): Float64Array {
  const outputs = length.length;
  const energy = new Float64Array(outputs);
  for (let i = 0, row = 0; i < solution.length; row++)
    for (let k = 0; k < outputs; k++, i++) {
      solution[i] = (solution[i] as number) + (length[k] as number) * (direction[i] as number);
      const left = (residual[i] as number) - (length[k] as number) * (product[i] as number);
      residual[i] = left;
      energy[k] = (energy[k] as number) + left * left * (inverse[row] as number);
    }
  return energy;
}

/** Output by output. */
function dots(a: Float64Array, b: Float64Array, outputs: number): Float64Array {
  const sums = new Float64Array(outputs);
  for (let i = 0; i < a.length; )
    for (let k = 0; k < outputs; k++, i++) sums[k] = (sums[k] as number) + (a[i] as number) * (b[i] as number);
  return sums;
}

function inverseDiagonal({ matrix, weight, l2 }: LeastSquares): Float64Array {
  const { size, offsets, index, value, columns } = matrix;
  const diagonal = new Float64Array(columns.length + 1).fill(l2);
  let all = 0;
  for (let row = 0; row < size; row++) {
    const own = weight[row] as number;
    all += own;
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++) {
      const column = index[at] as number;
      diagonal[column] = (diagonal[column] as number) + own * (value[at] as number) * (value[at] as number);
    }
  }
  diagonal[columns.length] = all;
  return diagonal.map((one) => 1 / Math.max(one, 1e-12));
}

/** out = X·W + b, several outputs side by side; the intercepts b are the last entries of W. */
export function timesEach(
  { size, columns, offsets, index, value }: Matrix,
  outputs: number,
  w: Float64Array,
  out: Float64Array,
): void {
  const last = columns.length * outputs;
  for (let row = 0; row < size; row++) {
    const into = row * outputs;
    for (let k = 0; k < outputs; k++) out[into + k] = w[last + k] as number;
    const to = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < to; at++) {
      const own = value[at] as number;
      const from = (index[at] as number) * outputs;
      for (let k = 0; k < outputs; k++) out[into + k] = (out[into + k] as number) + own * (w[from + k] as number);
    }
  }
}

/** out = Xᵀ·R, the sums of R as its last entries. */
function transposedTimesEach(
  { size, columns, offsets, index, value }: Matrix,
  outputs: number,
  r: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  const last = columns.length * outputs;
  for (let row = 0; row < size; row++) {
    const from = row * outputs;
    for (let k = 0; k < outputs; k++) out[last + k] = (out[last + k] as number) + (r[from + k] as number);
    const to = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < to; at++) {
      const own = value[at] as number;
      const into = (index[at] as number) * outputs;
      for (let k = 0; k < outputs; k++) out[into + k] = (out[into + k] as number) + own * (r[from + k] as number);
    }
  }
}
