import type { Beforehand } from '../domain/results.js';
import { moneyEstimates } from '../metric/estimate/money.js';
import { moneyRatios } from '../metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference } from '../metric/estimate/paired.js';
import { armSums, resampled } from '../metric/resampled.js';
import { type Arm, armOfBlend, armOfModel } from '../replay/arm.js';
import type { RouteColumns } from '../router/router.js';
import { concaveEnvelope } from '../stats/hull.js';
import type { Compared } from './compared.js';
import type { Setting } from './setting.js';
import type { Workbench } from './workbench.js';

/** A way to decide before the call, with what it comes to on the reported part. */
interface Point {
  readonly rowId: string;
  readonly arm: Arm;
  readonly costPico: number;
  readonly quality: number;
}

/**
 * A cascade against the best routing before the call over the same models at the same cost: on the concave envelope of the single models
 * and of the compared routers that ask one model and no other than the cascade's, the point at the cascade's cost (two
 * neighbours mixed at random, as RouterBench mixes its zero router). The envelope is found on the reported part itself, which flatters
 * the routing, not the cascade.
 *
 * @returns null for rows that don't escalate, and where costs are not known
 */
export function beforehandOf(
  bench: Workbench,
  row: Compared,
  compared: readonly Compared[],
  { part }: Setting,
): Beforehand | null {
  if (row.kind !== 'router' || row.routes === undefined || !escalates(row.routes)) return null;
  const means = (arm: Arm) => meansOf(arm, part);
  const own = means(row.arm);
  const asked = modelsAsked(row.routes);
  const points = [...singles(bench, asked), ...routers(compared, asked)]
    .map(({ rowId, arm }): Point => ({ rowId, arm, ...means(arm) }))
    .filter(({ costPico, quality }) => !Number.isNaN(costPico + quality));
  if (Number.isNaN(own.costPico + own.quality) || points.length === 0) return null;
  const mix = mixAt(points, own.costPico);
  const arm = mix.reduce<Arm | null>(
    (held, { point, share }) => (held === null ? point.arm : armOfBlend(share, point.arm, held)),
    null,
  );
  const totals = resampled(
    [row.arm, arm as Arm].map((one) => armSums(one, part, bench.means, bench.isRight, ['quality', 'cost'])),
    part,
    { ...bench.experiment.bootstrap, ratios: Object.values(moneyRatios({ self: 0, reference: 1 })) },
  );
  const { confidence } = bench.experiment.bootstrap;
  const n = part.rows.length;
  const quality = differenceEstimate(qualityDifference(totals, 0, 1), n, confidence);
  return {
    rows: mix.map(({ point, share }) => ({ rowId: point.rowId, share })),
    quality,
    cost: moneyEstimates(totals, { self: 0, reference: 1 }, n, confidence).difference,
    verdict:
      quality.low !== null && quality.low > 0 ? 'better' : quality.high !== null && quality.high < 0 ? 'worse' : 'undecided',
  };
}

/** Whether any route of a row asks a second model after an answer. */
function escalates({ plans }: RouteColumns): boolean {
  return plans.some(({ escalation }) => escalation !== undefined);
}

/** The models that a row asks first or escalates to. */
function modelsAsked({ plans }: RouteColumns): Set<string> {
  return new Set(plans.flatMap(({ models, escalation }) => [...models.slice(0, 1), ...(escalation ?? []).map(({ to }) => to)]));
}

function singles(bench: Workbench, asked: ReadonlySet<string>): { rowId: string; arm: Arm }[] {
  return bench.compared.flatMap((model) => {
    const id = bench.table.modelIds[model] as string;
    return asked.has(id) ? [{ rowId: `single:${id}`, arm: armOfModel(model, bench.means) }] : [];
  });
}

function routers(compared: readonly Compared[], asked: ReadonlySet<string>): { rowId: string; arm: Arm }[] {
  return compared.flatMap(({ id, kind, marks, routes, arm }) => {
    if (kind !== 'router' || marks.includes('procedure') || routes === undefined || escalates(routes)) return [];
    return [...modelsAsked(routes)].every((model) => asked.has(model)) ? [{ rowId: id, arm }] : [];
  });
}

function meansOf({ quality, costPico }: Arm, part: Setting['part']): { readonly quality: number; readonly costPico: number } {
  let [sum, paid, weight] = [0, 0, 0];
  part.rows.forEach((query, at) => {
    const own = part.weight[at] as number;
    sum += own * (quality[query] as number);
    paid += own * (costPico[query] as number);
    weight += own;
  });
  return { quality: sum / weight, costPico: paid / weight };
}

/** The envelope at a cost: one point at either end or where one lies there, else two neighbours, the cheaper one first. */
function mixAt(points: readonly Point[], costPico: number): { readonly point: Point; readonly share: number }[] {
  const hull = concaveEnvelope(points.map((point) => ({ x: point.costPico, y: point.quality }))).map((at) => points[at] as Point);
  const above = hull.findIndex((point) => point.costPico >= costPico);
  const right = hull[above] ?? (hull.at(-1) as Point);
  const left = hull[above - 1];
  if (left === undefined || right.costPico <= costPico) return [{ point: right, share: 1 }];
  const share = (costPico - left.costPico) / (right.costPico - left.costPico);
  return [
    { point: left, share: 1 - share },
    { point: right, share },
  ];
}
