import { resampleTotals } from '../../stats/bootstrap.js';
import type { ResampleSpec } from '../../stats/plain-resample.js';
import { addedParts, type ExactParts, exactParts, highestUnit, partsOf, requireExact } from './exact-parts.js';

/** A column with one value a group, to be rounded to whole multiples of 2^exponent. */
export interface ScaledColumn {
  readonly values: Float64Array;
  readonly exponent: number;
}

/** What a column sums up to without rounding: on every resample, and in every block of groups. */
export interface ExactColumn {
  readonly replicates: ExactParts;
  readonly blocks: ExactParts;
}

/** A column of two shards. */
export function addedColumn(one: ExactColumn, other: ExactColumn): ExactColumn {
  return {
    replicates: addedParts(one.replicates, other.replicates),
    blocks: addedParts(one.blocks, other.blocks),
  };
}

/** Blocks that groups fall into by their key: any of them can be left out, and all together are the whole. */
export const BLOCKS = 200;

/** Most that a group can weigh on a resample (see `poisson1`). */
const MOST_DRAWN = 12;

/**
 * Sums of columns over every resample and block, as exact as integers: what is summed are whole multiples of a power of two, in parts
 * where one sum would grow beyond 2⁵³ of them. Groups of several shards add up to those of all, whoever drew them.
 */
export function exactTotals(columns: readonly ScaledColumn[], spec: ResampleSpec): ExactColumn[] {
  const pieces = columns.map(piecesOf);
  const drawn = resampleTotals({ ...spec, columns: pieces.flat() }).values();
  const blockOf = Uint32Array.from(spec.groupKeys, (key) => key % BLOCKS);
  const known = new Map<string, ExactColumn>();
  const numbers = new Map<Float64Array, number>();
  const numberOf = (array: Float64Array): number => {
    const number = numbers.get(array) ?? numbers.size;
    numbers.set(array, number);
    return number;
  };
  return columns.map(({ exponent }, at) => {
    const own = pieces[at] as Float64Array[];
    const totals = own.map(() => drawn.next().value as Float64Array);
    // Equal columns come to one array: they travel once.
    const name = `${exponent} ${totals.map(numberOf).join(' ')}`;
    const column = known.get(name) ?? {
      replicates: exactParts(exponent, totals),
      blocks: exactParts(
        exponent,
        own.map((piece) => blockSums(piece, blockOf)),
      ),
    };
    known.set(name, column);
    return column;
  });
}

function blockSums(piece: Float64Array, blockOf: Uint32Array): Float64Array {
  const sums = new Float64Array(BLOCKS);
  for (let group = 0; group < piece.length; group++) {
    const block = blockOf[group] as number;
    sums[block] = (sums[block] as number) + (piece[group] as number);
  }
  return sums;
}

/** The rounded column, whole where its sums stay exact, else in parts. */
function piecesOf({ values, exponent }: ScaledColumn): Float64Array[] {
  const unit = 2 ** exponent;
  // Beyond 2⁵² units every double is a multiple already.
  const rounded = values.map((value) => (Math.abs(value) < unit * 2 ** 52 ? Math.round(value / unit) * unit : value));
  const most = MOST_DRAWN * rounded.reduce((sum, value) => sum + Math.abs(value), 0);
  if (staysExact(rounded, most, exponent)) return [rounded];
  requireExact(Float64Array.of(most), highestUnit(exponent));
  return partsOf(rounded, exponent);
}

/** Powers of two, above the exponent, that columns are mostly multiples of: qualities of 2⁻³⁰, costs of one pico-USD. */
const COMMON = 18;

function staysExact(values: Float64Array, most: number, exponent: number): boolean {
  const fits = (at: number): boolean => most < 2 ** at * Number.MAX_SAFE_INTEGER;
  if (Number.isNaN(most) || fits(exponent)) return true;
  const unit = 2 ** (exponent + COMMON);
  return fits(exponent + COMMON) && values.every((value) => Number.isInteger(value / unit));
}
