import type { ModelList } from '../../domain/model.js';
import { COST_SOURCE, OUTCOME_STATUS, type OutcomeTable, type Reals } from '../../domain/outcome-table.js';
import type { OtherwiseAsked } from '../call/asked-otherwise.js';
import type { CostMismatch } from './cost-mismatch.js';

/** What was found on the way from recordings to the table. */
export interface OutcomesReport extends TableFacts {
  /** Rows of the table. */
  readonly recordings: number;
  readonly skippedUnknownQuery: number;
  readonly skippedUnknownModel: number;
  /** Recorded, but not among the workspace's models. */
  readonly unknownModels: readonly string[];
  /** The very same line again, ignored. */
  readonly repeated: number;
  /** Older revisions of a sample, ignored. */
  readonly superseded: number;
  /** Files whose last line a crash cut off. */
  readonly tornTails: number;
  readonly costMismatch: readonly CostMismatch[];
  readonly askedOtherwise: readonly OtherwiseAsked[];
}

/** What a table says of itself. */
export interface TableFacts {
  readonly missingCells: number;
  readonly unscored: number;
  readonly errors: number;
  readonly unbilled: number;
  /** Models of the workspace without any recording. */
  readonly unrecordedModels: readonly string[];
  /** Recorded models with a call whose cost is unknown. */
  readonly unpricedModels: readonly string[];
  readonly oldestRecordedAt: string | null;
  readonly newestRecordedAt: string | null;
}

/** Counts over a table; times as ISO 8601 in UTC. */
export function tableFacts(table: OutcomeTable, { models }: ModelList): TableFacts {
  const recorded = new Set(table.modelIds);
  return {
    missingCells: missingCells(table),
    unscored: count(table.status, OUTCOME_STATUS.unscored),
    errors: count(table.status, OUTCOME_STATUS.error),
    unbilled: count(table.unbilled, 1),
    unrecordedModels: models.map(({ id }) => id).filter((id) => !recorded.has(id)),
    unpricedModels: unpricedModels(table),
    ...recordedBetween(table.recordedAtMs),
  };
}

function count(column: Uint8Array, value: number): number {
  let found = 0;
  for (const held of column) if (held === value) found++;
  return found;
}

function missingCells({ cellOffsets }: OutcomeTable): number {
  let missing = 0;
  for (let cell = 0; cell + 1 < cellOffsets.length; cell++) if (cellOffsets[cell] === cellOffsets[cell + 1]) missing++;
  return missing;
}

function unpricedModels({ modelIds, cellOffsets, costSource, unbilled }: OutcomeTable): string[] {
  const unpriced = new Uint8Array(modelIds.length);
  for (let cell = 0; cell + 1 < cellOffsets.length; cell++) {
    for (let row = cellOffsets[cell] as number; row < (cellOffsets[cell + 1] as number); row++) {
      if (costSource[row] === COST_SOURCE.missing && unbilled[row] === 0) unpriced[cell % modelIds.length] = 1;
    }
  }
  return modelIds.filter((_, model) => unpriced[model] === 1);
}

function recordedBetween(times: Reals): Pick<TableFacts, 'oldestRecordedAt' | 'newestRecordedAt'> {
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time < oldest) oldest = time;
    if (time > newest) newest = time;
  }
  const iso = (time: number): string | null => (Number.isFinite(time) ? new Date(time).toISOString() : null);
  return { oldestRecordedAt: iso(oldest), newestRecordedAt: iso(newest) };
}
