/** Rows in the order of their cells, and where each cell begins. */
export interface SortedCells {
  readonly order: Uint32Array;
  /** Length cells + 1. */
  readonly cellOffsets: Uint32Array;
}

/** Counting sort of rows 0..cellOf.length-1 into cells; within a cell by sample number. */
export function sortedCells(cellOf: Uint32Array, cells: number, sampleOf: (row: number) => number): SortedCells {
  const cellOffsets = new Uint32Array(cells + 1);
  for (let row = 0; row < cellOf.length; row++) {
    const after = (cellOf[row] as number) + 1;
    cellOffsets[after] = (cellOffsets[after] as number) + 1;
  }
  for (let i = 0; i < cells; i++) cellOffsets[i + 1] = (cellOffsets[i + 1] as number) + (cellOffsets[i] as number);
  const next = cellOffsets.slice(0, cells);
  const order = new Uint32Array(cellOf.length);
  for (let row = 0; row < cellOf.length; row++) {
    const cell = cellOf[row] as number;
    const at = next[cell] as number;
    order[at] = row;
    next[cell] = at + 1;
  }
  for (let i = 0; i < cells; i++) {
    const from = cellOffsets[i] as number;
    const to = cellOffsets[i + 1] as number;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => sampleOf(a) - sampleOf(b));
  }
  return { order, cellOffsets };
}
