import type { Steps } from './steps.js';

/** Columns that take few values together, and the classes of groups that have the same one in each of them. */
export interface Classes {
  /** Which of the columns. */
  readonly columns: readonly number[];
  /** By group. */
  readonly classOf: Uint16Array;
  /** By column, one value a class. */
  readonly values: readonly Float64Array[];
}

/** Columns taken together where that is exact, and those that stand by themselves. */
export interface ColumnClasses {
  readonly batches: readonly Classes[];
  readonly others: readonly number[];
}

/** More values make a column one of many. */
const MOST_VALUES = 32;
/** More classes are no gain. */
const MOST_CLASSES = 1024;

/**
 * Sorts columns into batches of few classes: rows that are right or wrong on the same answers of the same models take few
 * values together, so that one pass over draws sums them all. Only columns whose sums are exact in any order are taken: whole
 * numbers of 2⁻²⁰, small enough. A stop after each column.
 */
export function* classesOf(columns: readonly Float64Array[]): Steps<ColumnClasses> {
  const batches: Growing[] = [];
  const others: number[] = [];
  for (const [at, values] of columns.entries()) {
    yield;
    const codes = fewValues(values);
    if (codes === null) {
      others.push(at);
      continue;
    }
    const batch = batches.at(-1);
    const grown = batch === undefined ? null : joined(batch, at, codes);
    if (grown !== null) batches[batches.length - 1] = grown;
    else batches.push({ columns: [at], classOf: codes.codeOf, values: [codes.values] });
  }
  // By itself a column is as quick.
  const alone = batches.filter((batch) => batch.columns.length === 1);
  return {
    batches: batches
      .filter((batch) => batch.columns.length > 1)
      .map(({ columns: own, classOf, values }) => ({
        columns: own,
        classOf,
        values: values.map((list) => Float64Array.from(list)),
      })),
    others: [...others, ...alone.flatMap((batch) => batch.columns)].sort((a, b) => a - b),
  };
}

interface Growing {
  readonly columns: readonly number[];
  readonly classOf: Uint16Array;
  readonly values: readonly (readonly number[])[];
}

interface Codes {
  readonly codeOf: Uint16Array;
  readonly values: readonly number[];
}

/** Whole numbers of 2⁻²⁰ that add up to less than 2³³: no sum of theirs, each drawn up to 12 times, needs more than 53 bits. */
const UNIT = 2 ** 20;
const MOST_SUM = 2 ** 33 / 12;

/** A column as codes of its values; null where these are many, or their sums may depend on the order. */
function fewValues(column: Float64Array): Codes | null {
  const values: number[] = [];
  const codeOf = new Uint16Array(column.length);
  let sum = 0;
  let [held, code] = [Number.NaN, 0];
  for (let group = 0; group < column.length; group++) {
    const value = column[group] as number;
    if (value !== held) {
      code = values.indexOf(value);
      if (code < 0) {
        if (values.length === MOST_VALUES || !Number.isInteger(value * UNIT)) return null;
        code = values.push(value) - 1;
      }
      held = value;
    }
    sum += Math.abs(value);
    codeOf[group] = code;
  }
  return sum > MOST_SUM ? null : { codeOf, values };
}

/** The batch with a column more; null where that makes too many classes. */
function joined(batch: Growing, at: number, { codeOf, values }: Codes): Growing | null {
  const classes = batch.values[0]?.length ?? 0;
  const numberOf = new Int32Array(classes * values.length).fill(-1);
  const classOf = new Uint16Array(codeOf.length);
  const from: (readonly [number, number])[] = [];
  for (let group = 0; group < codeOf.length; group++) {
    const [old, code] = [batch.classOf[group] as number, codeOf[group] as number];
    const pair = old * values.length + code;
    let found = numberOf[pair] as number;
    if (found < 0) {
      if (from.length === MOST_CLASSES) return null;
      found = from.push([old, code]) - 1;
      numberOf[pair] = found;
    }
    classOf[group] = found;
  }
  return {
    columns: [...batch.columns, at],
    classOf,
    values: [
      ...batch.values.map((list) => from.map(([old]) => list[old] as number)),
      from.map(([, code]) => values[code] as number),
    ],
  };
}
