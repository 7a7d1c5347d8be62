import type { Constraint } from '../../compare/constraint.js';
import { compileCondition, UNCLASSIFIED } from '../../router/condition.js';
import type { RouteColumns } from '../../router/router.js';
import type { Compared } from '../compared.js';
import type { Workbench } from '../workbench.js';

/**
 * The rows on which a route may reach a model outside the allowed ones where the condition holds: first choice,
 * fallbacks and escalations alike, whether or not this recording made it come to that.
 */
function leaving(
  bench: Workbench,
  { when, only }: Extract<Constraint, { kind: 'privacy' }>,
  routes: RouteColumns,
  rows: Uint32Array,
): Uint32Array {
  const applies = compileCondition(when)(bench.batch);
  const leaves = routes.plans.map(
    ({ models, escalation }) =>
      models.some((id) => !only.includes(id)) || (escalation ?? []).some(({ to }) => !only.includes(to)),
  );
  return rows.filter((query) => leaves[routes.plan[query] as number] === true && applies(query, UNCLASSIFIED));
}

/** On how many of the rows that happens; in any walk, where a stateful router has several. */
export function privacyViolations(
  bench: Workbench,
  constraint: Extract<Constraint, { kind: 'privacy' }>,
  walks: readonly RouteColumns[],
  rows: Uint32Array,
): number {
  const left = new Set<number>();
  for (const walk of walks) for (const row of leaving(bench, constraint, walk, rows)) left.add(row);
  return left.size;
}

/**
 * The privacy violations of a compared row, all privacy constraints together; null where the experiment has none. Of routers every
 * model counts that a route may reach; of other rows the model that was asked, of random mixtures the expected number.
 */
export function rowViolations(bench: Workbench, row: Compared, rows: Uint32Array): number | null {
  const all = violationsByConstraint(bench, row, rows);
  if (all.length === 0) return null;
  return all.reduce((sum, own) => sum + own.reduce((part, chance) => part + chance, 0), 0);
}

/** What they are summed from, one list a privacy constraint: the counts of routers, the chances of other rows query by query. */
export function violationsByConstraint(
  bench: Workbench,
  { routes, walks, arm }: Compared,
  rows: Uint32Array,
): readonly (readonly number[])[] {
  return bench.experiment.constraints.flatMap((one) => {
    if (one.kind !== 'privacy') return [];
    return [routes === undefined ? asked(bench, one, arm, rows) : [privacyViolations(bench, one, walks ?? [routes], rows)]];
  });
}

function asked(
  bench: Workbench,
  { when, only }: Extract<Constraint, { kind: 'privacy' }>,
  { first, mixture }: Compared['arm'],
  rows: Uint32Array,
): number[] {
  const applies = compileCondition(when)(bench.batch);
  const outside = bench.table.modelIds.map((id) => !only.includes(id));
  const chanceOf = (query: number): number => {
    if (first !== null) return outside[first[query] as number] === true ? 1 : 0;
    return outside.reduce((chance, out, model) => chance + (out ? (mixture?.[model] ?? 0) : 0), 0);
  };
  return Array.from(rows, (query) => (applies(query, UNCLASSIFIED) ? chanceOf(query) : 0));
}
