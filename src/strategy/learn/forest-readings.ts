import type { InputSpec } from '../../router/config.js';
import { features as shapeFeatures } from '../../router/feature/index.js';
import { pack } from '../../router/packed.js';
import type { Readings } from '../../router/predictor/config.js';
import { compileReadings } from '../../router/predictor/readings.js';
import { type SpaceConfig, UNIT } from '../../router/space/config.js';
import type { FitSource } from '../fit/predictor-fit.js';
import { classesOf } from './class-scores.js';
import { type Guesses, guessClasses } from './guesses.js';
import { type SparseRows, sparseRows } from './sparse-rows.js';
import { truncatedSvd } from './truncated-svd.js';

/** What the trees are to read. */
export interface ReadingsSpec {
  readonly space: SpaceConfig;
  readonly columns: SpaceConfig;
  readonly directions: number;
  readonly classes: 'category' | 'difficulty' | 'none';
}

/** What is read, and what the trees are shown of every training row: a column a reading. */
export interface FittedReadings {
  readonly readings: Readings;
  readonly columns: readonly Int16Array[];
}

/** A stored weight's greatest size, and the greatest reading aimed at: half of what 16 bits hold, for texts stranger than these. */
const MOST_WEIGHT = 127;
const MOST_READING = 16_384;

/** Fits what is read. Guesses of the rows learned from are out of fold: of a row it has seen, a fit guesses too well. */
export function fitReadings(spec: ReadingsSpec, source: FitSource): FittedReadings {
  const { training, input } = source;
  const rows = sparseRows(spec.space, training.batch, training.rows, input);
  const classes = spec.classes === 'none' ? [] : classesOf(training[spec.classes], training.rows);
  const guesses =
    spec.classes === 'none' || classes.length === 0 ? null : guessClasses(training[spec.classes], classes, rows, training);
  const guessed = guesses === null ? [] : outputsOf(guesses);
  const readings = {
    numbers: shapeFeatures.map(({ name }) => name),
    columns: spec.columns,
    space: spec.space,
    sums: wholeSums(rows, [...directionsOf(rows, spec.directions, training.seed), ...guessed]),
  };
  const columns = readColumns(readings, source, input);
  if (guesses !== null) replaceByHeldOut(guesses.heldOut, guessed, readings.sums, columns.slice(-guessed.length));
  return { readings, columns };
}

/** A weighted sum over the columns of a space. */
interface Sum {
  readonly weights: Float64Array;
  readonly bias: number;
}

function outputsOf({ outputs, weights, bias }: Guesses): Sum[] {
  return Array.from(bias, (own, k) => ({
    weights: Float64Array.from({ length: weights.length / outputs }, (_, column) => weights[column * outputs + k] as number),
    bias: own,
  }));
}

/** Leading right singular vectors of the training rows. */
function directionsOf(rows: SparseRows, directions: number, seed: number): Sum[] {
  if (directions === 0) return [];
  const values = Float64Array.from(rows.value, (value) => value / UNIT);
  const matrix = { rows: rows.size, width: rows.columns, offsets: rows.offsets, columns: Int32Array.from(rows.index), values };
  return truncatedSvd(matrix, directions, seed).map((weights) => ({ weights, bias: 0 }));
}

/** Sums in whole numbers: a sum's greatest weight is 127, and its readings of the training rows fill some 15 bits. */
function wholeSums({ columns, size, offsets, index, value }: SparseRows, sums: readonly Sum[]): Readings['sums'] {
  const weights = new Int8Array(columns * sums.length);
  const bias: number[] = [];
  const shift: number[] = [];
  sums.forEach((sum, k) => {
    const scale = scaleOf(sum);
    const own = sum.weights.map((one) => Math.round(one * scale));
    own.forEach((one, column) => {
      weights[column * sums.length + k] = one;
    });
    const start = Math.round(sum.bias * scale * UNIT) + 0;
    let greatest = 0;
    for (let row = 0; row < size; row++) {
      let total = start;
      for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++)
        total += (value[at] as number) * (own[index[at] as number] as number);
      greatest = Math.max(greatest, Math.abs(total));
    }
    let bits = 0;
    for (let reading = greatest; reading > MOST_READING; reading /= 2) bits++;
    bias.push(start);
    shift.push(bits);
  });
  return { weights: pack('i8', weights), bias, shift };
}

function scaleOf({ weights }: Sum): number {
  const greatest = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return greatest === 0 ? 1 : MOST_WEIGHT / greatest;
}

function readColumns(readings: Readings, { training }: FitSource, input: InputSpec): Int16Array[] {
  const readingsAt = compileReadings(readings, input)(training.batch);
  const columns: Int16Array[] = [];
  training.rows.forEach((row, at) => {
    readingsAt(row).forEach((value, column) => {
      columns[column] ??= new Int16Array(training.rows.length);
      (columns[column] as Int16Array)[at] = value;
    });
  });
  return columns;
}

/** Overwrites what the router would read of training rows by guesses out of fold, in the same units. */
function replaceByHeldOut(
  heldOut: Float64Array,
  guessed: readonly Sum[],
  { shift }: Readings['sums'],
  columns: readonly Int16Array[],
): void {
  columns.forEach((column, k) => {
    const unit = (scaleOf(guessed[k] as Sum) * UNIT) / 2 ** (shift[shift.length - guessed.length + k] as number);
    for (let row = 0; row < column.length; row++) {
      const reading = Math.floor((heldOut[row * columns.length + k] as number) * unit);
      column[row] = Math.max(-32_768, Math.min(32_767, reading));
    }
  });
}
