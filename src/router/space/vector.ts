/** A sparse vector of integers that is filled anew for every row; its arrays grow to the longest row and stay. */
export interface SparseVector {
  size: number;
  /** Columns, not sorted, each at most once. */
  index: Int32Array;
  value: Int32Array;
}

export function sparseVector(): SparseVector {
  return { size: 0, index: new Int32Array(256), value: new Int32Array(256) };
}

/** Adds an entry. */
export function push(vector: SparseVector, index: number, value: number): void {
  if (vector.size === vector.index.length) grow(vector);
  vector.index[vector.size] = index;
  vector.value[vector.size] = value;
  vector.size++;
}

function grow(vector: SparseVector): void {
  const index = new Int32Array(vector.size * 2);
  const value = new Int32Array(vector.size * 2);
  index.set(vector.index);
  value.set(vector.value);
  vector.index = index;
  vector.value = value;
}
