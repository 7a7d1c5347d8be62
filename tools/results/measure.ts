import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importWorkspace } from '../../src/app/import-workspace.js';
import { loadWorkspace } from '../../src/app/load-workspace.js';
import type { Estimate } from '../../src/domain/estimate.js';
import { modelPair } from '../../src/experiment/control-rows.js';
import { foldSet } from '../../src/experiment/crossfit/fold-set.js';
import { outerFolds } from '../../src/experiment/crossfit/folds-of.js';
import { promptLengths } from '../../src/experiment/prompt-lengths.js';
import type { Folds } from '../../src/experiment/split/folds.js';
import { type Workbench, workbench } from '../../src/experiment/workbench.js';
import { groupSums, type Part } from '../../src/metric/part.js';
import { DEFAULT_INPUT } from '../../src/router/config.js';
import { compileQuality } from '../../src/router/predictor/index.js';
import { forEachReplicate, resampleTotals } from '../../src/stats/bootstrap.js';
import { apgr, prepareCurve } from '../../src/stats/curve.js';
import { estimateOf } from '../../src/stats/interval.js';
import { qualityFits } from '../../src/strategy/fit/index.js';
import type { ResultSet } from './result-sets.js';

/** What one way of routing comes to on a data set. */
export interface Measured {
  readonly name: string;
  readonly value: Estimate;
  /** Paired difference of the first learner to this one; null for the first learner itself. */
  readonly behind: Estimate | null;
  /** Bytes of the predictor fitted on the first fold; null for what is not learned. */
  readonly bytes: number | null;
}

export interface MeasuredSet {
  readonly set: string;
  readonly asks: ResultSet['asks'];
  readonly queries: number;
  readonly groups: number;
  readonly rows: readonly Measured[];
}

const FOLDS = 5;
const SEED = 7;
const REPLICATES = 2000;

