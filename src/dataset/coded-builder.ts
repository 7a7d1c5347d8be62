import type { CodedColumn } from '../domain/column.js';
import type { Scalar } from '../domain/json.js';
import { detached } from './detached.js';

/** Collects a coded column row by row; rows that are skipped are missing. */
export interface CodedBuilder<T extends Scalar> {
  set(row: number, value: T): void;
  /** The column over `rows` rows. */
  done(rows: number): CodedColumn<T>;
}

/** Values are numbered in order of first appearance. */
export function codedBuilder<T extends Scalar>(): CodedBuilder<T> {
  const codeOf = new Map<T, number>();
  let codes = new Int32Array(1024).fill(-1);
  return {
    set(row, value) {
      if (row >= codes.length) {
        const grown = new Int32Array(Math.max(row + 1, codes.length * 2)).fill(-1);
        grown.set(codes);
        codes = grown;
      }
      let code = codeOf.get(value);
      if (code === undefined) {
        code = codeOf.size;
        codeOf.set((typeof value === 'string' ? detached(value) : value) as T, code);
      }
      codes[row] = code;
    },
    done(rows) {
      const column = new Int32Array(rows).fill(-1);
      column.set(codes.subarray(0, rows));
      return { codes: column, values: [...codeOf.keys()] };
    },
  };
}
