import type { Estimate } from '../domain/estimate.js';
import { keptResampleSteps, resampleTotals } from '../stats/bootstrap.js';
import { estimateOf, influenceOf } from '../stats/interval.js';
import { atOnce, type Steps } from '../stats/steps.js';
import { type ArmColumns, quantityColumn, type SingleOutcomes } from './columns.js';
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
      return [quantity, sums?.every((sum) => sum === 0) ? null : sums];
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
  replicate(index: number): Totals;
  /** How many blocks of groups can be left out, every group being in one of them. */
  readonly blocks: number;
  without(block: number): Totals;
  /** Weighted sums by group; null where zero throughout, undefined where not kept. */
  byGroup(arm: number, quantity: Quantity): Float64Array | null | undefined;
  /** Sums over groups of products of two columns; null where none was asked for. */
  readonly products: ProductTotals | null;
}

/** Sums over groups of products of two columns, on every resample. */
export interface ProductTotals {
  has(one: Term, other: Term): boolean;
  /** On a replicate, or (null) on the part itself. NaN where not kept. */
  of(one: Term, other: Term, replicate: number | null): number;
}

export interface ResampleOptions {
  readonly replicates: number;
  readonly seed: number;
  /** Keep the products of columns that these ratios' standard errors need, as far as their columns are there. */
  readonly ratios?: readonly Ratio[];
}

/** With more groups than this a ratio needs no standard error of its own on every resample. */
const FEW_GROUPS = 10_000;

/** Values with one block left out; more of them would say the same of the skewness. */
const MOST_BLOCKS = 200;

/** One Poisson bootstrap over the part's groups, shared by all arms so that differences are paired. */
export function resampled(arms: readonly ArmSums[], part: Part, options: ResampleOptions): ResampledTotals {
  const { replicates, seed } = options;
  return totalsOf(arms, part, options, (columns) => resampleTotals({ seed, replicates, groupKeys: part.groupKeys, columns }));
}

/**
 * The same bootstrap for arms that come one after another: its draws are made once, and so are the totals of the arms they
 * are all compared with, and of products among them.
 *
 * @param fixed the first arms of all totals
 * @returns what gives the totals of the fixed arms followed by some others, with the products that some ratios need
 */
export function resampledAgainst(fixed: readonly ArmSums[], part: Part, options: Omit<ResampleOptions, 'ratios'>): TotalsWith {
  return atOnce(resampledAgainstSteps(fixed, part, options));
}

/** Gives the totals of the fixed arms followed by some others. */
export type TotalsWith = (arms: readonly ArmSums[], ratios?: readonly Ratio[]) => ResampledTotals;

/** The same, stopping now and then while it draws. */
export function* resampledAgainstSteps(
  fixed: readonly ArmSums[],
  part: Part,
  options: Omit<ResampleOptions, 'ratios'>,
): Steps<TotalsWith> {
  const resample = yield* keptResampleSteps({ ...options, groupKeys: part.groupKeys });
  const lasting = fixed.flatMap((sums) => [...sums.values()]).filter((column) => column !== null);
  const made = yield* resample(lasting);
  const held = new Map(lasting.map((column, index) => [column, made[index] as Float64Array]));
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
  return (arms, ratios = []) =>
    totalsOf(
      [...fixed, ...arms],
      part,
      { ...options, ratios },
      (columns) => {
        const wanted = columns.filter((column) => !held.has(column));
        const fresh = new Map(atOnce(resample(wanted)).map((totals, index) => [wanted[index] as Float64Array, totals]));
        const lasts = new Set([keep.weight, ...products.values()]);
        for (const [column, totals] of fresh) if (lasts.has(column)) held.set(column, totals);
        return columns.map((column) => held.get(column) ?? (fresh.get(column) as Float64Array));
      },
      keep,
    );
}

/** Columns that stay the same from one call to the next: the weights, and products among the first arms. */
interface Keep {
  readonly fixed: number;
  readonly weight: Float64Array;
  product(name: string, make: () => Float64Array): Float64Array;
}

