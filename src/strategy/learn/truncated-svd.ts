import { hash32 } from '../../stats/hash.js';
import { plainSubspace, type SparseRows, subtract } from './subspace.js';
import { subspaceLanes } from './subspace-lanes.js';

/** Directions sought beyond those asked for, and rounds of power iteration: the usual choices of Halko et al. */
const OVERSAMPLING = 8;
const ROUNDS = 4;

/**
 * The leading right singular vectors of a sparse matrix, by randomised subspace iteration (Halko, Martinsson & Tropp 2011,
 * "Finding structure with randomness", algorithm 4.4). Only +, −, ×, ÷ and square roots in a fixed order, started from numbers
 * of a counter-based generator: the same bits on any machine. The sign of a vector is such that its entry of greatest size is
 * positive.
 *
 * @returns column-major: direction d has the entries `d * width .. (d + 1) * width`; fewer directions where the matrix has a smaller rank
 */
export function truncatedSvd(matrix: SparseRows, directions: number, seed: number): Float64Array[] {
  const sought = Math.min(directions + OVERSAMPLING, matrix.width, matrix.rows);
  const start = Array.from({ length: sought }, (_, direction) => {
    const vector = new Float64Array(matrix.width);
    for (let column = 0; column < vector.length; column++) vector[column] = hash32(seed, direction, column) / 2 ** 31 - 1;
    return vector;
  });
  const { basis, products } = subspaceLanes(matrix, start, ROUNDS) ?? plainSubspace(matrix, start, ROUNDS);
  const { vectors, order } = symmetricEigen(products);
  return order.slice(0, directions).map((which) => signed(combined(basis, vectors[which] as Float64Array)));
}

function combined(basis: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(basis[0]?.length ?? 0);
  basis.forEach((vector, which) => {
    subtract(sum, vector, -(weights[which] as number));
  });
  return sum;
}

function signed(vector: Float64Array): Float64Array {
  let greatest = 0;
  for (const entry of vector) if (Math.abs(entry) > Math.abs(greatest)) greatest = entry;
  return greatest < 0 ? vector.map((entry) => -entry) : vector;
}

const SWEEPS = 60;

/**
 * Eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, §8.5).
 *
 * @returns vectors, and their order by falling eigenvalue
 */
export function symmetricEigen(matrix: readonly Float64Array[]): {
  vectors: Float64Array[];
  values: Float64Array;
  order: number[];
} {
  const size = matrix.length;
  const a = matrix.map((row) => row.slice());
  const vectors = a.map((_, i) => Float64Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a) > 0; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
  }
  const values = Float64Array.from(a, (row, i) => row[i] as number);
  const order = [...values.keys()].sort((i, j) => (values[j] as number) - (values[i] as number) || i - j);
  return { vectors, values, order };
}

/** What stands beside the diagonal, as far as it is not lost in rounding. */
function offDiagonal(a: readonly Float64Array[]): number {
  let beside = 0;
  let along = 0;
  a.forEach((row, i) => {
    row.forEach((entry, j) => {
      if (i === j) along += entry * entry;
      else beside += entry * entry;
    });
  });
  return beside > 1e-28 * along ? beside : 0;
}

/** Makes a[p][q] zero; `vectors` holds eigenvectors by row. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const rowP = a[p] as Float64Array;
  const rowQ = a[q] as Float64Array;
  const between = rowP[q] as number;
  if (between === 0) return;
  const theta = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * between);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) turn(row, p, q, c, s);
  turnRows(rowP, rowQ, c, s);
  turnRows(vectors[p] as Float64Array, vectors[q] as Float64Array, c, s);
}

function turn(row: Float64Array, p: number, q: number, c: number, s: number): void {
  const x = row[p] as number;
  const y = row[q] as number;
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}

function turnRows(first: Float64Array, second: Float64Array, c: number, s: number): void {
  for (let i = 0; i < first.length; i++) {
    const x = first[i] as number;
    const y = second[i] as number;
    first[i] = c * x - s * y;
    second[i] = s * x + c * y;
  }
}
