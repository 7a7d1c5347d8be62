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

/** How the queries are divided, and which models are compared: found out once, and the same wherever a workbench is built from it. */
export interface Grounds {
  /** Models that are compared on their own, ascending: known on enough of the queries. */
  readonly compared: readonly number[];
  readonly grouping: Grouping;
  readonly split: Split;
  /** A part of which nothing is here: its queries are blank, and no rows are given for it. */
  readonly hidden: 'test' | null;
  /** What is known of a whole of which this is a shard; absent where this is the whole. */
  readonly whole?: WholeFacts;
}

/** What a shard can't know by itself. */
export interface WholeFacts {
  /** By model: whether (nearly) every call has a known cost. */
  readonly priced: readonly boolean[];
  /** Most samples of any cell. */
  readonly samples: number;
}

/** What judging needs to know of a workbench beside its sums. */
export type Judged = Pick<Workbench, 'experiment' | 'compared'> & { readonly table: Pick<OutcomeTable, 'modelIds'> };

/** Everything an experiment holds ready before anything is measured. Built once a run. */
export interface Workbench extends Pick<Grounds, 'compared' | 'grouping' | 'split'> {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  /** The models of the table. */
  readonly models: readonly Model[];
  /** Every model that the experiment knows. */
  readonly known: ModelList;
  readonly table: OutcomeTable;
  readonly means: CellMeans;
  readonly batch: RequestBatch;
  readonly grounds: Grounds;
  readonly samples: number;
  readonly isRight: (quality: number) => boolean;
  /**
   * The queries that routers are asked about, ascending: all but those for training, on which nothing is chosen and no number rests. What a
   * router says of those it was fitted on would be most of the work.
   */
  readonly decided: Uint32Array;
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
  const constraints = spelledOut(experiment.constraints, categoriesIn(dataset.labels.category));
  const table = onCostBasis(recorded, experiment.cost);
  const means = cellMeans(table);
  const grouping = groupQueries(dataset, groupSpec(experiment.split), placed?.group);
  const split = splitQueries(dataset, grouping, experiment.split, placed);
  const grounds = { compared: comparedModels(means), grouping, split, hidden: null };
  return workbenchOf({ ...experiment, constraints }, dataset, models, table, grounds, means);
}

/** A workbench on grounds that are known already. */
export function workbenchOf(
  experiment: Experiment,
  dataset: Dataset,
  known: ModelList,
  table: OutcomeTable,
  grounds: Grounds,
  means: CellMeans = cellMeans(table),
): Workbench {
  const { compared, grouping, split, hidden, whole } = grounds;
  const isHidden = (query: number): boolean => hidden !== null && PARTS[split.part[query] as number] === hidden;
  const inPart = (query: number, name: PartName | 'all'): boolean =>
    !isHidden(query) && (name === 'all' || PARTS[split.part[query] as number] === name);
  const partWhere = (keep: (query: number) => boolean): Part =>
    partOf(completeRows(means, compared, keep, whole?.priced), dataset.labels.weight, grouping);
  const parts = new Map<string, Part>();
  const rows = new Map<string, Uint32Array>();
  const rightFrom = experiment.rightAt === 'full' ? 1 : Number.MIN_VALUE;
  return {
    experiment,
    dataset,
    models: known.models.filter(({ id }) => table.modelIds.includes(id)),
    known,
    table,
    means,
    compared,
    batch: requestBatch(dataset.queries),
    grouping,
    split,
    grounds,
    samples: Math.max(1, whole?.samples ?? maxSamples(table)),
    isRight: (quality) => quality >= rightFrom,
    decided: Uint32Array.from(split.part.keys()).filter(
      (query) => !isHidden(query) && PARTS[split.part[query] as number] !== 'train',
    ),
    rowsIn(name) {
      const made = rows.get(name) ?? Uint32Array.from(split.part.keys()).filter((query) => inPart(query, name));
      rows.set(name, made);
      return made;
    },
    part(name) {
      const made = parts.get(name) ?? partWhere((query) => inPart(query, name));
      parts.set(name, made);
      return made;
    },
    partOver(some) {
      const among = new Set(some);
      return partWhere((query) => !isHidden(query) && among.has(query));
    },
  };
}

/** Categories of a part by name, most queries first (ties by name), with their query counts. */
export function categoriesOf(bench: Workbench, part: Part): { category: string; n: number }[] {
  return largestFirst(countsByCategory(bench, part));
}

/** The same from counts. */
export function largestFirst(counts: ReadonlyMap<string, number>): { category: string; n: number }[] {
  return [...counts].map(([category, n]) => ({ category, n })).sort((a, b) => b.n - a.n || (a.category < b.category ? -1 : 1));
}

function countsByCategory(bench: Workbench, part: Part): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const query of part.rows) {
    const category = codedValue(bench.dataset.labels.category, query);
    if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return counts;
}
