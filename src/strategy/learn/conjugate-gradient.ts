import type { HessianProduct } from './hessian-product.js';
import { dot, type Matrix, squaredTimes } from './linear-problem.js';

const MOST_ROUNDS = 1000;

/**
 * Solves H·s = −gradient for H = XᵀDX + λI (no λ on the intercept, the last entry) by conjugate gradients, preconditioned with
 * the diagonal, until the residual's energy is the share `exactness` of what it was. Yields for every product with XᵀDX, and goes on
 * once it is made: solutions over one matrix share the passes over its rows.
 */
export function* solveHessian(
  diagonalOf: DiagonalOf,
  curvature: Float64Array,
  l2: number,
  gradient: Float64Array,
  exactness: number,
): Generator<HessianProduct, Float64Array> {
  const size = gradient.length;
  const inverse = inverseDiagonal(diagonalOf(curvature), l2);
  const solution = new Float64Array(size);
  const residual = gradient.map((one) => -one);
  const scaled = residual.map((one, i) => one * (inverse[i] as number));
  const direction = scaled.slice();
  const product = new Float64Array(size);
  const ask = { curvature, direction, product };
  let energy = dot(residual, scaled);
  const target = energy * exactness;
  for (let round = 0; round < MOST_ROUNDS && energy > target; round++) {
    yield ask;
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

/** The diagonal of XᵀDX for D = diag(curvature); overwritten by the next. */
export type DiagonalOf = (curvature: Float64Array) => Float64Array;

/** Makes diagonals over a matrix; the last one is kept, because models of which the same rows are known may have the same. */
export function diagonals(matrix: Matrix): DiagonalOf {
  let known: Float64Array | null = null;
  const diagonal = new Float64Array(matrix.columns.length + 1);
  return (curvature) => {
    if (known === null || !known.every((one, row) => one === curvature[row])) squaredTimes(matrix, curvature, diagonal);
    known = curvature;
    return diagonal;
  };
}

/** Never of 0: where no row says anything, the intercept's system is flat, and its gradient is 0 too. */
function inverseDiagonal(diagonal: Float64Array, l2: number): Float64Array {
  const last = diagonal.length - 1;
  return diagonal.map((one, i) => 1 / Math.max(i < last ? one + l2 : one, 1e-12));
}
