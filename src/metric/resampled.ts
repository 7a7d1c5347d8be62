import type { Estimate } from '../domain/estimate.js';
import type { Working } from '../domain/work.js';
import { resampleTotals } from '../stats/bootstrap.js';
import { blockSums, isZero, product, total } from '../stats/column-loops.js';
import { estimateOf, influenceOf } from '../stats/interval.js';
import { keptResampleSteps } from '../stats/kept-resamples.js';
import { resampleWork } from '../stats/resample-unit.js';
import { atOnce, type Steps } from '../stats/steps.js';
import { type ArmColumns, quantityColumn, type SingleOutcomes } from './columns.js';
import { type Movement, movementOf, termsByGroup } from './estimate/movement.js';
import { pairName, pairsOf, type Ratio } from './estimate/products.js';
import { QUANTITIES, type Quantity, type Term, type Totals } from './family.js';
import { groupSums, type Part } from './part.js';

/** Weighted sums of one arm by group, one column a quantity; null where zero throughout. */
export type ArmSums = ReadonlyMap<Quantity, Float64Array | null>;

/** Sums an arm's columns by group of the part: all that resampling needs of it. */
export function armSums(
  arm: ArmColumns,
  part: Part,
  singles: SingleOutcomes,
  isRight: (quality: number) => boolean,
  quantities: readonly Quantity[] = QUANTITIES,
): ArmSums {
  return new Map(
    quantities.map((quantity) => {
      const column = quantityColumn(arm, quantity, singles, isRight);
      const sums = column === null ? null : groupSums(part, column);
      return [quantity, sums === null || isZero(sums) ? null : sums];
    }),
  );
}

/** Totals of every arm on the part itself, on every bootstrap resample of its groups, and with some groups left out. */
export interface ResampledTotals {
  readonly replicates: number;
  /** Independent groups that were resampled. */
  readonly groups: number;
  readonly seed: number;
  readonly point: Totals;
  /** One view for all resamples, moved from one to the next: it tells of the one that was asked for last. */
  replicate(index: number): Totals;
  /** How many blocks of groups can be left out, every group being in one of them. */
  readonly blocks: number;
  /** One view, moved likewise. */
  without(block: number): Totals;
  /** How far a sum of terms moves the groups. */
  movement(terms: readonly Term[]): Movement;
  /** Sums over groups of products of two columns; null where none was asked for. */
  readonly products: ProductTotals | null;
}

/** A sum over groups of products of two columns, on a replicate, or (null) on the part itself. */
export type ProductTotal = (replicate: number | null) => number;

/** Such sums; null where two columns' products were not kept. */
export interface ProductTotals {
  between(one: Term, other: Term): ProductTotal | null;
}

export interface ResampleOptions {
  readonly replicates: number;
  readonly seed: number;
  /** Keep the products of columns that these ratios' standard errors need, as far as their columns are there. */
  readonly ratios?: readonly Ratio[];
}

/** With more groups than this a ratio needs no standard error of its own on every resample. */
export const FEW_GROUPS = 10_000;

/** Values with one block left out; more of them would say the same of the skewness. */
const MOST_BLOCKS = 200;

/** One Poisson bootstrap over the part's groups, shared by all arms so that differences are paired. */
export function resampled(arms: readonly ArmSums[], part: Part, options: ResampleOptions): ResampledTotals {
  const { replicates, seed } = options;
  const laid = layOut(arms, part, options.ratios);
  return totalsOf(laid, part, options, resampleTotals({ seed, replicates, groupKeys: part.groupKeys, columns: laid.columns }));
}

/** The same bootstrap, its draws asked for as work where they are many. */
export function* resampledWork(arms: readonly ArmSums[], part: Part, options: ResampleOptions): Working<ResampledTotals> {
  const { replicates, seed } = options;
  const laid = layOut(arms, part, options.ratios);
  const totals = yield* resampleWork({ seed, replicates, groupKeys: part.groupKeys, columns: laid.columns });
  return totalsOf(laid, part, options, totals);
}

