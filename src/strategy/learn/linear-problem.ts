import { SCALE, type SparseRows } from './sparse-rows.js';

/** A regression of one number on sparse rows. */
export interface LinearProblem {
  readonly matrix: Matrix;
  /** By row; NaN: this row says nothing. */
  readonly target: Float64Array;
  /** By row. */
  readonly weight: Float64Array;
  /** λ of λ/2 · ‖w‖², for rows scaled to UNIT = 1. The intercept is free. */
  readonly l2: number;
}

/** Sparse rows over the columns that occur in them. */
export interface Matrix {
  readonly size: number;
  /** Matrix column j is column `columns[j]` of the space: most frequent first, so that what is read together lies together. */
  readonly columns: Uint32Array;
  readonly offsets: Uint32Array;
  readonly index: Uint32Array;
  readonly value: Float64Array;
}

/** Numbers the columns that occur and scales values. */
export function matrixOf(rows: SparseRows): Matrix {
  const frequency = new Uint32Array(rows.columns);
  for (const column of rows.index) frequency[column] = (frequency[column] as number) + 1;
  const columns = Uint32Array.from(frequency.keys())
    .filter((column) => (frequency[column] as number) > 0)
    .sort((a, b) => (frequency[b] as number) - (frequency[a] as number) || a - b);
  const place = new Uint32Array(rows.columns);
  columns.forEach((column, at) => {
    place[column] = at;
  });
  return {
    size: rows.size,
    columns,
    offsets: rows.offsets,
    index: rows.index.map((column) => place[column] as number),
    // Not by an iterator: it would make an object of each number.
    value: new Float64Array(rows.value).map((value) => value / SCALE),
  };
}

/** out = X·w + b; the intercept b is the last entry of w. Two rows at a time, so that their sums don't wait for each other. */
export function times({ size, columns, offsets, index, value }: Matrix, w: Float64Array, out: Float64Array): void {
  const bias = w[columns.length] as number;
  for (let row = 0; row < size; row += 2) {
    let at = offsets[row] as number;
    const to = offsets[row + 1] as number;
    let next = to;
    const last = row + 1 < size ? (offsets[row + 2] as number) : to;
    let sum = bias;
    let other = bias;
    for (; at < to && next < last; at++, next++) {
      sum += (value[at] as number) * (w[index[at] as number] as number);
      other += (value[next] as number) * (w[index[next] as number] as number);
    }
    for (; at < to; at++) sum += (value[at] as number) * (w[index[at] as number] as number);
    for (; next < last; next++) other += (value[next] as number) * (w[index[next] as number] as number);
    out[row] = sum;
    if (row + 1 < size) out[row + 1] = other;
  }
}

/** out = Xᵀ·r, the sum of r as its last entry. */
export function transposedTimes({ size, columns, offsets, index, value }: Matrix, r: Float64Array, out: Float64Array): void {
  out.fill(0);
  let sum = 0;
  for (let row = 0; row < size; row++) {
    const own = r[row] as number;
    sum += own;
    const to = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < to; at++) {
      const column = index[at] as number;
      out[column] = (out[column] as number) + (value[at] as number) * own;
    }
  }
  out[columns.length] = sum;
}

/** out = the diagonal of Xᵀ·D·X for D = diag(d), the sum of d as its last entry. */
export function squaredTimes({ size, columns, offsets, index, value }: Matrix, d: Float64Array, out: Float64Array): void {
  out.fill(0);
  let sum = 0;
  for (let row = 0; row < size; row++) {
    const own = d[row] as number;
    sum += own;
    const to = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < to; at++) {
      const column = index[at] as number;
      const v = value[at] as number;
      out[column] = (out[column] as number) + v * v * own;
    }
  }
  out[columns.length] = sum;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