/** Imports a data set, deals its queries into folds by whole groups, and measures every way of routing out of fold. */
export async function measureSet(data: string, scratch: string, one: ResultSet): Promise<MeasuredSet | null> {
  if (!existsSync(join(data, one.path))) return null;
  const out = join(scratch, one.set.replaceAll(' ', '-'));
  const only = one.only === undefined ? {} : { set: one.only };
  await importWorkspace({ format: one.format, path: join(data, one.path), out, ...only, options: {}, force: false });
  const file = join(out, 'routelab.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('split: none', `split: { kfold: ${FOLDS}, seed: ${SEED} }`));
  const { input } = await loadWorkspace({ experimentFile: file, remeasure: false });
  const bench = workbench(input.experiment, input.dataset, input.models, input.table, input.placed);
  const part = bench.part('all');
  const predicted = one.learners.map(({ name, spec }) => ({ name, ...predictOutOfFold(bench, spec) }));
  const rows = one.asks === 'choice' ? choices(bench, part, predicted) : orders(bench, part, predicted);
  return { set: one.set, asks: one.asks, queries: part.rows.length, groups: part.groupKeys.length, rows };
}

interface Predicted {
  readonly name: string;
  /** Queries × models. */
  readonly quality: Float64Array;
  readonly bytes: number;
}

/** Predicted quality of every model for every query, by a fit on the folds the query is not in. */
function predictOutOfFold(bench: Workbench, spec: ResultSet['learners'][number]['spec']): Omit<Predicted, 'name'> {
  const { modelCount } = bench.means;
  const set = foldSet(bench, outerFolds(bench, bench.split.folds as Folds));
  const models = bench.table.modelIds.map((_, model) => model);
  const quality = new Float64Array(bench.dataset.queries.size * modelCount);
  const scores = new Float64Array(modelCount);
  let bytes = 0;
  set.folds.forEach(({ decided }, fold) => {
    const fitted = qualityFits.fit(spec, { training: set.training(fold), models, input: DEFAULT_INPUT });
    if (fold === 0) bytes = JSON.stringify(fitted).length;
    const bound = compileQuality(fitted, modelCount, DEFAULT_INPUT)(bench.batch);
    for (const query of decided) {
      bound(query, scores);
      quality.set(scores, query * modelCount);
    }
  });
  return { quality, bytes };
}

/** Mean quality of asking the model that is predicted best, beside what needs no learning. */
function choices(bench: Workbench, part: Part, predicted: readonly Predicted[]): Measured[] {
  const { modelCount, quality } = bench.means;
  const at = (query: number, model: number): number => quality[query * modelCount + model] as number;
  const mean = (model: number): number => part.rows.reduce((sum, query) => sum + at(query, model), 0);
  const best = bench.compared.reduce((held, model) => (mean(model) > mean(held) ? model : held));
  const learned = predicted.map(({ name, bytes, quality: own }) => ({
    name,
    bytes,
    of: (query: number) => at(query, greatest(own, query * modelCount, modelCount)),
  }));
  const others = [
    { name: `best single model (${bench.table.modelIds[best]})`, bytes: null, of: (query: number) => at(query, best) },
    {
      name: 'random model',
      bytes: null,
      of: (query: number) => bench.compared.reduce((sum, model) => sum + at(query, model), 0) / bench.compared.length,
    },
    { name: 'best model by category, in-sample (needs the label)', bytes: null, of: categoryBest(bench, part, at) },
    { name: 'oracle', bytes: null, of: (query: number) => Math.max(...bench.compared.map((model) => at(query, model))) },
  ];
  const all = [...learned, ...others];
  const sums = all.map(({ of }) => groupSums(part, of));
  const weight = groupSums(part, () => 1);
  const totals = resampleTotals({ seed: SEED, replicates: REPLICATES, groupKeys: part.groupKeys, columns: [weight, ...sums] });
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const point = (which: number): number => sum(sums[which] as Float64Array) / sum(weight);
  const samples = (which: number): Float64Array =>
    (totals[which + 1] as Float64Array).map((total, replicate) => total / ((totals[0] as Float64Array)[replicate] as number));
  return measured(all, part, point, samples);
}

/** The best model of each category over the very part it is measured on. */
function categoryBest(bench: Workbench, part: Part, at: (query: number, model: number) => number): (query: number) => number {
  const { codes } = bench.dataset.labels.category;
  const sums = new Map<number, Float64Array>();
  for (const query of part.rows) {
    const code = codes[query] as number;
    const own = sums.get(code) ?? new Float64Array(bench.means.modelCount);
    sums.set(code, own);
    for (const model of bench.compared) own[model] = (own[model] as number) + at(query, model);
  }
  return (query) => {
    const own = sums.get(codes[query] as number) as Float64Array;
    return at(query, greatest(own, 0, own.length));
  };
}

function greatest(values: Float64Array, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if ((values[from + i] as number) > (values[from + best] as number)) best = i;
  return best;
}

/** APGR, every distinct score a threshold, of sending the queries with the greatest predicted gain to the strong model. */
function orders(bench: Workbench, part: Part, predicted: readonly Predicted[]): Measured[] {
  const pair = modelPair(bench, part);
  if (pair === null) throw new Error('a set that asks for an order needs two models');
  const { modelCount, quality } = bench.means;
  const column = (of: (query: number) => number): Float64Array => Float64Array.from(part.rows, of);
  const weak = column((query) => quality[query * modelCount + pair.weak] as number);
  const strong = column((query) => quality[query * modelCount + pair.strong] as number);
  const lengths = promptLengths(bench.batch);
  const all = [
    ...predicted.map(({ name, bytes, quality: own }) => ({
      name,
      bytes,
      score: column(
        (query) => (own[query * modelCount + pair.strong] as number) - (own[query * modelCount + pair.weak] as number),
      ),
    })),
    { name: 'prompt length', bytes: null, score: column((query) => lengths[query] as number) },
  ];
  const curves = all.map(({ score }) => prepareCurve(score, weak, strong));
  const samples = all.map(() => new Float64Array(REPLICATES));
  const weights = new Float64Array(part.rows.length);
  forEachReplicate({ seed: SEED, replicates: REPLICATES, groupKeys: part.groupKeys }, (replicate, groups) => {
    for (let row = 0; row < weights.length; row++)
      weights[row] = (part.weight[row] as number) * (groups[part.group[row] as number] as number);
    curves.forEach((curve, which) => {
      (samples[which] as Float64Array)[replicate] = apgr(curve.curve(weights));
    });
  });
  return measured(
    all,
    part,
    (which) => apgr((curves[which] as (typeof curves)[number]).curve(part.weight)),
    (which) => samples[which] as Float64Array,
  );
}

function measured(
  all: readonly { readonly name: string; readonly bytes: number | null }[],
  part: Part,
  point: (which: number) => number,
  samples: (which: number) => Float64Array,
): Measured[] {
  const groups = { groups: part.groupKeys.length };
  const first = samples(0);
  return all.map(({ name, bytes }, which) => {
    const own = samples(which);
    const behind = first.map((value, replicate) => value - (own[replicate] as number));
    return {
      name,
      bytes,
      value: estimateOf(point(which), own, part.rows.length, 0.95, groups),
      behind: which === 0 ? null : estimateOf(point(0) - point(which), behind, part.rows.length, 0.95, groups),
    };
  });
}
