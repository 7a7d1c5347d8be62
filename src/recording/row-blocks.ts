/** Rows of numbers, `width` each, in blocks that never move: adding copies nothing, and no object per row stays. */
export interface RowBlocks {
  size(): number;
  /** Adds a row of zeros; its fields are `block[at] .. block[at + width - 1]`, for the caller to set. */
  add(): { readonly block: Float64Array; readonly at: number };
  get(row: number, field: number): number;
  /** Fills `column` with one field, in the order of `rows`. */
  gather<T extends { readonly length: number; [index: number]: number }>(field: number, rows: Uint32Array, column: T): T;
}

const ROWS = 8192;

/** An empty store. One array kind for all fields keeps the writing of millions of rows on the engine's fast path. */
export function rowBlocks(width: number): RowBlocks {
  const blocks: Float64Array[] = [];
  let size = 0;
  const at = (row: number, field: number): number =>
    (blocks[Math.floor(row / ROWS)] as Float64Array)[(row % ROWS) * width + field] as number;
  return {
    size: () => size,
    add() {
      const inBlock = size % ROWS;
      if (inBlock === 0) blocks.push(new Float64Array(ROWS * width));
      size++;
      return { block: blocks[blocks.length - 1] as Float64Array, at: inBlock * width };
    },
    get: at,
    gather(field, rows, column) {
      for (let i = 0; i < rows.length; i++) column[i] = at(rows[i] as number, field);
      return column;
    },
  };
}