function totalsOf(
  arms: readonly ArmSums[],
  part: Part,
  { replicates, seed, ratios }: ResampleOptions,
  resample: (columns: readonly Float64Array[]) => Float64Array[],
  keep?: Keep,
): ResampledTotals {
  const columns: Float64Array[] = [keep?.weight ?? groupSums(part, () => 1)];
  const slot = new Map<number, number>();
  arms.forEach((sums, arm) => {
    for (const [quantity, column] of sums) {
      slot.set(slotKey(arm, quantity), column === null ? -1 : columns.length);
      if (column !== null) columns.push(column);
    }
  });
  const slotOf = ({ arm, quantity }: Term): number | undefined => (quantity === 'weight' ? 0 : slot.get(slotKey(arm, quantity)));
  const products = new Map<string, number>();
  for (const [name, [one, other]] of part.groupKeys.length > FEW_GROUPS ? [] : pairsOf(ratios ?? [])) {
    const [a, b] = [slotOf(one), slotOf(other)];
    if (a === undefined || b === undefined) continue;
    products.set(name, a < 0 || b < 0 ? -1 : columns.length);
    if (a < 0 || b < 0) continue;
    const make = (): Float64Array => product(columns[a] as Float64Array, columns[b] as Float64Array);
    const lasts = keep !== undefined && one.arm < keep.fixed && other.arm < keep.fixed;
    columns.push(lasts ? keep.product(name, make) : make());
  }
  const totals = resample(columns);
  const whole = Float64Array.from(columns, (column) => column.reduce((sum, value) => sum + value, 0));
  const blocks = Math.min(part.groupKeys.length, MOST_BLOCKS);
  const inBlocks = blockSums(columns, blocks);
  const drawn = (column: number, replicate: number): number => totals[column]?.[replicate] as number;
  const view = (read: (column: number) => number): Totals => ({
    weight: read(0),
    of(arm, quantity) {
      const at = slot.get(slotKey(arm, quantity));
      return at === undefined ? Number.NaN : at < 0 ? 0 : read(at);
    },
  });
  return {
    replicates,
    groups: part.groupKeys.length,
    seed,
    point: view((column) => whole[column] as number),
    replicate: (index) => view((column) => drawn(column, index)),
    blocks,
    without: (block) => view((column) => (whole[column] as number) - inBlocks(column, block)),
    byGroup(arm, quantity) {
      const at = slot.get(slotKey(arm, quantity));
      return at === undefined ? undefined : at < 0 ? null : columns[at];
    },
    products:
      products.size === 0
        ? null
        : {
            has: (one, other) => products.has(pairName(one, other)),
            of(one, other, replicate) {
              const at = products.get(pairName(one, other));
              if (at === undefined || at < 0) return at === undefined ? Number.NaN : 0;
              return replicate === null ? (whole[at] as number) : drawn(at, replicate);
            },
          },
  };
}

function product(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, group) => value * (other[group] as number));
}

/** Sums of a column over every `blocks`-th group, made when first asked for. */
function blockSums(columns: readonly Float64Array[], blocks: number): (column: number, block: number) => number {
  const made = new Map<number, Float64Array>();
  return (column, block) => {
    let sums = made.get(column);
    if (sums === undefined) {
      const fresh = new Float64Array(blocks);
      columns[column]?.forEach((value, group) => {
        fresh[group % blocks] = (fresh[group % blocks] as number) + value;
      });
      made.set(column, fresh);
      sums = fresh;
    }
    return sums[block] as number;
  };
}

function slotKey(arm: number, quantity: Quantity): number {
  return arm * QUANTITIES.length + QUANTITIES.indexOf(quantity);
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
  const leftOut = Float64Array.from({ length: totals.blocks }, (_, block) => of(totals.without(block)));
  return estimateOf(value, samples, n, confidence, { groups: totals.groups, ...influenceOf(leftOut, totals.groups) });
}
