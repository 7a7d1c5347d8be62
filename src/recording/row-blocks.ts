/** Rows of numbers, `width` each, in blocks that never move: adding copies nothing, and no object per row stays. */
export interface RowBlocks {
  size(): number;
  /** Adds a row of zeros; its fields are `block[at] .. block[at + width - 1]`, for the caller to set. */
  add(): { readonly block: Float64Array; readonly at: number };
  get(row: number, field: number): number;
  /** Fills columns with fields of rows, in the order of `rows`. */
  gather(rows: Uint32Array, columns: readonly FieldColumn[]): void;
}

/** Where one field goes. */
export interface FieldColumn {
  readonly field: number;
  readonly column: { [index: number]: number };
}

const ROWS = 8192;
/** Rows gathered at once: all their fields stay in a core's cache while they go to one column after another. */
const GATHERED = 1024;

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
    gather(rows, columns) {
      const tile = new Float64Array(GATHERED * width);
      for (let from = 0; from < rows.length; from += GATHERED) {
        const size = Math.min(GATHERED, rows.length - from);
        for (let i = 0; i < size; i++) {
          const row = rows[from + i] as number;
          const start = (row % ROWS) * width;
          const block = blocks[Math.floor(row / ROWS)] as Float64Array;
          for (let field = 0; field < width; field++) tile[i * width + field] = block[start + field] as number;
        }
        for (const { field, column } of columns)
          for (let i = 0; i < size; i++) column[from + i] = tile[i * width + field] as number;
      }
    },
  };
}
