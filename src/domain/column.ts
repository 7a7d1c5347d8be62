import type { Scalar } from './json.js';

/** Texts by row, decoded on demand so that no string per row stays alive. */
export interface TextColumn {
  readonly size: number;
  /** The text of row `row`; throws RangeError outside 0..size-1. */
  get(row: number): string;
}

/** A column of few distinct values: `values[codes[row]]`, or missing where the code is -1. */
export interface CodedColumn<T extends Scalar = Scalar> {
  readonly codes: Int32Array;
  readonly values: readonly T[];
}

/** The value of a coded column at a row; undefined when missing there. */
export function codedValue<T extends Scalar>(column: CodedColumn<T>, row: number): T | undefined {
  const code = column.codes[row];
  return code === undefined || code < 0 ? undefined : column.values[code];
}

/** Codes a list of values; undefined becomes missing. Values are numbered in order of first appearance. */
export function codedColumn<T extends Scalar>(values: readonly (T | undefined)[]): CodedColumn<T> {
  const codeOf = new Map<T, number>();
  const codes = new Int32Array(values.length);
  values.forEach((value, row) => {
    if (value === undefined) {
      codes[row] = -1;
      return;
    }
    let code = codeOf.get(value);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(value, code);
    }
    codes[row] = code;
  });
  return { codes, values: [...codeOf.keys()] };
}

/** A text column over strings that are held anyway (small tables, tests). */
export function textColumn(texts: readonly string[]): TextColumn {
  return {
    size: texts.length,
    get(row) {
      const text = texts[row];
      if (text === undefined) throw new RangeError(`row ${row} is outside 0..${texts.length - 1}`);
      return text;
    },
  };
}
