import { dot, type Matrix, squaredTimes } from './linear-problem.js';

export const MOST_ROUNDS = 1000;

/**
 * Solves H·s = −gradient for H = XᵀDX + λI (no λ on the intercept, the last entry) with D = diag(curvature) by conjugate gradients,
 * preconditioned with the diagonal, until the residual's energy is the share `exactness` of what it was.
 */
export function solveHessian(
  matrix: Matrix,
  curvature: Float64Array,
  l2: number,
  gradient: Float64Array,
  exactness: number,
): Float64Array {
  const size = gradient.length;
  const inverse = inverseDiagonal(matrix, curvature, l2);
  const solution = new Float64Array(size);
  const residual = gradient.map((one) => -one);
  const scaled = residual.map((one, i) => one * (inverse[i] as number));
  const direction = scaled.slice();
  const product = new Float64Array(size);
  let energy = dot(residual, scaled);
  const target = energy * exactness;
  for (let round = 0; round < MOST_ROUNDS && energy > target; round++) {
    hessianTimes(matrix, curvature, direction, product);
    const bend = penalised(product, direction, l2);
    if (!(bend > 0)) break;
    const length = energy / bend;
    let next = 0;
    for (let i = 0; i < size; i++) {
      solution[i] = (solution[i] as number) + length * (direction[i] as number);
      const left = (residual[i] as number) - length * (product[i] as number);
      residual[i] = left;
      const own = left * (inverse[i] as number);
      scaled[i] = own;
      next += left * own;
    }
    const share = next / energy;
    for (let i = 0; i < size; i++) direction[i] = (scaled[i] as number) + share * (direction[i] as number);
    energy = next;
  }
  return solution;
}

/** product = XᵀDX · direction, in the order of rows and entries. */
function hessianTimes(
  { size, columns, offsets, index, value }: Matrix,
  curvature: Float64Array,
  direction: Float64Array,
  product: Float64Array,
): void {
  const last = columns.length;
  product.fill(0);
  for (let row = 0; row < size; row++) {
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    let sum = direction[last] as number;
    for (let at = from; at < to; at++) sum += (value[at] as number) * (direction[index[at] as number] as number);
    sum *= curvature[row] as number;
    product[last] = (product[last] as number) + sum;
    for (let at = from; at < to; at++) {
      const column = index[at] as number;
      product[column] = (product[column] as number) + (value[at] as number) * sum;
    }
  }
}

/** Adds λ · direction to a product, but for the intercept; returns the direction's own product with it. */
function penalised(product: Float64Array, direction: Float64Array, l2: number): number {
  const last = product.length - 1;
  let bend = 0;
  for (let i = 0; i < last; i++) {
    const own = direction[i] as number;
    const sum = (product[i] as number) + l2 * own;
    product[i] = sum;
    bend += own * sum;
  }
  return bend + (direction[last] as number) * (product[last] as number);
}

/** Never of 0: where no row says anything, the intercept's system is flat, and its gradient is 0 too. */
function inverseDiagonal(matrix: Matrix, curvature: Float64Array, l2: number): Float64Array {
  const diagonal = new Float64Array(matrix.columns.length + 1);
  squaredTimes(matrix, curvature, diagonal);
  const last = diagonal.length - 1;
  return diagonal.map((one, i) => 1 / Math.max(i < last ? one + l2 : one, 1e-12));
}
