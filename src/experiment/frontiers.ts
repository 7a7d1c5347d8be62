import type { Estimate } from '../domain/estimate.js';
import type { Frontier } from '../domain/results.js';
import { PICO, type Totals } from '../metric/family.js';
import { frontierDefinitions, frontierSetting, frontierValues, type OperatingPoint } from '../metric/frontier.js';
import type { ResampledTotals } from '../metric/resampled.js';
import { concaveEnvelope } from '../stats/hull.js';
import { estimateOf } from '../stats/interval.js';
import type { Judged } from './workbench.js';

/** Operating points that belong together, as arms of the totals. */
export interface FrontierSet {
  readonly id: string;
  readonly label: string;
  readonly arms: readonly { readonly id: string; readonly arm: number }[];
}

/** The compared single models, where all models are the first arms in model order: the hull of this set is the zero router. */
export function singleModels(bench: Judged): FrontierSet {
  const arms = bench.compared.map((arm) => ({ id: `single:${bench.table.modelIds[arm]}`, arm }));
  return { id: 'frontier:single_models', label: 'single models (zero router)', arms };
}

export interface FrontierTotals {
  readonly totals: ResampledTotals;
  readonly part: Frontier['part'];
  /** Queries of the part. */
  readonly n: number;
  /** Arm of the best single model. */
  readonly bestSingle: number;
  readonly confidence: number;
}

/** The sets' metrics, each held against all sets together and resampled with them. Sets without a point are left out. */
export function frontiersOf(sets: readonly FrontierSet[], on: FrontierTotals): Frontier[] {
  const filled = sets.filter(({ arms }) => arms.length > 0);
  const { totals, n, confidence } = on;
  const samples = filled.map(() => frontierDefinitions.map(() => new Float64Array(totals.replicates)));
  for (let replicate = 0; replicate < totals.replicates; replicate++) {
    valuesOf(filled, totals.replicate(replicate), on.bestSingle).forEach((values, set) => {
      values.forEach((value, metric) => {
        (samples[set]?.[metric] as Float64Array)[replicate] = value;
      });
    });
  }
  const point = valuesOf(filled, totals.point, on.bestSingle);
  return filled.map(({ id, label, arms }, set) => ({
    id,
    label,
    part: on.part,
    points: drawnPoints(arms, totals.point),
    metrics: Object.fromEntries(
      frontierDefinitions.map(({ name }, metric): [string, Estimate] => [
        name,
        estimateOf(point[set]?.[metric] ?? Number.NaN, samples[set]?.[metric] ?? new Float64Array(0), n, confidence, {
          groups: totals.groups,
        }),
      ]),
    ),
  }));
}

function valuesOf(sets: readonly FrontierSet[], view: Totals, bestSingle: number): number[][] {
  const points = sets.map(({ arms }) => arms.map(({ arm }) => pointOf(view, arm)));
  const setting = frontierSetting(points.flat(), pointOf(view, bestSingle));
  return points.map((own) => frontierValues(own, setting));
}

function pointOf(view: Totals, arm: number): OperatingPoint {
  return { cost: (PICO * view.of(arm, 'cost')) / view.weight, quality: view.of(arm, 'quality') / view.weight };
}

/** Points with a known cost, cheapest first. */
function drawnPoints(arms: FrontierSet['arms'], view: Totals): Frontier['points'] {
  const known = arms
    .map(({ id, arm }) => ({ id, ...pointOf(view, arm) }))
    .filter(({ cost, quality }) => !Number.isNaN(cost + quality))
    .sort((a, b) => a.cost - b.cost || b.quality - a.quality);
  const hull = new Set(concaveEnvelope(known.map(({ cost, quality }) => ({ x: cost, y: quality }))));
  return known.map((point, index) => ({ ...point, onHull: hull.has(index) }));
}
