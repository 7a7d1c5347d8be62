import { DECISION_STATUS } from '../domain/decision.js';
import type { OutcomeTable } from '../domain/outcome-table.js';
import type { Route, RouteColumns } from '../router/router.js';
import { type Charged, chargeRoute } from './ledger.js';
import { policyOf } from './plan-policies.js';

/** What routes came to on some queries, by place among these, averaged over the recordings' replicates as an arm is. */
export interface OutcomesOn {
  /** 0..1; NaN where it can't be known. */
  readonly quality: Float64Array;
  /** Pico-units; NaN where unknown. */
  readonly costPico: Float64Array;
  /** Share of replicates in which no answer came back, or no model was allowed. */
  readonly unanswered: Float64Array;
}

/**
 * Charges the routes of a few queries: what `replayRoutes` and `armOfDecisions` make of them, to the bit, without all the others.
 *
 * @param samples how many replicates of the recordings
 * @param queries rows of the dataset
 */
export function outcomesOn(routes: RouteColumns, table: OutcomeTable, samples: number, queries: ArrayLike<number>): OutcomesOn {
  const modelOf = new Map(table.modelIds.map((id, index) => [id, index]));
  const [quality, costPico] = [new Float64Array(queries.length), new Float64Array(queries.length)];
  const [failed, refused] = [new Float64Array(queries.length), new Float64Array(queries.length)];
  const share = 1 / samples;
  for (let at = 0; at < queries.length; at++) {
    const query = queries[at] as number;
    const plan = routes.plan[query] as number;
    for (let sample = 0; sample < samples; sample++) {
      const charged = chargeRoute(routes.plans[plan] as Route, policyOf(routes, plan), query, table, sample, modelOf);
      quality[at] = (quality[at] as number) + servedQuality(table, charged) * share;
      costPico[at] = (costPico[at] as number) + charged.costPico * share;
      if (charged.status === DECISION_STATUS.failed) failed[at] = (failed[at] as number) + share;
      if (charged.status === DECISION_STATUS.refused) refused[at] = (refused[at] as number) + share;
    }
  }
  return { quality, costPico, unanswered: failed.map((one, at) => one + (refused[at] as number)) };
}

function servedQuality({ quality }: OutcomeTable, { status, row }: Charged): number {
  if (status === DECISION_STATUS.missing) return Number.NaN;
  return row < 0 ? 0 : (quality[row] as number);
}
