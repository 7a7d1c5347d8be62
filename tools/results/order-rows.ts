import { modelPair } from '../../src/experiment/control-rows.js';
import type { FoldSet } from '../../src/experiment/crossfit/fold-set.js';
import { promptLengths } from '../../src/experiment/prompt-lengths.js';
import type { Workbench } from '../../src/experiment/workbench.js';
import type { Part } from '../../src/metric/part.js';
import { forEachReplicate } from '../../src/stats/bootstrap.js';
import { apgr, prepareCurve } from '../../src/stats/curve.js';
import { type Measured, measuredRows, type Predicted, REPLICATES, type Sampled, SEED } from './measured.js';

const LENGTH = 'prompt length';

/** A score by query: the greater, the sooner a query goes to the strong model. */
interface Scored {
  readonly name: string;
  readonly cost: Measured['cost'];
  readonly score: (query: number) => number;
}

/** APGR, every distinct score a threshold, of sending the queries with the greatest predicted gain to the strong model. */
export function orderRows(bench: Workbench, set: FoldSet, part: Part, predicted: readonly Predicted[]): Measured[] {
  const pair = modelPair(bench, part);
  if (pair === null) throw new Error('a set that asks for an order needs two models');
  const { modelCount, quality } = bench.means;
  const column = (of: (query: number) => number): Float64Array => Float64Array.from(part.rows, of);
  const weak = column((query) => quality[query * modelCount + pair.weak] as number);
  const strong = column((query) => quality[query * modelCount + pair.strong] as number);
  const gain = (values: Float64Array, query: number): number =>
    (values[query * modelCount + pair.strong] as number) - (values[query * modelCount + pair.weak] as number);
  const lengths = promptLengths(bench.batch);
  const all: Scored[] = [
    ...predicted.map((one) => ({ name: one.name, cost: one, score: (query: number) => gain(one.quality, query) })),
    { name: LENGTH, cost: null, score: (query) => lengths[query] as number },
    ...categoryRow(bench, set, (query) => gain(quality, query)),
    { name: 'random order (what any order gives by chance)', cost: null, score: () => 0 },
    { name: 'oracle order', cost: null, score: (query) => gain(quality, query) },
  ];
  const curves = all.map(({ score }) => prepareCurve(column(score), weak, strong));
  const samples = all.map(() => new Float64Array(REPLICATES));
  const weights = new Float64Array(part.rows.length);
  forEachReplicate({ seed: SEED, replicates: REPLICATES, groupKeys: part.groupKeys }, (replicate, groups) => {
    for (let row = 0; row < weights.length; row++)
      weights[row] = (part.weight[row] as number) * (groups[part.group[row] as number] as number);
    curves.forEach((curve, which) => {
      (samples[which] as Float64Array)[replicate] = apgr(curve.curve(weights));
    });
  });
  const sampled = curves.map((curve, which) => ({
    point: apgr(curve.curve(part.weight)),
    samples: samples[which] as Float64Array,
  }));
  const length = all.findIndex(({ name }) => name === LENGTH);
  const rows = all.map(({ name, cost }, which) => ({
    name,
    cost,
    own: sampled[which] as Sampled,
    against: which === length ? null : (sampled[length] as Sampled),
  }));
  return measuredRows(rows, part);
}

/** Mean gain of the query's category on the other folds; no row where there are no categories to tell apart. */
function categoryRow(bench: Workbench, set: FoldSet, gain: (query: number) => number): Scored[] {
  const { codes, values } = bench.dataset.labels.category;
  if (values.length < 2) return [];
  const scores = new Float64Array(bench.dataset.queries.size);
  for (const { decided, learned } of set.folds) {
    const sums = new Float64Array(values.length);
    const counts = new Float64Array(values.length);
    for (const query of learned) {
      const code = codes[query] as number;
      sums[code] = (sums[code] as number) + gain(query);
      counts[code] = (counts[code] as number) + 1;
    }
    for (const query of decided)
      scores[query] = (sums[codes[query] as number] as number) / (counts[codes[query] as number] as number);
  }
  return [{ name: 'mean gain by category (needs the label)', cost: null, score: (query) => scores[query] as number }];
}
