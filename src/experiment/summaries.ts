import type { Model } from '../domain/model.js';
import { COST_SOURCE, OUTCOME_STATUS, type OutcomeTable } from '../domain/outcome-table.js';
import type { ModelSummary, PartSummary, Results } from '../domain/results.js';
import type { RunInput } from './run-input.js';
import type { Setting } from './setting.js';
import { rowsInFold } from './split/folds.js';
import { PARTS } from './split/parts.js';
import { categoriesOf, type Workbench } from './workbench.js';

/** How the numbers were made, in the results' words. */
export function protocolOf(input: RunInput, bench: Workbench, setting: Setting, objective: string): Results['protocol'] {
  return protocolFrom(input, setting, {
    modelIds: bench.table.modelIds,
    parts: summedParts(setting.partName).map((name) => partSummary(bench, name, setting)),
    folds: foldSummaries(bench),
    costEstimated: bench.table.costSource.includes(COST_SOURCE.estimated),
    objective,
    samples: bench.samples,
  });
}

/** The parts whose sizes are told. */
export function summedParts(partName: Setting['partName']): readonly PartSummary['part'][] {
  return partName === 'all' ? ['all'] : PARTS;
}

/** What is known of the data that numbers were made from. */
export interface ProtocolFacts extends Pick<Results['protocol'], 'parts' | 'folds' | 'objective' | 'samples'> {
  readonly modelIds: readonly string[];
  readonly costEstimated: boolean;
}

/** The same from what is known of the data. */
export function protocolFrom(
  input: Pick<RunInput, 'experiment' | 'strategies' | 'scorer' | 'models'>,
  setting: Pick<Setting, 'reference' | 'pair' | 'reportedOn'>,
  { modelIds, parts, folds, costEstimated, objective, samples }: ProtocolFacts,
): Results['protocol'] {
  const { experiment } = input;
  const id = (model: number): string => modelIds[model] ?? '';
  return {
    split: { ...experiment.split },
    parts,
    reportedOn: setting.reportedOn,
    chosenOn: chosenOn(input, setting),
    folds,
    bootstrap: { ...experiment.bootstrap, unit: 'group' },
    nonInferiority: experiment.nonInferiority,
    rightAt: experiment.rightAt,
    scorer: input.scorer,
    costUnit: experiment.cost.by,
    costModel: experiment.cost.by === 'calls' ? experiment.cost.model : null,
    ...(costEstimated ? { costEstimated: true } : {}),
    reference: id(setting.reference),
    pair: setting.pair === null ? null : { weak: id(setting.pair.weak), strong: id(setting.pair.strong) },
    objective,
    samples,
    pricedAt: input.models.pricedAt ?? null,
    priceSource: input.models.priceSource ?? null,
  };
}

function chosenOn(
  { strategies }: Pick<RunInput, 'strategies'>,
  { reportedOn }: Pick<Setting, 'reportedOn'>,
): Results['protocol']['chosenOn'] {
  if (strategies.length === 0 || reportedOn === 'all') return null;
  return reportedOn === 'crossfit' ? 'inner_folds' : 'validation';
}

function foldSummaries({ split, grouping }: Workbench): Results['protocol']['folds'] {
  const { folds } = split;
  if (folds === null) return [];
  return folds.names.map((fold, index) => {
    const rows = rowsInFold(folds, index);
    return { fold, queries: rows.length, groups: new Set(Array.from(rows, (row) => grouping.group[row])).size };
  });
}

function partSummary(bench: Workbench, name: PartSummary['part'], setting: Setting): PartSummary {
  const rows = bench.rowsIn(name);
  const part = name === setting.partName ? setting.part : bench.part(name);
  const groups = new Set(Array.from(rows, (query) => bench.grouping.group[query]));
  return { part: name, queries: rows.length, groups: groups.size, complete: part.rows.length };
}

/** What was measured on: queries, categories, models and how well they are recorded. */
export function workloadOf(input: RunInput, bench: Workbench): Results['workload'] {
  return {
    queries: bench.dataset.queries.size,
    categories: categoriesOf(bench, bench.part('all')),
    models: bench.models.map((model) => modelSummary(model, modelCounts(bench.table, model.id))),
    oldestRecordedAt: input.load.oldestRecordedAt,
    newestRecordedAt: input.load.newestRecordedAt,
  };
}

/** How often a model was recorded. */
export type ModelCounts = Pick<ModelSummary, 'recorded' | 'errors' | 'refusals'>;

export function modelCounts(table: OutcomeTable, modelId: string): ModelCounts {
  const index = table.modelIds.indexOf(modelId);
  const counts = { recorded: 0, errors: 0, refusals: 0 };
  for (let query = 0; query < table.queryCount; query++) {
    const cell = query * table.modelIds.length + index;
    const from = table.cellOffsets[cell] as number;
    const to = table.cellOffsets[cell + 1] as number;
    if (to > from) counts.recorded++;
    for (let row = from; row < to; row++) {
      if (table.status[row] === OUTCOME_STATUS.error) counts.errors++;
      if (table.refusal[row] === 1) counts.refusals++;
    }
  }
  return counts;
}

export function modelSummary(model: Model, counts: ModelCounts): ModelSummary {
  return {
    modelId: model.id,
    provider: model.provider,
    tags: model.tags,
    inputUsdPerMTok: model.price?.inputUsdPerMTok ?? null,
    outputUsdPerMTok: model.price?.outputUsdPerMTok ?? null,
    ...counts,
  };
}
