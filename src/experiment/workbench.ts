import { codedValue } from '../domain/column.js';
import type { Dataset } from '../domain/dataset.js';
import type { Model, ModelList } from '../domain/model.js';
import { maxSamples, type OutcomeTable } from '../domain/outcome-table.js';
import type { Part } from '../metric/part.js';
import { type CellMeans, cellMeans } from '../replay/cell-means.js';
import { requestBatch } from '../replay/request-batch.js';
import type { RequestBatch } from '../router/router.js';
import { comparedModels } from './compared-models.js';
import { completeRows } from './complete-rows.js';
import { categoriesIn, spelledOut } from './constraint/by-category.js';
import { onCostBasis } from './cost-basis.js';
import type { Experiment } from './experiment.js';
import { partOf } from './part-of.js';
import { type Grouping, groupQueries } from './split/group-queries.js';
import { groupSpec } from './split/group-spec.js';
import { PARTS, type PartName } from './split/parts.js';
import type { PlacedSplit } from './split/saved-split.js';
import { type Split, splitQueries } from './split/split.js';

/** Everything an experiment holds ready before anything is measured. Built once a run. */
export interface Workbench {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly models: readonly Model[];
  readonly table: OutcomeTable;
  readonly means: CellMeans;
  /** Models that are compared on their own, ascending: known on enough of the queries. */
  readonly compared: readonly number[];
  readonly batch: RequestBatch;
  readonly grouping: Grouping;
  readonly split: Split;
  readonly samples: number;
  readonly isRight: (quality: number) => boolean;
  /** Every query row of a part, complete or not. */
  rowsIn(name: PartName | 'all'): Uint32Array;
  /** The rows of a part, or of everything where there is no split, that are complete for every compared model. */
  part(name: PartName | 'all'): Part;
  /** Those of some query rows (ascending) that are complete for every compared model. */
  partOver(rows: Uint32Array): Part;
}

/** Groups, splits and averages; costs are put on the experiment's basis. */
export function workbench(
  experiment: Experiment,
  dataset: Dataset,
  models: ModelList,
  recorded: OutcomeTable,
  placed: PlacedSplit | null = null,
): Workbench {
  const { category } = dataset.labels;
  const constraints = spelledOut(experiment.constraints, categoriesIn(category));
  const table = onCostBasis(recorded, experiment.cost);
  const means = cellMeans(table);
  const compared = comparedModels(means);
  const grouping = groupQueries(dataset, groupSpec(experiment.split), placed?.group);
  const split = splitQueries(dataset, grouping, experiment.split, placed);
  const inPart = (query: number, name: PartName | 'all'): boolean =>
    name === 'all' || PARTS[split.part[query] as number] === name;
  const parts = new Map<string, Part>();
  const part = (name: PartName | 'all'): Part => {
    const held = parts.get(name);
    if (held !== undefined) return held;
    const rows = completeRows(means, compared, (query) => inPart(query, name));
    const made = partOf(rows, dataset.labels.weight, grouping);
    parts.set(name, made);
    return made;
  };
  const rightFrom = experiment.rightAt === 'full' ? 1 : Number.MIN_VALUE;
  return {
    experiment: { ...experiment, constraints },
    dataset,
    models: models.models.filter(({ id }) => table.modelIds.includes(id)),
    table,
    means,
    compared,
    batch: requestBatch(dataset.queries),
    grouping,
    split,
    samples: Math.max(1, maxSamples(table)),
    isRight: (quality) => quality >= rightFrom,
    rowsIn: (name) => Uint32Array.from(split.part.keys()).filter((query) => inPart(query, name)),
    part,
    partOver(rows) {
      const among = new Set(rows);
      return partOf(
        completeRows(means, compared, (query) => among.has(query)),
        dataset.labels.weight,
        grouping,
      );
    },
  };
}

/** Categories of a part by name, most queries first (ties by name), with their query counts. */
export function categoriesOf(bench: Workbench, part: Part): { category: string; n: number }[] {
  const counts = new Map<string, number>();
  for (const query of part.rows) {
    const category = codedValue(bench.dataset.labels.category, query);
    if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return [...counts].map(([category, n]) => ({ category, n })).sort((a, b) => b.n - a.n || (a.category < b.category ? -1 : 1));
}
