import { OUTCOME_STATUS, type OutcomeTable } from '../../domain/outcome-table.js';

/** How a model's queries are recorded; the four add up to the dataset's queries. */
export interface CellCoverage {
  readonly modelId: string;
  /** At least one scored answer. */
  readonly ok: number;
  /** No scored answer, at least one failed call. */
  readonly error: number;
  /** Answers, none of which could be scored. */
  readonly unscored: number;
  /** No recording. */
  readonly missing: number;
}

/** The coverage matrix: one row a model of the table, in its order. */
export function cellCoverage(table: OutcomeTable): CellCoverage[] {
  return table.modelIds.map((modelId, model) => {
    const counts = { ok: 0, error: 0, unscored: 0, missing: 0 };
    for (let query = 0; query < table.queryCount; query++) counts[cellStatus(table, query * table.modelIds.length + model)]++;
    return { modelId, ...counts };
  });
}

function cellStatus({ cellOffsets, status }: OutcomeTable, cell: number): 'ok' | 'error' | 'unscored' | 'missing' {
  const statuses = status.subarray(cellOffsets[cell], cellOffsets[cell + 1]);
  if (statuses.length === 0) return 'missing';
  if (statuses.includes(OUTCOME_STATUS.ok)) return 'ok';
  return statuses.includes(OUTCOME_STATUS.error) ? 'error' : 'unscored';
}
