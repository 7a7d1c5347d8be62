import type { FoldSet } from '../../src/experiment/crossfit/fold-set.js';
import type { Workbench } from '../../src/experiment/workbench.js';
import { groupSums, type Part } from '../../src/metric/part.js';
import { resampleTotals } from '../../src/stats/bootstrap.js';
import { type Measured, measuredRows, type Predicted, REPLICATES, type Row, type Sampled, SEED } from './measured.js';
import { categoryBest, greatest, lengthRule, outOfFold } from './static-rules.js';

/** One way of choosing: a model a query, or a quality where no single model is chosen. */
interface Way {
  readonly name: string;
  readonly cost: Measured['cost'];
  readonly choose: ((query: number) => number) | null;
  readonly quality: (query: number) => number;
}

/** Mean quality of asking the model that is predicted best, beside what needs no learning. */
export function choiceRows(bench: Workbench, set: FoldSet, part: Part, predicted: readonly Predicted[]): Measured[] {
  const totalsOf = resampler(part);
  const models = bench.compared.map((model) =>
    totalsOf((query) => bench.means.quality[query * bench.means.modelCount + model] as number),
  );
  const all = totalsOf(() => 1);
  const rows = ways(bench, set, part, predicted).map(({ name, cost, choose, quality }): Row => {
    const own = ratio(totalsOf(quality), all);
    if (choose === null || name.startsWith('best single')) return { name, cost, own, against: null };
    const shares = bench.compared.map((model) => totalsOf((query) => (choose(query) === model ? 1 : 0)));
    return { name, cost, own, against: mixed(shares, models, all) };
  });
  return measuredRows(rows, part);
}

function ways(bench: Workbench, set: FoldSet, part: Part, predicted: readonly Predicted[]): Way[] {
  const { modelCount, quality } = bench.means;
  const at = (query: number, model: number): number => quality[query * modelCount + model] as number;
  const chosen = (name: string, choose: (query: number) => number, cost: Measured['cost'] = null): Way => ({
    name,
    cost,
    choose,
    quality: (query) => at(query, choose(query)),
  });
  const mean = (model: number): number => part.rows.reduce((sum, query) => sum + at(query, model), 0);
  const best = bench.compared.reduce((held, model) => (mean(model) > mean(held) ? model : held));
  const size = bench.dataset.queries.size;
  return [
    ...predicted.map((one) => chosen(one.name, (query) => greatest(one.quality, query * modelCount, modelCount), one)),
    chosen(`best single model (${bench.table.modelIds[best]})`, () => best),
    chosen(
      'prompt length, best cut and two models',
      outOfFold(set, size, (learned) => lengthRule(bench, learned, at)),
    ),
    chosen(
      'best model by category (needs the label)',
      outOfFold(set, size, (learned) => categoryBest(bench, learned, at)),
    ),
    chosen('best model by category, in-sample (needs the label)', categoryBest(bench, part.rows, at)),
    {
      name: 'random model',
      cost: null,
      choose: null,
      quality: (query) => bench.compared.reduce((sum, model) => sum + at(query, model), 0) / bench.compared.length,
    },
    {
      name: 'oracle',
      cost: null,
      choose: null,
      quality: (query) => Math.max(...bench.compared.map((model) => at(query, model))),
    },
  ];
}

/** Weighted totals of a column: over the part, and over every resample of its groups, the same resamples for all columns. */
function resampler(part: Part): (column: (query: number) => number) => Sampled {
  return (column) => {
    const sums = groupSums(part, column);
    const spec = { seed: SEED, replicates: REPLICATES, groupKeys: part.groupKeys };
    const [samples] = resampleTotals({ ...spec, columns: [sums] }) as [Float64Array];
    return { point: sums.reduce((total, one) => total + one, 0), samples };
  };
}

function ratio(a: Sampled, b: Sampled): Sampled {
  return { point: a.point / b.point, samples: a.samples.map((one, i) => one / (b.samples[i] as number)) };
}

/** Quality of random choices: the mean of the models' qualities by shares. */
function mixed(shares: readonly Sampled[], models: readonly Sampled[], all: Sampled): Sampled {
  const of = (read: (one: Sampled) => number): number =>
    shares.reduce((sum, share, k) => sum + read(share) * read(models[k] as Sampled), 0) / (read(all) * read(all));
  return { point: of(({ point }) => point), samples: all.samples.map((_, i) => of(({ samples }) => samples[i] as number)) };
}
