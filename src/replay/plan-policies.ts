import { type ExecutionPolicy, PLAIN_EXECUTION } from '../router/execution-policy.js';
import type { RouteColumns } from '../router/router.js';

/** How a plan is carried out. */
export function policyOf({ policies }: RouteColumns, plan: number): ExecutionPolicy {
  return policies?.[plan] ?? PLAIN_EXECUTION;
}

/** The policies of plans that are put one after another; nothing where all of them are plain. */
export function joinedPolicies(all: readonly RouteColumns[]): Pick<RouteColumns, 'policies'> {
  if (all.every(({ policies }) => policies === undefined)) return {};
  return { policies: all.flatMap((routes) => routes.plans.map((_, plan) => policyOf(routes, plan))) };
}
