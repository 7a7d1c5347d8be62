import { type CommonKind, done, type UnitKind, type Working } from '../domain/work.js';
import { distinctTotals, type ResampleColumns } from './bootstrap.js';
import { distinctColumns } from './column-kinds.js';

const columnsCommon: CommonKind<ResampleColumns> = {
  name: 'columns',
  lasting: false,
  pack: (columns) => columns,
  unpack: (packed) => packed as ResampleColumns,
};

/** Resamples and columns of a unit, by their numbers. */
export interface ResampleRange {
  readonly first: number;
  /** The first that is not in it any more. */
  readonly last: number;
  /** All of them where nothing is said. */
  readonly firstColumn?: number;
  readonly lastColumn?: number;
}

/** Some resamples of a bootstrap. */
export const resampleUnit: UnitKind<ResampleColumns, ResampleRange, Float64Array[]> = {
  name: 'resample',
  describe: 'some resamples of a bootstrap: totals of some columns on each of them',
  common: columnsCommon,
  run: ({ columns, ...spec }, { first, last, firstColumn, lastColumn }) =>
    distinctTotals({ ...spec, columns: columns.slice(firstColumn, lastColumn), first, replicates: last - first }),
};

/** Products of a unit: some tenth of a second. */
const UNIT = 4e8;

/** A draw costs about as much as this many products. */
const DRAW = 8;

/** Looking at a column and laying it out costs as much as some dozens of resamples. */
const LEAST_RESAMPLES = 250;
const LEAST_COLUMNS = 64;

/** `resampleTotals` in units; what is less than one is done here. */
export function* resampleWork(all: ResampleColumns): Working<Float64Array[]> {
  const distinct = distinctColumns(all.columns);
  const totals = yield* distinctWork({ ...all, columns: distinct.columns });
  return Array.from(distinct.placeOf, (place) => totals[place] as Float64Array);
}

function* distinctWork(columns: ResampleColumns): Working<Float64Array[]> {
  const { replicates, groupKeys } = columns;
  const ranges = rangesOf(columns.columns.length, replicates, groupKeys.length);
  if (ranges.length < 2) return distinctTotals(columns);
  const made = yield* done(resampleUnit, columns, ranges);
  const totals = columns.columns.map(() => new Float64Array(replicates));
  for (const [unit, { first, firstColumn = 0 }] of ranges.entries())
    for (const [at, some] of (made[unit] as Float64Array[]).entries()) totals[firstColumn + at]?.set(some, first);
  return totals;
}

/** Every resample of every column, in units of about the same work. */
function rangesOf(columns: number, replicates: number, groups: number): ResampleRange[] {
  const products = UNIT / Math.max(1, groups);
  const resamples = Math.min(replicates, Math.max(LEAST_RESAMPLES, Math.floor(products / (columns + DRAW))));
  const wide = Math.max(LEAST_COLUMNS, Math.floor(products / resamples) - DRAW);
  const inRanges = pieces(replicates, resamples).map(([first, last]) => ({ first, last }));
  if (wide >= columns) return inRanges;
  return pieces(columns, wide).flatMap(([firstColumn, lastColumn]) =>
    inRanges.map((range) => ({ ...range, firstColumn, lastColumn })),
  );
}

/** Cuts so many into pieces of a size: where each begins, and where the next does. */
function pieces(all: number, size: number): (readonly [number, number])[] {
  return Array.from({ length: Math.ceil(all / size) }, (_, at) => [at * size, Math.min(all, (at + 1) * size)]);
}
