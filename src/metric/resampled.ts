import { resampleTotals } from '../stats/bootstrap.js';
import { type ArmColumns, quantityColumn, type SingleOutcomes } from './columns.js';
import { QUANTITIES, type Quantity, type Totals } from './family.js';
import { groupSums, type Part } from './part.js';

/** Totals of every arm on the part itself and on every bootstrap resample of its groups. */
export interface ResampledTotals {
  readonly replicates: number;
  readonly point: Totals;
  replicate(index: number): Totals;
}

export interface ResampleSpec {
  readonly arms: readonly ArmColumns[];
  readonly singles: SingleOutcomes;
  readonly part: Part;
  readonly isRight: (quality: number) => boolean;
  readonly replicates: number;
  readonly seed: number;
  /** Quantities to carry; others read as NaN. */
  readonly quantities?: readonly Quantity[];
}

/**
 * One Poisson bootstrap over the part's groups, shared by all arms so that differences are paired. Columns that are
 * zero throughout are not resampled.
 */
export function resampled(spec: ResampleSpec): ResampledTotals {
  const { arms, part } = spec;
  const columns: Float64Array[] = [groupSums(part, () => 1)];
  const slot = new Map<number, number>();
  arms.forEach((arm, index) => {
    for (const quantity of spec.quantities ?? QUANTITIES) {
      const column = quantityColumn(arm, quantity, spec.singles, spec.isRight);
      const sums = column === null ? null : groupSums(part, column);
      const zero = sums === null || sums.every((sum) => sum === 0);
      slot.set(slotKey(index, quantity), zero ? -1 : columns.length);
      if (!zero) columns.push(sums);
    }
  });
  const totals = resampleTotals({ seed: spec.seed, replicates: spec.replicates, groupKeys: part.groupKeys, columns });
  const pointTotals = columns.map((column) => Float64Array.of(column.reduce((sum, value) => sum + value, 0)));
  const view = (source: readonly Float64Array[], index: number): Totals => ({
    weight: source[0]?.[index] as number,
    of(arm, quantity) {
      const at = slot.get(slotKey(arm, quantity));
      return at === undefined ? Number.NaN : at < 0 ? 0 : (source[at]?.[index] as number);
    },
  });
  return { replicates: spec.replicates, point: view(pointTotals, 0), replicate: (index) => view(totals, index) };
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
