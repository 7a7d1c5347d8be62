import type { ResultRow, Results } from '../domain/results.js';

/** The part of a model id after the provider: for narrow places. */
export function shortName(modelId: string): string {
  return modelId.slice(modelId.lastIndexOf('/') + 1);
}

/** Short names of model ids, but for those that would then mean two models. */
export function modelNames(modelIds: readonly string[]): (modelId: string) => string {
  const short = modelIds.map(shortName);
  return (modelId) => {
    const name = shortName(modelId);
    return name !== '' && short.filter((other) => other === name).length <= 1 ? name : modelId;
  };
}

/** Names of rows where room is short: single models without their provider. */
export function rowNames({ workload }: Results): (row: ResultRow) => string {
  const modelName = modelNames(workload.models.map(({ modelId }) => modelId));
  return (row) => (row.marks.includes('single_model') ? modelName(row.label) : row.label);
}

/** The row that the choice names: chosen, or the cheapest of a tie. */
export function chosenRow({ rows, choice }: Results): ResultRow | undefined {
  return 'rowId' in choice ? rows.find(({ id }) => id === choice.rowId) : undefined;
}

/** The section a row stands in. */
export function rowSection(row: ResultRow): 'strategies' | 'single models' | 'controls' {
  if (row.kind !== 'control') return 'strategies';
  return row.marks.includes('single_model') ? 'single models' : 'controls';
}
