import { DECISION_STATUS, type DecisionColumns } from '../domain/decision.js';
import { OUTCOME_STATUS, type OutcomeTable } from '../domain/outcome-table.js';
import type { ExecutionPolicy } from '../router/execution-policy.js';
import { type Route, type RouteColumns, UNDECIDED } from '../router/router.js';
import { type Charging, carryOut } from './carry-out.js';
import { decisionBuilder } from './decision-builder.js';
import { policyOf } from './plan-policies.js';

/**
 * Charges routes against recordings: the driver of the runtime's execution machine with infinite capacity, where no request waits for
 * another. Every call is paid, failed ones included; latency is the router's time plus the legs one after another, of legs side by side
 * the longest, or what the policy's timers make of them. What a policy does between requests (its breaker, its limit of requests under way)
 * has no place here.
 * A call whose recording is missing makes the whole decision missing: what it would have cost is not known. So is a query that was not decided.
 *
 * @param routes one plan a query, in the table's query order, carried out by its policy
 * @param sample which replicate of the recordings to read (modulo each cell's size)
 * @param routerTimeMs the router's own time per decision, added to every latency
 */
export function replayRoutes(routes: RouteColumns, table: OutcomeTable, sample: number, routerTimeMs: number): DecisionColumns {
  const builder = decisionBuilder(table, sample);
  const modelOf = new Map(table.modelIds.map((id, index) => [id, index]));
  const { status, latencyMs, cellOffsets } = table;
  const models = table.modelIds.length;
  // -1: whoever comes first isn't all there is to it, or isn't in the table.
  const direct = Int32Array.from(routes.plans, (route) =>
    route.escalation === undefined ? (modelOf.get(route.models[0] ?? '') ?? -1) : -1,
  );
  const soonest = Float64Array.from(routes.plans, (_, plan) => firstTimerMs(policyOf(routes, plan)));
  for (let query = 0; query < table.queryCount; query++) {
    const plan = routes.plan[query] as number;
    if (plan === UNDECIDED) {
      builder.undecided();
      continue;
    }
    const model = direct[plan] as number;
    if (model >= 0) {
      const cell = query * models + model;
      const from = cellOffsets[cell] as number;
      const size = (cellOffsets[cell + 1] as number) - from;
      const row = size > 1 ? from + (sample % size) : from;
      // Answered by the first model before any timer rings: nothing else happens.
      if (size > 0 && status[row] !== OUTCOME_STATUS.error && !((latencyMs[row] as number) > (soonest[plan] as number))) {
        builder.answered(model, row, routerTimeMs + (latencyMs[row] as number));
        continue;
      }
    }
    carryOut(routes.plans[plan] as Route, policyOf(routes, plan), routerTimeMs, builder, { query, table, modelOf });
  }
  return builder.done();
}

/** When a policy first does something about a call that is under way. */
function firstTimerMs({ timeoutMs = Number.POSITIVE_INFINITY, hedge }: ExecutionPolicy): number {
  return Math.min(timeoutMs, hedge?.afterMs ?? Number.POSITIVE_INFINITY);
}

/** What became of one route. */
export interface Charged {
  /** DECISION_STATUS. */
  readonly status: number;
  /** Model index whose answer was served, -1 if none. */
  readonly served: number;
  /** Row of the outcome table that was served, -1 if none. */
  readonly row: number;
  /** Over all calls; NaN where unknown. */
  readonly costPico: number;
  readonly latencyMs: number;
}

/** Charges a single route on a query, as `replayRoutes` would, the router's own time apart. */
export function chargeRoute(
  route: Route,
  policy: ExecutionPolicy,
  query: number,
  table: OutcomeTable,
  sample: number,
  modelOf: ReadonlyMap<string, number>,
): Charged {
  let costPico = 0;
  let ended: Omit<Charged, 'costPico'> = { status: DECISION_STATUS.missing, served: -1, row: -1, latencyMs: Number.NaN };
  const charging: Charging = {
    sample,
    call(_model, _why, row) {
      costPico += row < 0 ? Number.NaN : (table.costPico[row] as number);
    },
    givenUp: () => undefined,
    finish(status, served, row, latencyMs) {
      ended = { status, served, row, latencyMs };
    },
  };
  carryOut(route, policy, 0, charging, { query, table, modelOf });
  return { ...ended, costPico };
}
