import { codedValue } from '../../domain/column.js';
import type { ResultRow } from '../../domain/results.js';
import type { MixRange, MixVerdict } from '../../domain/robustness.js';
import { PICO } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import { armOfModel } from '../../replay/arm.js';
import { worstMix } from '../../stats/worst-mix.js';
import type { Compared } from '../compared.js';
import { objectiveValue } from '../objective-value.js';
import type { Setting } from '../setting.js';
import type { Workbench } from '../workbench.js';

/** Each category's weight may be anything between half and one and a half of its own. */
export const MIX_SPREAD = 0.5;

/** The categories of a part; queries without one are a category of their own. */
export interface Mix {
  readonly names: readonly string[];
  readonly weights: readonly number[];
  /** Weighted mean by category of a column over queries. */
  means(column: (query: number) => number): number[];
}

/** The mix of a part's categories; null with fewer than two of them. */
export function mixOf({ dataset }: Workbench, part: Part): Mix | null {
  const name = (query: number): string => codedValue(dataset.labels.category, query) ?? '(none)';
  const names = [...new Set(Array.from(part.rows, name))].sort();
  const codeOf = new Map(names.map((one, code) => [one, code]));
  const codes = Array.from(part.rows, (query) => codeOf.get(name(query)) as number);
  const sums = (column: (query: number) => number): number[] => {
    const totals = names.map(() => 0);
    codes.forEach((code, row) => {
      totals[code] = (totals[code] as number) + (part.weight[row] as number) * column(part.rows[row] as number);
    });
    return totals;
  };
  const weights = sums(() => 1);
  if (names.length < 2) return null;
  return { names, weights, means: (column) => sums(column).map((total, code) => total / (weights[code] as number)) };
}

/** Lowest and highest mean quality and cost of a row over all mixes. */
export function mixRange({ weights, means }: Mix, { arm }: Compared): MixRange {
  const range = (values: readonly number[]): [number, number] => {
    const negated = values.map((value) => -value);
    return [worstMix(weights, values, MIX_SPREAD).mean, -worstMix(weights, negated, MIX_SPREAD).mean];
  };
  const cost = range(means((query) => PICO * (arm.costPico[query] as number)));
  return { quality: range(means((query) => arm.quality[query] as number)), cost: cost.some(Number.isNaN) ? null : cost };
}

/** The chosen row against its rivals, each in the mix that suits the rival best; by point values of the reported part. */
export function mixVerdict(
  bench: Workbench,
  setting: Setting,
  mix: Mix,
  chosen: Compared,
  others: readonly { readonly compared: Compared; readonly row: ResultRow }[],
): MixVerdict {
  const own = mix.means(objectiveOf(bench, chosen));
  const rivals = others
    .filter(({ row }) => row.constraints.every(({ verdict }) => verdict === 'pass'))
    .map(({ compared }) => {
      const other = mix.means(objectiveOf(bench, compared));
      const lead = own.map((value, code) => value - (other[code] as number));
      return { id: compared.id, ...worstMix(mix.weights, lead, MIX_SPREAD) };
    })
    .filter(({ mean }) => !Number.isNaN(mean));
  const nearest = rivals.length === 0 ? null : rivals.reduce((least, rival) => (rival.mean < least.mean ? rival : least));
  return {
    rowId: chosen.id,
    rival: nearest?.id ?? null,
    lead: nearest?.mean ?? null,
    mix: (nearest?.factors ?? []).map((factor, code) => ({ category: mix.names[code] ?? '', factor })),
    qualityMargin: qualityMargin(bench, setting, mix, chosen),
  };
}

/** The objective of one query: all objectives are means of it. */
function objectiveOf({ experiment }: Workbench, { arm }: Compared): (query: number) => number {
  const columns = { quality: arm.quality, cost: arm.costPico, latency: arm.latencyMs };
  return (query) =>
    objectiveValue(
      experiment.objective,
      { weight: 1, of: (_, quantity) => columns[quantity as keyof typeof columns][query] as number },
      0,
    );
}

function qualityMargin({ experiment, means }: Workbench, { reference }: Setting, mix: Mix, { arm }: Compared): number | null {
  const constraint = experiment.constraints.find(({ kind }) => kind === 'quality');
  if (constraint?.kind !== 'quality') return null;
  const measure = armOfModel(reference, means).quality;
  const limit = (query: number): number => constraint.atLeast * (constraint.of === 'reference' ? (measure[query] as number) : 1);
  const margin = mix.means((query) => (arm.quality[query] as number) - limit(query));
  return worstMix(mix.weights, margin, MIX_SPREAD).mean;
}
