import type { CodedColumn } from '../domain/column.js';
import { OUTCOME_STATUS } from '../domain/outcome-table.js';
import { UserError } from '../domain/user-error.js';
import { answerSignals } from '../replay/answer-signals.js';
import type { ScoredAnswer, Training } from '../strategy/training.js';
import { splitSeed } from './split/group-spec.js';
import type { Workbench } from './workbench.js';

/**
 * The training over some query rows: their outcomes, and nothing of any other row.
 *
 * @param rows ascending query rows
 * @throws UserError when there is none
 */
export function trainingOf(bench: Workbench, rows: Uint32Array): Training {
  if (rows.length === 0) {
    throw new UserError({ field: 'split', message: 'the train part is empty, and a strategy learns', accepted: 'a train part' });
  }
  const { dataset, means, experiment, grouping, table, batch } = bench;
  const models = means.modelCount;
  const cells = (of: Float64Array): Float64Array => {
    const kept = new Float64Array(of.length).fill(Number.NaN);
    for (const row of rows) kept.set(of.subarray(row * models, (row + 1) * models), row * models);
    return kept;
  };
  const labels = (of: CodedColumn<string>): CodedColumn<string> => {
    const codes = new Int32Array(of.codes.length).fill(-1);
    for (const row of rows) codes[row] = of.codes[row] as number;
    return { codes, values: of.values };
  };
  return {
    batch,
    rows,
    modelIds: table.modelIds,
    quality: cells(means.quality),
    costPico: cells(means.costPico),
    latencyMs: cells(means.latencyMs),
    answers: answersOn(bench, new Set(rows)),
    weight: dataset.labels.weight,
    group: grouping.group,
    category: labels(dataset.labels.category),
    difficulty: labels(dataset.labels.difficulty),
    seed: splitSeed(experiment.split, experiment.bootstrap.seed),
  };
}

/** Scored answers of some query rows; an error is no answer. */
function answersOn({ table, means }: Workbench, rows: ReadonlySet<number>): Training['answers'] {
  return (query, model) => {
    if (!rows.has(query)) return [];
    const cell = query * means.modelCount + model;
    const found: ScoredAnswer[] = [];
    for (let row = table.cellOffsets[cell] as number; row < (table.cellOffsets[cell + 1] as number); row++) {
      if (table.status[row] === OUTCOME_STATUS.ok)
        found.push({ signals: answerSignals(table, row), quality: table.quality[row] as number });
    }
    return found;
  };
}
