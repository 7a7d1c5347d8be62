import type { ModelList, Price } from '../../domain/model.js';
import { OUTCOME_STATUS, type OutcomeTable, type Reals, rowsOfModel } from '../../domain/outcome-table.js';
import { PICO } from '../../metric/family.js';
import { weightedMeans } from '../../replay/weighted-means.js';
import type { Workbench } from '../workbench.js';
import { type CellCoverage, cellCoverage } from './cell-coverage.js';

/** A model of the workspace and what its recordings come to. */
export interface ModelDescription {
  readonly modelId: string;
  readonly provider: string;
  readonly tags: readonly string[];
  readonly price: Price | null;
  /** When and where the price was true; null where not stated. */
  readonly pricedAt: string | null;
  readonly priceSource: string | null;
  /** Samples. */
  readonly recordings: number;
  readonly coverage: Omit<CellCoverage, 'modelId'>;
  readonly errors: number;
  readonly refusals: number;
  readonly unbilled: number;
  readonly oldestRecordedAt: string | null;
  readonly newestRecordedAt: string | null;
  /** Means of a call over the recordings that state them; null where none does. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly latencyMs: number | null;
  /** Weighted means over the queries that are complete for every compared model; null where not known there. */
  readonly quality: number | null;
  readonly cost: number | null;
}

/** Every model of the models file, recorded or not, in its order. */
export function describeModels(bench: Workbench, list: ModelList): ModelDescription[] {
  const coverage = cellCoverage(bench.table);
  const { quality, costPico } = weightedMeans(bench.means, bench.part('all').rows, bench.dataset.labels.weight);
  return list.models.map((model) => {
    const index = bench.table.modelIds.indexOf(model.id);
    const { ok, error, unscored, missing } = coverage[index] ?? { ok: 0, error: 0, unscored: 0, missing: bench.table.queryCount };
    return {
      modelId: model.id,
      provider: model.provider,
      tags: model.tags,
      price: model.price ?? null,
      pricedAt: model.pricedAt ?? list.pricedAt ?? null,
      priceSource: model.priceSource ?? list.priceSource ?? null,
      coverage: { ok, error, unscored, missing },
      ...recorded(bench.table, index),
      quality: known(quality[index]),
      cost: known((costPico[index] ?? Number.NaN) * PICO),
    };
  });
}

type Recorded = Pick<
  ModelDescription,
  | 'recordings'
  | 'errors'
  | 'refusals'
  | 'unbilled'
  | 'oldestRecordedAt'
  | 'newestRecordedAt'
  | 'inputTokens'
  | 'outputTokens'
  | 'latencyMs'
>;

function recorded(table: OutcomeTable, model: number): Recorded {
  const rows = rowsOfModel(table, model);
  const count = (is: (row: number) => boolean): number => rows.reduce((sum, row) => sum + (is(row) ? 1 : 0), 0);
  const times = rows.map((row) => table.recordedAtMs[row] as number).filter((time) => !Number.isNaN(time));
  const iso = (pick: (a: number, b: number) => number): string | null =>
    times.length === 0 ? null : new Date(times.reduce((a, b) => pick(a, b))).toISOString();
  return {
    recordings: rows.length,
    errors: count((row) => table.status[row] === OUTCOME_STATUS.error),
    refusals: count((row) => table.refusal[row] === 1),
    unbilled: count((row) => table.unbilled[row] === 1),
    oldestRecordedAt: iso(Math.min),
    newestRecordedAt: iso(Math.max),
    inputTokens: meanOf(table.inputTokens, rows),
    outputTokens: meanOf(table.outputTokens, rows),
    latencyMs: meanOf(table.latencyMs, rows),
  };
}

/** Mean of the rows where the column is known; null where it nowhere is. */
function meanOf(column: Reals, rows: readonly number[]): number | null {
  let sum = 0;
  let n = 0;
  for (const row of rows) {
    const value = column[row] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
  }
  return n === 0 ? null : sum / n;
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
