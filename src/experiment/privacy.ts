import { compileCondition } from '../router/condition.js';
import type { RouteColumns } from '../router/router.js';
import type { Workbench } from './workbench.js';

/**
 * For every privacy constraint, on how many of the rows a route may reach a model outside the allowed ones: first
 * choice, fallbacks and escalations alike, whether or not this recording made it come to that.
 */
export function privacyViolations(bench: Workbench, routes: RouteColumns, rows: Uint32Array): number[] {
  return bench.experiment.constraints.flatMap((constraint) => {
    if (constraint.kind !== 'privacy') return [];
    const applies = compileCondition(constraint.when)(bench.batch);
    const leaves = routes.plans.map(
      ({ models, escalation }) =>
        models.some((id) => !constraint.only.includes(id)) || (escalation ?? []).some(({ to }) => !constraint.only.includes(to)),
    );
    return [
      rows.reduce(
        (count, query) => count + (leaves[routes.plan[query] as number] === true && applies(query, undefined) ? 1 : 0),
        0,
      ),
    ];
  });
}
