import { isSingle, type Narrow, narrow } from './narrow.js';

/**
 * Rows of numbers, `width` each: adding moves nothing, no object per row stays, and a field takes the bytes that its numbers need.
 * One that is the same for thousands of rows, as a model and a time of recording are, takes none.
 */
export interface RowBlocks {
  size(): number;
  /** Adds a row of zeros; its fields are `block[at] .. block[at + width - 1]`, for the caller to set before the next is added. */
  add(): { readonly block: Float64Array; readonly at: number };
  get(row: number, field: number): number;
  /** A field of rows, in their order. @param column filled */
  gather<T extends NumberColumn>(rows: Uint32Array, field: number, column: T): T;
  /** Whether every row's number is held exactly in single precision. */
  isSingle(field: number): boolean;
  /** Whether every row's number is this one. */
  isAlways(field: number, number: number): boolean;
}

/** What numbers go into. */
export interface NumberColumn {
  [index: number]: number;
}

const ROWS = 8192;

/** An empty store. Rows are written into one array of the widest kind, on the engine's fast path, and narrowed when it is full. */
export function rowBlocks(width: number): RowBlocks {
  const open = new Float64Array(ROWS * width);
  /** By block and field. */
  const blocks: Narrow[][] = [];
  /** The field that is being gathered, of all rows. */
  let whole = new Float64Array(0);
  let size = 0;
  const openRows = (): number => size - blocks.length * ROWS;
  const close = (): void => {
    blocks.push(Array.from({ length: width }, (_, field) => narrow(open, field, width, ROWS)));
    open.fill(0);
  };
  const spread = (field: number): Float64Array => {
    if (whole.length < size) whole = new Float64Array(size);
    for (const [index, fields] of blocks.entries()) {
      const held = fields[field] as Narrow;
      if (typeof held === 'number') whole.fill(held, index * ROWS, (index + 1) * ROWS);
      else whole.set(held, index * ROWS);
    }
    const from = blocks.length * ROWS;
    for (let row = 0; row < openRows(); row++) whole[from + row] = open[row * width + field] as number;
    return whole;
  };
  const everywhere = (field: number, holds: (held: Narrow) => boolean): boolean =>
    blocks.every((fields) => holds(fields[field] as Narrow)) && holds(narrow(open, field, width, openRows()));
  return {
    size: () => size,
    add() {
      if (openRows() === ROWS) close();
      const at = openRows() * width;
      size++;
      return { block: open, at };
    },
    get(row, field) {
      const fields = blocks[Math.floor(row / ROWS)];
      if (fields === undefined) return open[(row % ROWS) * width + field] as number;
      const held = fields[field] as Narrow;
      return typeof held === 'number' ? held : (held[row % ROWS] as number);
    },
    gather(rows, field, column) {
      const numbers = spread(field);
      for (let i = 0; i < rows.length; i++) column[i] = numbers[rows[i] as number] as number;
      return column;
    },
    isSingle: (field) => everywhere(field, isSingle),
    isAlways: (field, number) => everywhere(field, (held) => Object.is(held, number)),
  };
}
