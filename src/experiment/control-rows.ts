import type { Part } from '../metric/part.js';
import type { ControlContext } from '../replay/control/control.js';
import { controls } from '../replay/control/index.js';
import { type WeightedMeans, weightedMeans } from '../replay/weighted-means.js';
import type { Compared } from './compared.js';
import { firstShares } from './first-shares.js';
import { promptLengths } from './prompt-lengths.js';
import type { Judged, Workbench } from './workbench.js';

/** What controls are told of the whole reported part. */
export type ControlGround = Pick<ControlContext, 'pair' | 'matchTo' | 'singles' | 'lengthAt'>;

/** The control rows an experiment asks for, on the reported part; matched ones follow `matchTo`. */
export function controlRows(
  bench: Workbench,
  part: Part,
  pair: { weak: number; strong: number } | null,
  matchTo: Compared | null,
): Compared[] {
  return controlsOn(bench, part.rows, bench.experiment.baselines, {
    pair,
    matchTo:
      matchTo === null
        ? null
        : {
            label: matchTo.label,
            shares: firstShares(matchTo.arm, part, bench.table.modelIds.length),
            meanCostPico: meanCost(matchTo, part),
          },
    singles: weightedMeans(bench.means, part.rows, bench.dataset.labels.weight),
    lengthAt: (share) => lengthAt(lengthsOf(bench, part.rows), share),
  });
}

/** Some controls on some query rows, which need not be all that are reported. */
export function controlsOn(bench: Workbench, rows: Uint32Array, names: readonly string[], ground: ControlGround): Compared[] {
  const context: ControlContext = {
    ...ground,
    modelIds: bench.table.modelIds,
    compared: bench.compared,
    means: bench.means,
    rows,
    weight: bench.dataset.labels.weight,
    category: bench.dataset.labels.category.codes,
    group: bench.grouping.group,
    promptLength: promptLengths(bench.batch),
    seed: bench.experiment.bootstrap.seed,
    isRight: bench.isRight,
  };
  return controls
    .filter(({ name }) => names.includes(name))
    .flatMap((control) => control.arms(context))
    .map((arm) => ({ ...arm, kind: 'control' as const }));
}

/** How often each prompt length occurs, ascending. */
export type LengthCounts = readonly (readonly [length: number, count: number])[];

function lengthsOf(bench: Workbench, rows: Uint32Array): LengthCounts {
  const lengths = promptLengths(bench.batch);
  const counts = new Map<number, number>();
  for (const query of rows) counts.set(lengths[query] as number, (counts.get(lengths[query] as number) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}

/** The length from which the share of queries is nearest to `share`; ties in length move together. */
export function lengthAt(counts: LengthCounts, share: number): number {
  const wanted = Math.round(counts.reduce((sum, [, count]) => sum + count, 0) * (1 - share));
  let seen = 0;
  for (const [length, count] of counts) {
    seen += count;
    if (wanted < seen) return length;
  }
  return (counts.at(-1)?.[0] ?? 0) + 1;
}

function meanCost({ arm }: Compared, part: Part): number {
  let cost = 0;
  let weight = 0;
  part.rows.forEach((query, index) => {
    cost += (part.weight[index] as number) * (arm.costPico[query] as number);
    weight += part.weight[index] as number;
  });
  return cost / weight;
}

/**
 * The pair of the strong/weak metrics: as the experiment names it, else the cheapest single model and the best one on
 * `part` (by calls or without prices the worst and the best one). Null with fewer than two models, or when both are the same.
 */
export function modelPair(bench: Workbench, part: Part): { weak: number; strong: number } | null {
  return pairAmong(bench, weightedMeans(bench.means, part.rows, bench.dataset.labels.weight));
}

/** The same from means over the part. */
export function pairAmong(bench: Judged, { quality, costPico }: WeightedMeans): { weak: number; strong: number } | null {
  const named = bench.experiment.pair;
  if (named !== null) {
    return { weak: bench.table.modelIds.indexOf(named.weak), strong: bench.table.modelIds.indexOf(named.strong) };
  }
  const { compared } = bench;
  // Counted in calls of one model all others cost nothing, and the first of them in the file is no weaker than the rest.
  const priced = bench.experiment.cost.by === 'usd' && !compared.some((model) => Number.isNaN(costPico[model] as number));
  const ranking = priced ? costPico : quality;
  const strong = compared.reduce((best, model) => ((quality[model] as number) > (quality[best] as number) ? model : best));
  const weak = compared.reduce((best, model) => ((ranking[model] as number) < (ranking[best] as number) ? model : best));
  return strong === weak ? null : { weak, strong };
}
