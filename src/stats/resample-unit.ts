import { type CommonKind, done, type UnitKind, type Working } from '../domain/work.js';
import { type ResampleColumns, resampleTotals } from './bootstrap.js';
import { distinctColumns } from './column-kinds.js';

const columnsCommon: CommonKind<ResampleColumns> = {
  name: 'columns',
  lasting: false,
  pack: (columns) => columns,
  unpack: (packed) => packed as ResampleColumns,
};

/** Resamples of a unit, by their numbers. */
export interface ResampleRange {
  readonly first: number;
  /** The first that is not in it any more. */
  readonly last: number;
}

/** Some resamples of a bootstrap. */
export const resampleUnit: UnitKind<ResampleColumns, ResampleRange, Float64Array[]> = {
  name: 'resample',
  describe: 'some resamples of a bootstrap: totals of every column on each of them',
  common: columnsCommon,
  run: (columns, { first, last }) => resampleTotals({ ...columns, first, replicates: last - first }),
};

/** Products of a unit: some tenth of a second. */
const UNIT = 4e8;

/** A draw costs about as much as this many products. */
const DRAW = 8;

/** `resampleTotals` in units; what is less than one is done here. */
export function* resampleWork(all: ResampleColumns): Working<Float64Array[]> {
  const distinct = distinctColumns(all.columns);
  const totals = yield* distinctWork({ ...all, columns: distinct.columns });
  return Array.from(distinct.placeOf, (place) => totals[place] as Float64Array);
}

function* distinctWork(columns: ResampleColumns): Working<Float64Array[]> {
  const { replicates, groupKeys } = columns;
  const each = groupKeys.length * (columns.columns.length + DRAW);
  const size = Math.max(1, Math.floor(UNIT / Math.max(1, each)));
  if (size >= replicates) return resampleTotals(columns);
  const ranges = Array.from({ length: Math.ceil(replicates / size) }, (_, at) => ({
    first: at * size,
    last: Math.min(replicates, (at + 1) * size),
  }));
  const pieces = yield* done(resampleUnit, columns, ranges);
  return columns.columns.map((_, column) => {
    const whole = new Float64Array(replicates);
    pieces.forEach((piece, at) => {
      whole.set(piece[column] as Float64Array, ranges[at]?.first);
    });
    return whole;
  });
}
