import type { Constraint } from '../compare/constraint.js';
import type { Objective } from '../compare/objective.js';
import { PICO, type Totals } from '../metric/family.js';
import type { Arm } from '../replay/arm.js';
import { descendingOrder } from '../stats/order.js';
import { objectiveValue } from './objective-value.js';

/** Queries of a part, and what a router does on them below and above its threshold. */
export interface CutSides {
  readonly rows: Uint32Array;
  /** By query of the dataset, as all columns here. */
  readonly weight: Float64Array;
  /** What is compared with the threshold; NaN where there is nothing to compare. */
  readonly values: Float64Array;
  readonly below: Arm;
  readonly above: Arm;
}

/** The same with what makes one threshold better than another. */
export interface CutGround extends CutSides {
  readonly reference: Pick<Arm, 'quality' | 'costPico'>;
  readonly objective: Objective;
  readonly constraints: readonly Constraint[];
}

type Quantity = 'quality' | 'cost' | 'latency';

/** Weighted sums over a part with the threshold somewhere. */
export interface Sums extends Record<Quantity, number> {
  weight: number;
  /** Of the queries below the threshold. */
  weightBelow: number;
  /** Of those with nothing to compare. */
  weightUnknown: number;
}

/** Where values end that lie below a threshold: at `at`, itself among them or not. */
export interface Cut {
  readonly at: number;
  readonly within: boolean;
}

/** The objective with the threshold where it is; −∞ where a quality or cost constraint isn't met (point values). */
export function scoreWhere(ground: CutGround, isBelow: (value: number) => boolean): number {
  const sums = startSums(ground);
  for (const query of ground.rows) if (isBelow(ground.values[query] as number)) moveBelow(ground, sums, query);
  return scorer(ground)(sums);
}

/**
 * The objective with the threshold at every cut: entry k has the values up to `cuts[k − 1]` below it, entry 0 none.
 *
 * @param cuts ascending
 */
export function cutScores(ground: CutGround, cuts: readonly number[]): number[] {
  const at = cuts.map((cut) => ({ at: cut, within: true }));
  return sumsAtCuts(ground, at).map(scorer(ground));
}

/**
 * The sums with the threshold at every cut, after those with nothing below it.
 *
 * @param cuts ascending
 */
export function sumsAtCuts(sides: CutSides, cuts: readonly Cut[]): Sums[] {
  const { values } = sides;
  const known = sides.rows.filter((query) => !Number.isNaN(values[query]));
  // Ascending: the largest of what lies the other way round first.
  const order = descendingOrder(Float64Array.from(known, (query) => -(values[query] as number))).map(
    (place) => known[place] as number,
  );
  const sums = startSums(sides);
  let next = 0;
  const all = [{ ...sums }];
  for (const { at, within } of cuts) {
    for (; next < order.length; next++) {
      const value = values[order[next] as number] as number;
      if (within ? value > at : value >= at) break;
      moveBelow(sides, sums, order[next] as number);
    }
    all.push({ ...sums });
  }
  return all;
}

/** Everything above. */
function startSums({ rows, weight, values, above }: CutSides): Sums {
  const sums = { weight: 0, weightBelow: 0, weightUnknown: 0, quality: 0, cost: 0, latency: 0 };
  for (const query of rows) {
    const w = weight[query] as number;
    sums.weight += w;
    if (Number.isNaN(values[query])) sums.weightUnknown += w;
    sums.quality += w * (above.quality[query] as number);
    sums.cost += w * (above.costPico[query] as number);
    sums.latency += w * (above.latencyMs[query] as number);
  }
  return sums;
}

function moveBelow({ weight, above, below }: CutSides, sums: Sums, query: number): void {
  const w = weight[query] as number;
  sums.weightBelow += w;
  sums.quality += w * ((below.quality[query] as number) - (above.quality[query] as number));
  sums.cost += w * ((below.costPico[query] as number) - (above.costPico[query] as number));
  sums.latency += w * ((below.latencyMs[query] as number) - (above.latencyMs[query] as number));
}

/** What sums come to under the objective. */
function scorer({ rows, weight, reference, objective, constraints }: CutGround): (sums: Sums) => number {
  const total = (column: Float64Array): number =>
    rows.reduce((sum, query) => sum + (weight[query] as number) * (column[query] as number), 0);
  const against = { quality: total(reference.quality), cost: total(reference.costPico) };
  return (sums) => {
    const totals: Totals = { weight: sums.weight, of: (_, quantity) => sums[quantity as Quantity] };
    const met = constraints.every((constraint) => meets(against, sums, constraint));
    return met ? objectiveValue(objective, totals, 0) : Number.NEGATIVE_INFINITY;
  };
}

/**
 * Latency percentiles and privacy are left out: they don't follow from sums.
 *
 * @param against the reference's sums
 */
function meets(against: Pick<Sums, 'quality' | 'cost'>, sums: Sums, constraint: Constraint): boolean {
  if (constraint.kind === 'quality')
    return sums.quality >= constraint.atLeast * (constraint.of === 'reference' ? against.quality : sums.weight);
  if (constraint.kind !== 'cost') return true;
  return constraint.of === 'reference'
    ? sums.cost <= constraint.atMost * against.cost
    : (1000 * PICO * sums.cost) / sums.weight <= constraint.atMost;
}
