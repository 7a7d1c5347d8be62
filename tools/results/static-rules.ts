import type { FoldSet } from '../../src/experiment/crossfit/fold-set.js';
import { promptLengths } from '../../src/experiment/prompt-lengths.js';
import type { Workbench } from '../../src/experiment/workbench.js';

/** Quality of a model on a query. */
export type QualityAt = (query: number, model: number) => number;

/** Thresholds tried: quantiles of the lengths learned from. */
const CUTS = 64;

/** Index of the greatest; ties go to the earlier. */
export function greatest(values: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if ((values[from + i] as number) > (values[from + best] as number)) best = i;
  return best;
}

/** The best model of each category, over `learned`; the best of all where a category is not there. */
export function categoryBest(bench: Workbench, learned: ArrayLike<number>, at: QualityAt): (query: number) => number {
  const { codes } = bench.dataset.labels.category;
  const all = new Float64Array(bench.means.modelCount);
  const sums = new Map<number, Float64Array>();
  for (const query of Array.from(learned)) {
    const code = codes[query] as number;
    const own = sums.get(code) ?? new Float64Array(all.length);
    sums.set(code, own);
    for (const model of bench.compared) {
      own[model] = (own[model] as number) + at(query, model);
      all[model] = (all[model] as number) + at(query, model);
    }
  }
  return (query) => greatest(sums.get(codes[query] as number) ?? all, 0, all.length);
}

/** Chosen by a rule that is learned on the other folds. */
export function outOfFold(
  set: FoldSet,
  size: number,
  learn: (learned: ArrayLike<number>) => (query: number) => number,
): (query: number) => number {
  const chosen = new Int32Array(size);
  for (const { decided, learned } of set.folds) {
    const choose = learn(learned);
    for (const query of decided) chosen[query] = choose(query);
  }
  return (query) => chosen[query] as number;
}

/** The best rule of the form "up to a length one model, beyond it another", over `learned`. */
export function lengthRule(bench: Workbench, learned: ArrayLike<number>, at: QualityAt): (query: number) => number {
  const lengths = promptLengths(bench.batch);
  const order = Array.from(learned).sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b);
  const { modelCount } = bench.means;
  const whole = new Float64Array(modelCount);
  for (const query of order) for (const model of bench.compared) whole[model] = (whole[model] as number) + at(query, model);
  const below = new Float64Array(modelCount);
  let best = { value: Number.NEGATIVE_INFINITY, cut: 0, short: 0, long: 0 };
  order.forEach((query, index) => {
    for (const model of bench.compared) below[model] = (below[model] as number) + at(query, model);
    if (Math.floor((index * CUTS) / order.length) === Math.floor(((index + 1) * CUTS) / order.length)) return;
    const above = whole.map((all, model) => all - (below[model] as number));
    const short = greatest(below, 0, modelCount);
    const long = greatest(above, 0, modelCount);
    const value = (below[short] as number) + (above[long] as number);
    if (value > best.value) best = { value, cut: lengths[query] as number, short, long };
  });
  return (query) => ((lengths[query] as number) <= best.cut ? best.short : best.long);
}