/** Gives the totals of the fixed arms followed by some others, with the products that some ratios need. */
export type TotalsWith = (arms: readonly ArmSums[], ratios?: readonly Ratio[]) => ResampledTotals;

/** The same, stopping now and then while it sums. */
export type TotalsWithSteps = (arms: readonly ArmSums[], ratios?: readonly Ratio[]) => Steps<ResampledTotals>;

/**
 * The same bootstrap for arms that come one after another: its draws are made once, and so are the totals of every column that
 * comes again, and of products among the fixed arms, which come first in all totals.
 */
export function resampledAgainst(fixed: readonly ArmSums[], part: Part, options: Omit<ResampleOptions, 'ratios'>): TotalsWith {
  const totalsWith = atOnce(resampledAgainstSteps(fixed, part, options));
  return (arms, ratios) => atOnce(totalsWith(arms, ratios));
}

/** The same, stopping now and then while it draws. */
export function* resampledAgainstSteps(
  fixed: readonly ArmSums[],
  part: Part,
  options: Omit<ResampleOptions, 'ratios'>,
): Steps<TotalsWithSteps> {
  const resample = yield* keptResampleSteps({ ...options, groupKeys: part.groupKeys });
  const held = new WeakMap<Float64Array, Float64Array>();
  const products = new Map<string, Float64Array>();
  const keep: Keep = {
    fixed: fixed.length,
    weight: groupSums(part, () => 1),
    product(name, make) {
      const known = products.get(name) ?? make();
      products.set(name, known);
      return known;
    },
  };
  function* remembered(columns: readonly Float64Array[]): Steps<Float64Array[]> {
    const wanted = [...new Set(columns.filter((column) => !held.has(column)))];
    const made = yield* resample(wanted);
    for (const [at, column] of wanted.entries()) held.set(column, made[at] as Float64Array);
    return columns.map((column) => held.get(column) as Float64Array);
  }
  yield* remembered([keep.weight, ...fixed.flatMap((sums) => [...sums.values()]).filter((column) => column !== null)]);
  return function* (arms, ratios = []) {
    const laid = layOut([...fixed, ...arms], part, ratios, keep);
    return totalsOf(laid, part, options, yield* remembered(laid.columns));
  };
}

/** Columns that stay the same from one call to the next: the weights, and products among the first arms. */
interface Keep {
  readonly fixed: number;
  readonly weight: Float64Array;
  product(name: string, make: () => Float64Array): Float64Array;
}

/** In place of a column: there is nothing but zeros in it, or nobody asked for it. */
const ZERO = -1;
const NOT_ASKED = -2;

/** The columns that some arms are resampled by, and where each quantity of each arm stands among them. */
interface Layout {
  readonly columns: readonly Float64Array[];
  /** Column by arm and quantity; zero throughout, or not asked for, where it is none. */
  readonly slot: Int32Array;
  /** Column by pair of columns whose products were asked for. */
  readonly products: ReadonlyMap<string, number>;
}

function layOut(arms: readonly ArmSums[], part: Part, ratios: readonly Ratio[] = [], keep?: Keep): Layout {
  const columns: Float64Array[] = [keep?.weight ?? groupSums(part, () => 1)];
  const slot = new Int32Array(arms.length * QUANTITIES.length).fill(NOT_ASKED);
  arms.forEach((sums, arm) => {
    for (const [quantity, column] of sums) {
      slot[slotKey(arm, quantity)] = column === null ? ZERO : columns.length;
      if (column !== null) columns.push(column);
    }
  });
  const slotOf = ({ arm, quantity }: Term): number => (quantity === 'weight' ? 0 : (slot[slotKey(arm, quantity)] ?? NOT_ASKED));
  const products = new Map<string, number>();
  for (const [name, [one, other]] of part.groupKeys.length > FEW_GROUPS ? [] : pairsOf(ratios)) {
    const [a, b] = [slotOf(one), slotOf(other)];
    if (a === NOT_ASKED || b === NOT_ASKED) continue;
    products.set(name, a < 0 || b < 0 ? ZERO : columns.length);
    if (a < 0 || b < 0) continue;
    const make = (): Float64Array => product(columns[a] as Float64Array, columns[b] as Float64Array);
    const lasts = keep !== undefined && one.arm < keep.fixed && other.arm < keep.fixed;
    columns.push(lasts ? keep.product(name, make) : make());
  }
  return { columns, slot, products };
}

