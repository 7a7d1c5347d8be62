import type { TextColumn } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import type { ModelList } from '../../domain/model.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import { type PackedQueries, packQueries, unpackQueries } from '../../replay/pack/pack-queries.js';
import { type PackedTexts, packTexts, unpackTexts } from '../../replay/pack/pack-texts.js';
import type { Experiment } from '../experiment.js';
import { type Grounds, type Workbench, workbenchOf } from '../workbench.js';

/** A workbench as plain values: what it was built from, without what follows from it. Scorers' part of the labels stays at home. */
export interface PackedBench {
  readonly experiment: Experiment;
  readonly models: ModelList;
  readonly ids: PackedTexts;
  readonly queries: PackedQueries;
  readonly labels: Omit<Dataset['labels'], 'scoring'>;
  /** On the experiment's cost basis. */
  readonly table: OutcomeTable;
  readonly grounds: Grounds;
}

/** Everything that the same workbench can be built from elsewhere. */
export function packBench({ experiment, known, dataset, table, grounds }: Workbench): PackedBench {
  const { queries, labels } = dataset;
  const { scoring: _scoring, ...rest } = labels;
  return {
    experiment,
    models: known,
    ids: packTexts(queries.ids),
    queries: packQueries(queries),
    labels: rest,
    table,
    grounds,
  };
}

/** The workbench that was packed: whatever is computed on it comes to the same. */
export function unpackBench({ experiment, models, table, grounds, labels, ids, queries }: PackedBench): Workbench {
  const unscored: TextColumn = { size: labels.size, get: () => '{}' };
  return workbenchOf(
    experiment,
    { queries: { ...unpackQueries(queries), ids: unpackTexts(ids) }, labels: { ...labels, scoring: unscored } },
    models,
    table,
    grounds,
  );
}
