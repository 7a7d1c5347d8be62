import type { SettingPoint, SettingSweep, SweptMeans } from '../domain/results.js';
import { PICO } from '../metric/family.js';
import type { Part } from '../metric/part.js';
import type { Arm } from '../replay/arm.js';
import { quickTotals } from '../replay/quick-replay.js';
import { routeTogether } from '../replay/route-together.js';
import { createRouter } from '../router/create-router.js';
import type { RouteColumns } from '../router/router.js';
import type { FittedCandidate } from '../strategy/strategy.js';
import type { Compared } from './compared.js';
import { type Cut, type Sums, sumsAtCuts } from './cut-scores.js';
import { replayConfig } from './replayed.js';
import type { Setting } from './setting.js';
import { fieldValues, singleThreshold, type Threshold, withThresholdAt } from './threshold-sweep.js';
import type { Workbench } from './workbench.js';

/** Values of a threshold that are kept for drawing, besides those that were tried. */
const DRAWN = 101;
/** Replays at most for one range. */
const MOST_VALUES = 60;

/**
 * Every reported router that hangs on one number, over the values of that number, on the part it was chosen on and on the reported
 * one: a router with a single threshold on something the request says, and one whose strategy has a single range of numbers.
 * Cross-fitted rows are left out (each fold has its own number), and so are routers with a memory (each value would be a walk).
 */
export function settingSweeps(
  bench: Workbench,
  setting: Setting,
  compared: readonly Compared[],
  fitted: readonly FittedCandidate[],
): SettingSweep[] {
  if (setting.reportedOn === 'crossfit') return [];
  const before = setting.reportedOn === 'test' ? bench.part('validation') : null;
  const parts: Parts = { reported: setting.part, validation: before === null || before.rows.length === 0 ? null : before };
  return compared.flatMap((row) => {
    if (row.fitted === undefined || row.pieces !== undefined) return [];
    const own = row.fitted;
    const siblings = fitted.filter(({ candidate }) => candidate.strategy === own.candidate.strategy);
    const swept = thresholdSweep(bench, parts, own, siblings) ?? rangeSweep(bench, parts, own, siblings);
    return swept === null ? [] : [{ rowId: row.id, label: row.label, ...swept }];
  });
}

interface Parts {
  readonly reported: Part;
  readonly validation: Part | null;
}

type Swept = Omit<SettingSweep, 'rowId' | 'label'>;

/** One sort and prefix sums: two replays tell what the router does below and above any threshold. */
function thresholdSweep(
  bench: Workbench,
  parts: Parts,
  { config }: FittedCandidate,
  siblings: readonly FittedCandidate[],
): Swept | null {
  const threshold = singleThreshold(config);
  const values = threshold === null ? null : fieldValues(bench.batch, threshold.field, config.input);
  if (threshold === null || values === null) return null;
  const arm = (holds: boolean): Arm => replayConfig(bench, withThresholdAt(config, threshold, holds), 0).arm;
  const upward = threshold.operator === '$gt' || threshold.operator === '$gte';
  const [below, above] = [arm(!upward), arm(upward)];
  const tried = new Set([threshold.operand, ...siblings.flatMap((one) => singleThreshold(one.config)?.operand ?? [])]);
  const shown = shownValues([parts.reported, ...(parts.validation === null ? [] : [parts.validation])], values, tried);
  const { weight } = bench.dataset.labels;
  const sumsOn = ({ rows }: Part): Sums[] =>
    sumsAtCuts(
      { rows, weight, values, below, above },
      shown.map((value) => cutOf(threshold, value)),
    ).slice(1);
  const reported = sumsOn(parts.reported);
  const validation = parts.validation === null ? null : sumsOn(parts.validation);
  const points = shown.map((value, index): SettingPoint => {
    const sums = reported[index] as Sums;
    const under = sums.weightBelow / sums.weight;
    return {
      value,
      tried: tried.has(value),
      holds: upward ? 1 - under - sums.weightUnknown / sums.weight : under,
      validation: validation === null ? null : meansOf(validation[index] as Sums),
      reported: meansOf(sums),
    };
  });
  const name = `${threshold.field} ${threshold.operator}`;
  return { setting: name, kind: 'threshold', chosen: threshold.operand, points };
}

/** `x > t` leaves t itself below, `x >= t` does not. */
function cutOf({ operator }: Threshold, value: number): Cut {
  return { at: value, within: operator === '$gt' || operator === '$lte' };
}

/** Values that the field has, thinned evenly, with one below all of them and one above, and those that were tried. */
function shownValues(parts: readonly Part[], values: Float64Array, tried: ReadonlySet<number>): number[] {
  const met = new Set<number>();
  for (const { rows } of parts) for (const query of rows) met.add(values[query] as number);
  met.delete(Number.NaN);
  const distinct = [...met].sort((a, b) => a - b);
  const [first, last] = [distinct[0], distinct.at(-1)];
  if (first === undefined || last === undefined) return [...tried].sort((a, b) => a - b);
  const all = [Math.ceil(first) - 1, ...distinct, Math.floor(last) + 1];
  const step = (all.length - 1) / (DRAWN - 1);
  const thinned = step <= 1 ? all : Array.from({ length: DRAWN }, (_, index) => all[Math.round(index * step)] as number);
  return [...new Set([...thinned, ...tried])].sort((a, b) => a - b);
}

/** Every candidate of a strategy that differs in one number only, replayed. */
function rangeSweep(bench: Workbench, parts: Parts, own: FittedCandidate, siblings: readonly FittedCandidate[]): Swept | null {
  const names = Object.keys(own.candidate.parameters);
  const [setting] = names;
  if (setting === undefined || names.length > 1 || siblings.length < 2 || siblings.length > MOST_VALUES) return null;
  const settings = siblings.map(({ candidate, config }) => ({ value: candidate.parameters[setting], config }));
  const numbers = settings.flatMap(({ value, config }) => (typeof value === 'number' ? [{ value, config }] : []));
  const chosen = own.candidate.parameters[setting];
  if (typeof chosen !== 'number' || numbers.length < settings.length) return null;
  const ordered = [...numbers].sort((a, b) => a.value - b.value);
  const routed = routeTogether(
    ordered.map(({ config }) => createRouter(config)),
    bench.batch,
    bench.decided,
  );
  const reported = meansOn(bench, routed, parts.reported);
  const validation = parts.validation === null ? null : meansOn(bench, routed, parts.validation);
  const points = ordered.map(
    ({ value }, index): SettingPoint => ({
      value,
      tried: true,
      holds: null,
      validation: validation?.[index] ?? null,
      reported: reported[index] as SweptMeans,
    }),
  );
  return { setting, kind: 'range', chosen, points };
}

/** What each of some routings comes to on a part. */
function meansOn({ table, samples, dataset }: Workbench, routed: readonly RouteColumns[], { rows }: Part): SweptMeans[] {
  const { weight: weights } = dataset.labels;
  const weight = rows.reduce((sum, query) => sum + (weights[query] as number), 0);
  return quickTotals(routed, table, samples, rows, weights).map(({ quality, costPico }) =>
    meansOf({ weight, quality, cost: costPico }),
  );
}

function meansOf({ weight, quality, cost }: Pick<Sums, 'weight' | 'quality' | 'cost'>): SweptMeans {
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { quality: known(quality / weight), cost: known((PICO * cost) / weight) };
}
