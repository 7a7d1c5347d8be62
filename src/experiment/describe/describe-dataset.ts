import { codedValue } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import type { Scalar } from '../../domain/json.js';
import type { PartSummary, Results } from '../../domain/results.js';
import { bestByQuery } from '../../replay/control/oracle.js';
import { weightedMeans } from '../../replay/weighted-means.js';
import { DEFAULT_INPUT } from '../../router/config.js';
import { featureColumn } from '../../router/feature/index.js';
import { weightedQuantile } from '../../stats/quantile.js';
import { headroom } from '../headroom.js';
import { PARTS } from '../split/parts.js';
import type { Workbench } from '../workbench.js';
import { type CellCoverage, cellCoverage } from './cell-coverage.js';

interface ValueCount {
  readonly value: Scalar;
  readonly n: number;
}

/** A signal (or label) of the queries: what it is known for, and its values, most frequent first. */
export interface ColumnDescription {
  readonly name: string;
  /** Queries that have it. */
  readonly known: number;
  readonly distinct: number;
  /** At most eight. */
  readonly values: readonly ValueCount[];
}

/** A category with what its queries are worth: the best single model and the oracle on them. */
interface CategoryDescription {
  readonly category: string;
  /** Queries of the dataset. */
  readonly n: number;
  /** Null where no query is complete. */
  readonly headroom: Results['headroom'] | null;
}

/** What a dataset and its recordings hold. */
export interface DatasetDescription {
  readonly queries: number;
  readonly groups: number;
  /** Queries whose prompt repeats an earlier one, and those that nearly do (null: not looked for). */
  readonly repeatedPrompts: number;
  readonly nearCopies: number | null;
  /** Queries with something to score by. */
  readonly withReference: number;
  /** The experiment's parts; empty without a split. */
  readonly parts: readonly Pick<PartSummary, 'part' | 'queries'>[];
  readonly categories: readonly CategoryDescription[];
  readonly difficulties: ColumnDescription;
  readonly signals: readonly ColumnDescription[];
  /** Estimated tokens of the text that routers read (prompt.tokens). */
  readonly promptTokens: { readonly median: number; readonly p95: number; readonly most: number; readonly total: number };
  readonly coverage: readonly CellCoverage[];
  /** Queries complete for every compared model: what the headroom rests on. */
  readonly complete: number;
  /** Null where no query is complete. */
  readonly headroom: Results['headroom'] | null;
}

const MOST_VALUES = 8;

/** Counts, coverage and headroom of a dataset, over all of its queries. */
export function describeDataset(bench: Workbench): DatasetDescription {
  const { dataset, grouping, experiment } = bench;
  const { labels, queries } = dataset;
  const all = bench.part('all');
  return {
    queries: queries.size,
    groups: grouping.groups,
    repeatedPrompts: grouping.repeatedPrompts,
    nearCopies: grouping.nearCopies,
    withReference: withReference(dataset),
    parts:
      experiment.split.kind === 'none' || bench.split.folds !== null
        ? []
        : PARTS.map((part) => ({ part, queries: bench.rowsIn(part).length })),
    categories: categories(bench),
    difficulties: describeColumn('difficulty', labels.difficulty),
    signals: [...queries.signals].map(([name, column]) => describeColumn(name, column)),
    promptTokens: promptTokens(bench),
    coverage: cellCoverage(bench.table),
    complete: bench.compared.length === 0 ? 0 : all.rows.length,
    headroom: headroomOf(bench, all.rows, bestByQuery(bench.means)),
  };
}

function withReference({ labels }: Dataset): number {
  let count = 0;
  for (let row = 0; row < labels.size; row++) if (labels.scoring.get(row) !== '{}') count++;
  return count;
}

function describeColumn(
  name: string,
  column: { readonly codes: Int32Array; readonly values: readonly Scalar[] },
): ColumnDescription {
  const counts = new Uint32Array(column.values.length);
  let known = 0;
  for (const code of column.codes) {
    if (code < 0) continue;
    known++;
    counts[code] = (counts[code] as number) + 1;
  }
  const values = column.values.map((value, code) => ({ value, n: counts[code] as number })).filter(({ n }) => n > 0);
  // Stable: equally frequent values stay in order of first appearance.
  return { name, known, distinct: values.length, values: values.sort((a, b) => b.n - a.n).slice(0, MOST_VALUES) };
}

function promptTokens({ batch }: Workbench): DatasetDescription['promptTokens'] {
  const tokens = featureColumn(batch, 'prompt.tokens', DEFAULT_INPUT);
  const equal = new Float64Array(tokens.length).fill(1);
  return {
    median: weightedQuantile(tokens, equal, 0.5),
    p95: weightedQuantile(tokens, equal, 0.95),
    most: weightedQuantile(tokens, equal, 1),
    total: tokens.reduce((sum, count) => sum + count, 0),
  };
}

function categories(bench: Workbench): CategoryDescription[] {
  const { category } = bench.dataset.labels;
  const complete = bench.part('all').rows;
  const best = bestByQuery(bench.means);
  return describeEvery(category).map(({ value, n }) => ({
    category: String(value),
    n,
    headroom: headroomOf(
      bench,
      complete.filter((query) => codedValue(category, query) === value),
      best,
    ),
  }));
}

/** Every value with its count: most frequent first, ties by name. */
function describeEvery(column: { readonly codes: Int32Array; readonly values: readonly string[] }): ValueCount[] {
  const counts = new Map<string, number>();
  for (const code of column.codes) {
    const value = column.values[code];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, n]) => ({ value, n })).sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1));
}

function headroomOf(bench: Workbench, rows: Uint32Array, best: Int16Array): Results['headroom'] | null {
  if (rows.length === 0 || bench.compared.length === 0) return null;
  const { weight } = bench.dataset.labels;
  const { quality } = weightedMeans(bench.means, rows, weight);
  const single = bench.compared.reduce((held, model) => ((quality[model] as number) > (quality[held] as number) ? model : held));
  return headroom(bench, { rows, weight: Float64Array.from(rows, (query) => weight[query] as number) }, single, best);
}
