import type { FalsePositives } from '../../domain/ab.js';
import { wilsonInterval } from '../../stats/wilson.js';
import { PURPOSE, uniform } from '../chance.js';
import { type LookPlan, lookAt } from './sequential.js';
import type { VisitOutcomes } from './visit-outcomes.js';

/**
 * A/A experiments on one day of one router, each with an assignment of its own, looked at as planned and stopped at the first
 * difference seen. Assignments are draws keyed by visit and experiment: as good as hashes of a key and a salt, and many times as cheap.
 */
export function falsePositives(
  { visits }: VisitOutcomes,
  values: Float64Array,
  share: number,
  plan: LookPlan,
  experiments: number,
): FalsePositives {
  let sequential = 0;
  let naive = 0;
  for (let experiment = 0; experiment < experiments; experiment++) {
    let fooled = false;
    const looked = lookAt(
      values,
      (place) => uniform(0, PURPOSE.assignment, visits[place] as number, experiment) < share,
      plan,
      (_, naiveRejects) => {
        fooled ||= naiveRejects;
        return false;
      },
    );
    if ((looked?.p ?? 1) <= plan.alpha) sequential++;
    if (fooled) naive++;
  }
  const of = (count: number) => ({ share: count / experiments, ...wilsonInterval(count / experiments, experiments, 0.95) });
  return { experiments, looks: Math.floor(values.length / plan.everyVisits), sequential: of(sequential), naive: of(naive) };
}
