import { rowOfChoice } from '../compare/row-of-choice.js';
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

/** Names of rows where room is short: single models without their provider; a name that two rows share carries its id. */
export function rowNames({ rows, workload }: Results): (row: ResultRow) => string {
  const modelName = modelNames(workload.models.map(({ modelId }) => modelId));
  const plain = (row: ResultRow): string => (row.marks.includes('single_model') ? modelName(row.label) : row.label);
  const count = new Map<string, number>();
  for (const row of rows) count.set(plain(row), (count.get(plain(row)) ?? 0) + 1);
  return (row) => ((count.get(plain(row)) ?? 0) > 1 ? `${plain(row)} (${row.id})` : plain(row));
}

/** The row that the choice names: chosen, or the cheapest of a tie. */
export function chosenRow({ rows, choice }: Results): ResultRow | undefined {
  return 'rowId' in choice ? rows.find(({ id }) => id === choice.rowId) : undefined;
}

/** The row whose numbers stand for the choice: after cross-fitting several strategies, the whole procedure's. */
export function standingRow({ rows, choice }: Results): ResultRow | undefined {
  return rowOfChoice(rows, choice);
}

/** The row nearest to a choice where none could be made. */
export function nearestRow({ rows, choice }: Results): ResultRow | undefined {
  return 'nearest' in choice ? rows.find(({ label, kind }) => kind === 'router' && label === choice.nearest) : undefined;
}

/** The section a row stands in. */
export function rowSection(row: ResultRow): 'strategies' | 'single models' | 'controls' {
  if (row.kind !== 'control') return 'strategies';
  return row.marks.includes('single_model') ? 'single models' : 'controls';
}
