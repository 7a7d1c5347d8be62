import type { CategoryCell, ResultRow } from '../../domain/results.js';
import { pairedCounts } from '../../metric/estimate/paired-counts.js';
import { PICO } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import type { Arm } from '../../replay/arm.js';
import { addExactly, type ExactSum } from '../../stats/exact-sum.js';
import type { PairedCounts } from '../../stats/newcombe.js';
import { addTo, sumIn, type Tally, tallied } from '../../stats/tally.js';
import type { Compared } from '../compared.js';
import { violationsByConstraint } from '../constraint/privacy.js';
import type { Workbench } from '../workbench.js';
import { reportedPart } from './frame.js';

/** A row by its number, and the arm that it is held against. */
export interface SummedRow {
  readonly row: Compared;
  readonly index: number;
  readonly against: Arm;
}

const COUNTS = ['both', 'onlyFirst', 'onlySecond', 'neither'] as const;

/** What a row adds to the sums that are no totals: calls, coverage, categories, who was right. */
export function addRow(bench: Workbench, part: Part, { row, index, against }: SummedRow, tally: Tally): void {
  const add = (name: string, value: number): void => addTo(tally, `row ${index} ${name}`, value);
  const { arm } = row;
  const sum = (name: string): ExactSum => sumIn(tally, `row ${index} ${name}`);
  if (arm.first !== null) addCalls(bench, part, arm.first, sum);
  addCategories(bench, part, { arm, against }, sum);
  addCoverage(bench, arm, sum);
  const counts = bench.samples > 1 ? null : pairedCounts(part, arm.quality, against.quality);
  add('uncounted', counts === null ? 1 : 0);
  for (const name of COUNTS) add(name, counts?.[name] ?? 0);
  for (const chances of violationsByConstraint(bench, row, part.rows)) {
    const violations = sum('violations');
    for (const chance of chances) addExactly(violations, chance);
  }
}

function addCalls(bench: Workbench, part: Part, first: Int16Array, sum: (name: string) => ExactSum): void {
  const sums = bench.table.modelIds.map((_, model) => sum(`asks ${model}`));
  part.rows.forEach((query, at) => {
    const asked = sums[first[query] as number];
    if (asked !== undefined) addExactly(asked, part.weight[at] as number);
  });
}

const OF_CATEGORY = ['n', 'weight', 'quality', 'cost', 'other'] as const;

function addCategories(
  bench: Workbench,
  part: Part,
  { arm, against }: { readonly arm: Arm; readonly against: Arm },
  sum: (name: string) => ExactSum,
): void {
  const { codes, values } = bench.dataset.labels.category;
  const sums = values.map((category) => OF_CATEGORY.map((name) => sum(`${name} ${category}`)));
  part.rows.forEach((query, at) => {
    const own = sums[codes[query] as number];
    if (own === undefined) return;
    const weight = part.weight[at] as number;
    const [quality, cost, other] = [arm.quality, arm.costPico, against.quality].map(
      (column) => weight * (column[query] as number),
    );
    [1, weight, quality, cost, other].forEach((value, place) => {
      addExactly(own[place] as ExactSum, value as number);
    });
  });
}

function addCoverage(bench: Workbench, arm: Arm, sum: (name: string) => ExactSum): void {
  const [of, all, evaluable, knownWeight, total] = ['of', 'all', 'evaluable', 'known', 'quality'].map(sum) as [
    ExactSum,
    ExactSum,
    ExactSum,
    ExactSum,
    ExactSum,
  ];
  for (const query of bench.rowsIn(reportedPart(bench.experiment))) {
    const weight = bench.dataset.labels.weight[query] as number;
    const quality = arm.quality[query] as number;
    const known = !Number.isNaN(quality);
    addExactly(of, 1);
    addExactly(all, weight);
    if (!known) continue;
    addExactly(evaluable, 1);
    addExactly(knownWeight, weight);
    addExactly(total, weight * quality);
  }
}

/** Reads what all shards together say of a row. */
export interface RowSums {
  /** Who was right, the row or the reference, where every group is one query of weight 1 answered once, right or wrong; else null. */
  readonly counts: PairedCounts | null;
  readonly coverage: ResultRow['coverage'];
  /** Null without a privacy constraint. */
  readonly violations: number | null;
  /** Weighted share of queries that go to each model first. */
  shares(models: number, weight: number): Float64Array;
  category(category: string): CategoryCell;
}

export function rowSums(tally: Tally, index: number): RowSums {
  const of = (name: string): number => tallied(tally, `row ${index} ${name}`);
  const [all, known, quality] = [of('all'), of('known'), of('quality')];
  return {
    counts:
      of('uncounted') > 0
        ? null
        : { both: of('both'), onlyFirst: of('onlyFirst'), onlySecond: of('onlySecond'), neither: of('neither') },
    coverage: {
      evaluable: of('evaluable'),
      of: of('of'),
      bounds: all === 0 ? null : [quality / all, (quality + all - known) / all],
    },
    violations: tally.has(`row ${index} violations`) ? of('violations') : null,
    shares: (models, weight) => Float64Array.from({ length: models }, (_, model) => of(`asks ${model}`) / weight),
    category(category) {
      const n = of(`n ${category}`);
      const mean = (name: string): number => of(`${name} ${category}`) / of(`weight ${category}`);
      const alone = (value: number) => ({
        value: Number.isFinite(value) ? value : null,
        low: null,
        high: null,
        n: Number.isFinite(value) ? n : 0,
      });
      const difference = (of(`quality ${category}`) - of(`other ${category}`)) / of(`weight ${category}`);
      return { category, n, quality: alone(mean('quality')), cost: alone(mean('cost') * PICO), difference: alone(difference) };
    },
  };
}
