import { type Constraint, decidingBound } from '../../compare/constraint.js';
import type { Objective } from '../../compare/objective.js';
import { PICO, type Quantity } from '../../metric/family.js';
import { groupSums, type Part } from '../../metric/part.js';
import type { ArmSums } from '../../metric/resampled.js';
import type { Experiment } from '../experiment.js';
import type { Measured } from './try-candidates.js';

/** Weighted sums by group of the part: divided by the weights' sum they are means of a query. */
export interface Columns {
  readonly objective: Float64Array;
  readonly quality: Float64Array;
  /** In the cost unit. */
  readonly cost: Float64Array;
}

/** A mean over some groups: the sum of a column over the sum of the weights there. */
export interface Means {
  readonly objective: number;
  readonly quality: number;
  readonly cost: number;
}

/** A candidate of the field. */
export interface Runner {
  readonly id: string;
  readonly columns: Columns;
  /** Standard error of its objective. */
  readonly standardError: number;
  /** Whether it meets every constraint, given its means and the reference's on some resample. */
  passes(own: Means, reference: Means): boolean;
}

/** The distinct candidates that were looked at on one part, and the reference, as far as choosing among them needs. */
export interface Field {
  readonly part: Part;
  readonly weight: Float64Array;
  readonly reference: Columns;
  readonly runners: readonly Runner[];
}

/** The field of some measured candidates. */
export function fieldOf(
  { objective, constraints }: Experiment,
  part: Part,
  reference: ArmSums,
  measured: readonly (Measured & { readonly id: string })[],
): Field {
  return {
    part,
    weight: groupSums(part, () => 1),
    reference: columnsOf(objective, reference, part),
    runners: measured.map(({ id, sums, judged, score }) => {
      const tests = constraints.map((constraint, index) => testOf(constraint, judged[index]));
      return {
        id,
        columns: columnsOf(objective, sums, part),
        standardError: score.standardError ?? 0,
        passes: (own, ref) => tests.every((test) => test(own, ref)),
      };
    }),
  };
}

/** The objective is linear in totals, so it has sums by group as well. */
function columnsOf(objective: Objective, sums: ArmSums, part: Part): Columns {
  const zero = new Float64Array(part.groupKeys.length);
  const column = (quantity: Quantity): Float64Array => sums.get(quantity) ?? zero;
  const quality = column('quality');
  const cost = column('cost').map((pico) => pico * PICO);
  switch (objective.kind) {
    case 'minimize_cost':
      return { objective: cost.map((value) => -value), quality, cost };
    case 'maximize_quality':
      return { objective: quality, quality, cost };
    case 'utility': {
      const latency = column('latency');
      const { perUsd, perSecond } = objective;
      const seconds = (group: number): number => (perSecond === 0 ? 0 : (perSecond * (latency[group] as number)) / 1000);
      const money = (group: number): number => (perUsd === 0 ? 0 : perUsd * (cost[group] as number));
      return { objective: quality.map((value, group) => value - money(group) - seconds(group)), quality, cost };
    }
  }
}

type Test = (own: Means, reference: Means) => boolean;

/**
 * A constraint on a resample: the resample's value, as far from its deciding bound as the value on the whole part is from its
 * own. What is no mean of quality or cost over all queries (percentiles, shares, categories, privacy) keeps the verdict of the whole part.
 */
function testOf(constraint: Constraint, judged: Measured['judged'][number] | undefined): Test {
  const value = judged?.observed.value ?? null;
  const bound = judged?.observed[decidingBound(constraint)] ?? null;
  if (judged === undefined || value === null || bound === null) return () => false;
  const margin = Math.abs(value - bound);
  switch (constraint.kind) {
    case 'quality': {
      const relative = constraint.of === 'reference';
      return (own, ref) => own.quality / (relative ? ref.quality : 1) - margin >= constraint.atLeast;
    }
    case 'cost': {
      const relative = constraint.of === 'reference';
      return (own, ref) => (relative ? own.cost / ref.cost : 1000 * own.cost) + margin <= constraint.atMost;
    }
    case 'budget':
      return (own) => constraint.queries * own.cost + margin <= constraint.usd;
    default:
      return () => judged.verdict === 'pass';
  }
}
