import type { Constraint } from '../compare/constraint.js';
import type { Objective } from '../compare/objective.js';
import { PICO, type Totals } from '../metric/family.js';
import type { Arm } from '../replay/arm.js';
import { objectiveValue } from './objective-value.js';

/** Queries of a part, and what a router does on them below and above its threshold. */
export interface CutGround {
  readonly rows: Uint32Array;
  /** By query of the dataset, as all columns here. */
  readonly weight: Float64Array;
  /** What is compared with the threshold; NaN where there is nothing to compare. */
  readonly values: Float64Array;
  readonly below: Arm;
  readonly above: Arm;
  readonly reference: Pick<Arm, 'quality' | 'costPico'>;
  readonly objective: Objective;
  readonly constraints: readonly Constraint[];
}

type Quantity = 'quality' | 'cost' | 'latency';
interface Sums extends Record<Quantity, number> {
  weight: number;
}

/** The objective with the threshold where it is; −∞ where a quality or cost constraint isn't met (point values). */
export function scoreWhere(ground: CutGround, isBelow: (value: number) => boolean): number {
  const sums = startSums(ground);
  for (const query of ground.rows) if (isBelow(ground.values[query] as number)) moveBelow(ground, sums, query);
  return scoreOf(ground, sums);
}

/**
 * The objective with the threshold at every cut: entry k has the values up to `cuts[k − 1]` below it, entry 0 none.
 *
 * @param cuts ascending
 */
export function cutScores(ground: CutGround, cuts: readonly number[]): number[] {
  const { values } = ground;
  const order = ground.rows
    .filter((query) => !Number.isNaN(values[query]))
    .sort((a, b) => (values[a] as number) - (values[b] as number));
  const sums = startSums(ground);
  let next = 0;
  const scores = [scoreOf(ground, sums)];
  for (const cut of cuts) {
    while (next < order.length && (values[order[next] as number] as number) <= cut)
      moveBelow(ground, sums, order[next++] as number);
    scores.push(scoreOf(ground, sums));
  }
  return scores;
}

/** Everything above. */
function startSums({ rows, weight, above }: CutGround): Sums {
  const sums = { weight: 0, quality: 0, cost: 0, latency: 0 };
  for (const query of rows) {
    const w = weight[query] as number;
    sums.weight += w;
    sums.quality += w * (above.quality[query] as number);
    sums.cost += w * (above.costPico[query] as number);
    sums.latency += w * (above.latencyMs[query] as number);
  }
  return sums;
}

function moveBelow({ weight, above, below }: CutGround, sums: Sums, query: number): void {
  const w = weight[query] as number;
  sums.quality += w * ((below.quality[query] as number) - (above.quality[query] as number));
  sums.cost += w * ((below.costPico[query] as number) - (above.costPico[query] as number));
  sums.latency += w * ((below.latencyMs[query] as number) - (above.latencyMs[query] as number));
}

function scoreOf(ground: CutGround, sums: Sums): number {
  const totals: Totals = { weight: sums.weight, of: (_, quantity) => sums[quantity as Quantity] };
  const met = ground.constraints.every((constraint) => meets(ground, sums, constraint));
  return met ? objectiveValue(ground.objective, totals, 0) : Number.NEGATIVE_INFINITY;
}

/** Latency percentiles and privacy are left out: they don't follow from sums. */
function meets({ rows, weight, reference }: CutGround, sums: Sums, constraint: Constraint): boolean {
  const total = (column: Float64Array): number =>
    rows.reduce((sum, query) => sum + (weight[query] as number) * (column[query] as number), 0);
  if (constraint.kind === 'quality') {
    const whole = constraint.of === 'reference' ? total(reference.quality) : sums.weight;
    return sums.quality >= constraint.atLeast * whole;
  }
  if (constraint.kind !== 'cost') return true;
  return constraint.of === 'reference'
    ? sums.cost <= constraint.atMost * total(reference.costPico)
    : (1000 * PICO * sums.cost) / sums.weight <= constraint.atMost;
}
