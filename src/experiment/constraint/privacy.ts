import type { Constraint } from '../../compare/constraint.js';
import { compileCondition } from '../../router/condition.js';
import type { RouteColumns } from '../../router/router.js';
import type { Workbench } from '../workbench.js';

/**
 * On how many of the rows a route may reach a model outside the allowed ones where the condition holds: first choice,
 * fallbacks and escalations alike, whether or not this recording made it come to that.
 */
export function privacyViolations(
  bench: Workbench,
  { when, only }: Extract<Constraint, { kind: 'privacy' }>,
  routes: RouteColumns,
  rows: Uint32Array,
): number {
  const applies = compileCondition(when)(bench.batch);
  const leaves = routes.plans.map(
    ({ models, escalation }) =>
      models.some((id) => !only.includes(id)) || (escalation ?? []).some(({ to }) => !only.includes(to)),
  );
  return rows.reduce(
    (count, query) => count + (leaves[routes.plan[query] as number] === true && applies(query, undefined) ? 1 : 0),
    0,
  );
}
