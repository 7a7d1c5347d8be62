import { listAt, objectAt, refuse, refuseWord, textAt, wholeAt } from '../check.js';
import type { InputSpec } from '../config.js';
import { featureNamed, features, readFeature } from '../feature/index.js';
import { packedAt, unpack } from '../packed.js';
import type { RequestBatch } from '../router.js';
import { checkSpace, compileSpace, spaceColumns } from '../space/index.js';
import type { Readings } from './config.js';
import { addProduct, powerOfTwo } from './product.js';

/** Most numbers read off a request. */
const MOST_READINGS = 4096;
/** Sums over a row stay below 2⁴⁵ (rows up to 2²⁰ long, weights below 2¹⁵); with such a bias, below 2⁵³. */
const MOST_BIAS = 2 ** 50;
const MOST_SHIFT = 40;
/** Readings are whole numbers of 16 bits. */
const LEAST = -32_768;
const MOST = 32_767;
/** Whole numbers below 2⁶ stand for themselves; above, every doubling has 2⁵ steps. */
const EXACT_BITS = 6;

/** Reads the numbers off one row; the next row overwrites them. */
export type ReadNumbers = (row: number) => Int16Array;

/** How the numbers are read off batches. */
export function compileReadings(config: Readings, input: InputSpec): (batch: RequestBatch) => ReadNumbers {
  const fields = config.numbers.map((name) => readFeature(featureNamed(name) as (typeof features)[number], input));
  const readColumns = compileSpace(config.columns, input);
  const sumsOf = compileSums(config, input);
  const firstColumn = fields.length;
  const firstSum = firstColumn + spaceColumns(config.columns);
  const readings = new Int16Array(firstSum + config.sums.bias.length);
  return (batch) => {
    const bound = fields.map((read) => read(batch));
    const columnsAt = readColumns(batch);
    const addSums = sumsOf(batch);
    return (row) => {
      for (let i = 0; i < bound.length; i++) readings[i] = magnitude(bound[i]?.[row] as number);
      const dense = columnsAt(row);
      for (let i = firstColumn; i < firstSum; i++) readings[i] = 0;
      for (let at = 0; at < dense.size; at++)
        readings[firstColumn + (dense.index[at] as number)] = magnitude(dense.value[at] as number);
      addSums(row, readings, firstSum);
      return readings;
    };
  };
}

/** Weighted sums over the text's columns: ⌊(bias + Σ value · weight) / 2^shift⌋, cut to 16 bits. */
function compileSums(
  { space, sums }: Readings,
  input: InputSpec,
): (batch: RequestBatch) => (row: number, into: Int16Array, from: number) => void {
  const readText = compileSpace(space, input);
  const weights = unpack(sums.weights);
  const { bias } = sums;
  const units = Float64Array.from(sums.shift, powerOfTwo);
  const width = bias.length;
  const own = new Float64Array(width);
  return (batch) => {
    const textAt = readText(batch);
    return (row, into, from) => {
      for (let k = 0; k < width; k++) own[k] = bias[k] as number;
      addProduct(textAt(row), weights, width, own);
      for (let k = 0; k < width; k++) into[from + k] = cut(Math.floor((own[k] as number) / (units[k] as number)));
    };
  };
}

/**
 * A whole number n ≥ 0 by its size: n itself below 64; from there ⌊n / 2ᵉ⌋ + 32 e, with e such that the first term is 32 … 63. It
 * never falls, so a tree can ask all it could ask of n, but for steps of 1/32; and what counts is how many times longer a text
 * is, not by how many characters. Negative numbers mirror this.
 */
export function magnitude(n: number): number {
  if (n < 0) return -magnitude(-n);
  let whole = Math.floor(n);
  let code = 0;
  for (; whole >= 2 ** EXACT_BITS; whole = Math.floor(whole / 2)) code += 2 ** (EXACT_BITS - 1);
  return cut(code + whole);
}

function cut(number: number): number {
  return number > MOST ? MOST : number < LEAST ? LEAST : number;
}

/** Checks what is read off a request; returns how many numbers that is. */
export function checkReadings(config: Readonly<Record<string, unknown>>, field: string): number {
  const numbers = listAt(config['numbers'], `${field}.numbers`);
  numbers.forEach((entry, index) => {
    const name = textAt(entry, `${field}.numbers[${index}]`);
    if (featureNamed(name) === undefined)
      throw refuseWord(
        `${field}.numbers[${index}]`,
        'unknown field',
        name,
        features.map((one) => one.name),
      );
  });
  const dense = spaceColumns(checkSpace(config['columns'], `${field}.columns`));
  const width = spaceColumns(checkSpace(config['space'], `${field}.space`));
  const asked = numbers.length + dense + checkSums(config['sums'], `${field}.sums`, width);
  if (asked === 0 || asked > MOST_READINGS)
    throw refuse(field, 'reads nothing, or too much', { value: `${asked} numbers`, accepted: `1 to ${MOST_READINGS}` });
  return asked;
}

function checkSums(value: unknown, field: string, width: number): number {
  const sums = objectAt(value, field, ['weights', 'bias', 'shift']);
  const bias = listAt(sums['bias'], `${field}.bias`);
  const shift = listAt(sums['shift'], `${field}.shift`);
  wholeAt(shift.length, `${field}.shift.length`, bias.length, bias.length);
  for (let k = 0; k < bias.length; k++) {
    wholeAt(bias[k], `${field}.bias[${k}]`, -MOST_BIAS, MOST_BIAS);
    wholeAt(shift[k], `${field}.shift[${k}]`, 0, MOST_SHIFT);
  }
  packedAt(sums['weights'], `${field}.weights`, ['i8'], width * bias.length);
  return bias.length;
}