/** @param totals of every column on every resample */
function totalsOf(
  { columns, slot, products }: Layout,
  part: Part,
  { replicates, seed }: Pick<ResampleOptions, 'replicates' | 'seed'>,
  totals: readonly Float64Array[],
): ResampledTotals {
  const whole = Float64Array.from(columns, total);
  const blocks = Math.min(part.groupKeys.length, MOST_BLOCKS);
  const inBlocks = blockSums(columns, blocks);
  const view = (read: (column: number) => number): Totals => ({
    get weight() {
      return read(0);
    },
    of(arm, quantity) {
      const at = slot[slotKey(arm, quantity)] ?? NOT_ASKED;
      return at >= 0 ? read(at) : at === ZERO ? 0 : Number.NaN;
    },
  });
  let drawn = 0;
  const resample = view((column) => (totals[column] as Float64Array)[drawn] as number);
  let missing = 0;
  const rest = view((column) => (whole[column] as number) - inBlocks(column, missing));
  return {
    replicates,
    groups: part.groupKeys.length,
    seed,
    point: view((column) => whole[column] as number),
    replicate(index) {
      drawn = index;
      return resample;
    },
    blocks,
    without(block) {
      missing = block;
      return rest;
    },
    movement: (terms) =>
      movementOf(
        termsByGroup(terms, part.groupKeys.length, ({ arm, quantity }) => {
          const at = quantity === 'weight' ? 0 : (slot[slotKey(arm, quantity)] ?? NOT_ASKED);
          return at === NOT_ASKED ? undefined : at === ZERO ? null : columns[at];
        }),
      ),
    products:
      products.size === 0
        ? null
        : {
            between(one, other) {
              const at = products.get(pairName(one, other));
              if (at === undefined) return null;
              if (at < 0) return () => 0;
              const own = totals[at] as Float64Array;
              return (replicate) => (replicate === null ? (whole[at] as number) : (own[replicate] as number));
            },
          },
  };
}

const PLACES = Object.fromEntries(QUANTITIES.map((quantity, place) => [quantity, place])) as Readonly<Record<Quantity, number>>;

/** Names a quantity of an arm. */
export function slotKey(arm: number, quantity: Quantity): number {
  return arm * QUANTITIES.length + PLACES[quantity];
}

/** A statistic of the totals on the part and on every resample. */
export function statistic(totals: ResampledTotals, of: (totals: Totals) => number): { value: number; samples: Float64Array } {
  const samples = new Float64Array(totals.replicates);
  for (let index = 0; index < samples.length; index++) samples[index] = of(totals.replicate(index));
  return { value: of(totals.point), samples };
}

/** A smooth statistic of the totals with its BCa interval. */
export function estimated(totals: ResampledTotals, of: (totals: Totals) => number, n: number, confidence: number): Estimate {
  const { value, samples } = statistic(totals, of);
  return estimateOf(value, samples, n, confidence, {
    groups: totals.groups,
    ...influenceOf(leftOutBy(totals, of), totals.groups),
  });
}

/** A statistic with one block of groups left out each. */
export function leftOutBy(totals: ResampledTotals, of: (totals: Totals) => number): Float64Array {
  const leftOut = new Float64Array(totals.blocks);
  for (let block = 0; block < leftOut.length; block++) leftOut[block] = of(totals.without(block));
  return leftOut;
}
