import { resampleTotals } from '../stats/bootstrap.js';
import { type ArmColumns, quantityColumn, type SingleOutcomes } from './columns.js';
import { QUANTITIES, type Quantity, type Totals } from './family.js';
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

/** Totals of every arm on the part itself and on every bootstrap resample of its groups. */
export interface ResampledTotals {
  readonly replicates: number;
  readonly point: Totals;
  replicate(index: number): Totals;
}

/** One Poisson bootstrap over the part's groups, shared by all arms so that differences are paired. */
export function resampled(
  arms: readonly ArmSums[],
  part: Part,
  { replicates, seed }: { readonly replicates: number; readonly seed: number },
): ResampledTotals {
  const columns: Float64Array[] = [groupSums(part, () => 1)];
  const slot = new Map<number, number>();
  arms.forEach((sums, arm) => {
    for (const [quantity, column] of sums) {
      slot.set(slotKey(arm, quantity), column === null ? -1 : columns.length);
      if (column !== null) columns.push(column);
    }
  });
  const totals = resampleTotals({ seed, replicates, groupKeys: part.groupKeys, columns });
  const pointTotals = columns.map((column) => Float64Array.of(column.reduce((sum, value) => sum + value, 0)));
  const view = (source: readonly Float64Array[], index: number): Totals => ({
    weight: source[0]?.[index] as number,
    of(arm, quantity) {
      const at = slot.get(slotKey(arm, quantity));
      return at === undefined ? Number.NaN : at < 0 ? 0 : (source[at]?.[index] as number);
    },
  });
  return { replicates, point: view(pointTotals, 0), replicate: (index) => view(totals, index) };
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
