import { hash32 } from '../../stats/hash.js';

/** Sparse rows: row i has the entries `offsets[i] .. offsets[i + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly width: number;
  readonly offsets: Uint32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

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
  let basis = orthonormal(
    Array.from({ length: sought }, (_, direction) =>
      Float64Array.from({ length: matrix.width }, (__, column) => hash32(seed, direction, column) / 2 ** 31 - 1),
    ),
  );
  let images = inFours(basis, (four) => times(matrix, four));
  for (let round = 0; round < ROUNDS; round++) {
    basis = orthonormal(inFours(images, (four) => transposedTimes(matrix, four)));
    images = inFours(basis, (four) => times(matrix, four));
  }
  const { vectors, order } = symmetricEigen(gram(images));
  return order.slice(0, directions).map((which) => signed(combined(basis, vectors[which] as Float64Array)));
}

type Four = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/**
 * What `make` gives for each of the vectors, asked for in fours: a pass over the rows serves four, and their sums don't wait for
 * each other. Each is summed in the same order as alone. The last four are filled up with vectors that are there.
 */
function inFours(vectors: readonly Float64Array[], make: (four: Four) => Float64Array[]): Float64Array[] {
  const made: Float64Array[] = [];
  for (let first = 0; first < vectors.length; first += 4) {
    const [a, b, c, d] = vectors.slice(first, first + 4);
    if (a !== undefined) made.push(...make([a, b ?? a, c ?? a, d ?? a]));
  }
  return made.slice(0, vectors.length);
}

function times({ rows, offsets, columns, values }: SparseRows, [a, b, c, d]: Four): Float64Array[] {
  const images = [a, b, c, d].map(() => new Float64Array(rows));
  const [into0, into1, into2, into3] = images as unknown as Four;
  for (let row = 0; row < rows; row++) {
    const to = offsets[row + 1] as number;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let at = offsets[row] as number; at < to; at++) {
      const column = columns[at] as number;
      const own = values[at] as number;
      s0 += own * (a[column] as number);
      s1 += own * (b[column] as number);
      s2 += own * (c[column] as number);
      s3 += own * (d[column] as number);
    }
    into0[row] = s0;
    into1[row] = s1;
    into2[row] = s2;
    into3[row] = s3;
  }
  return images;
}

function transposedTimes({ rows, width, offsets, columns, values }: SparseRows, [a, b, c, d]: Four): Float64Array[] {
  const images = [a, b, c, d].map(() => new Float64Array(width));
  const [into0, into1, into2, into3] = images as unknown as Four;
  for (let row = 0; row < rows; row++) {
    const to = offsets[row + 1] as number;
    const r0 = a[row] as number;
    const r1 = b[row] as number;
    const r2 = c[row] as number;
    const r3 = d[row] as number;
    for (let at = offsets[row] as number; at < to; at++) {
      const column = columns[at] as number;
      const own = values[at] as number;
      into0[column] = (into0[column] as number) + r0 * own;
      into1[column] = (into1[column] as number) + r1 * own;
      into2[column] = (into2[column] as number) + r2 * own;
      into3[column] = (into3[column] as number) + r3 * own;
    }
  }
  return images;
}

/** Modified Gram–Schmidt, twice over; vectors that depend on earlier ones are left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const own = vector.slice();
    const before = Math.sqrt(dot(own, own));
    for (let pass = 0; pass < 2; pass++) subtractAll(own, basis);
    const length = Math.sqrt(dot(own, own));
    if (length <= 1e-9 * before) continue;
    for (let i = 0; i < own.length; i++) own[i] = (own[i] as number) / length;
    basis.push(own);
  }
  return basis;
}

/** Takes out of a vector what it has of each of others, one after another: while one is subtracted, the product with the next is summed. */
function subtractAll(own: Float64Array, others: readonly Float64Array[]): void {
  let factor = others[0] === undefined ? 0 : dot(own, others[0]);
  for (let which = 0; which + 1 < others.length; which++) {
    const other = others[which] as Float64Array;
    const next = others[which + 1] as Float64Array;
    let sum = 0;
    for (let i = 0; i < own.length; i++) {
      const left = (own[i] as number) - factor * (other[i] as number);
      own[i] = left;
      sum += left * (next[i] as number);
    }
    factor = sum;
  }
  const last = others.at(-1);
  if (last !== undefined) subtract(own, last, factor);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function subtract(from: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < from.length; i++) from[i] = (from[i] as number) - factor * (vector[i] as number);
}

/** The products of every two vectors. */
function gram(vectors: readonly Float64Array[]): Float64Array[] {
  return vectors.map((a) => Float64Array.from(vectors, (b) => dot(a, b)));
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
