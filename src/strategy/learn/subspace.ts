/** Sparse rows: row i has the entries `offsets[i] .. offsets[i + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly width: number;
  readonly offsets: Uint32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Directions, each of length 1 and square to the others, and the products of every two of their images. */
export interface Subspace {
  readonly basis: readonly Float64Array[];
  readonly products: readonly Float64Array[];
}

/** Rounds of power iteration: vectors are made orthonormal, mapped to rows and back again. */
export function plainSubspace(matrix: SparseRows, start: readonly Float64Array[], rounds: number): Subspace {
  let basis = orthonormal(start);
  let images = basis.map((vector) => times(matrix, vector));
  for (let round = 0; round < rounds; round++) {
    basis = orthonormal(images.map((image) => transposedTimes(matrix, image)));
    images = basis.map((vector) => times(matrix, vector));
  }
  return { basis, products: images.map((a) => Float64Array.from(images, (b) => dot(a, b))) };
}

function times({ rows, offsets, columns, values }: SparseRows, vector: Float64Array): Float64Array {
  const image = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++)
      sum += (values[at] as number) * (vector[columns[at] as number] as number);
    image[row] = sum;
  }
  return image;
}

function transposedTimes({ rows, width, offsets, columns, values }: SparseRows, image: Float64Array): Float64Array {
  const vector = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    const own = image[row] as number;
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++) {
      const column = columns[at] as number;
      vector[column] = (vector[column] as number) + own * (values[at] as number);
    }
  }
  return vector;
}

/** Modified Gram–Schmidt, twice over; vectors that depend on earlier ones are left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const own = vector.slice();
    subtractAll(own, basis);
    if (madeSquare(own, basis, dot(vector, vector))) basis.push(own);
  }
  return basis;
}

/**
 * The second pass, which takes out what rounding left, and the scaling to length 1. False where nothing is left.
 *
 * @param square of the vector before the first pass
 */
export function madeSquare(own: Float64Array, basis: readonly Float64Array[], square: number): boolean {
  subtractAll(own, basis);
  const length = Math.sqrt(dot(own, own));
  if (length <= 1e-9 * Math.sqrt(square)) return false;
  for (let i = 0; i < own.length; i++) own[i] = (own[i] as number) / length;
  return true;
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

export function subtract(from: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < from.length; i++) from[i] = (from[i] as number) - factor * (vector[i] as number);
}
