import type { AnswerPart } from './answer-part.js';

/** What a recorded sample came to. */
export const OUTCOME_STATUS = { ok: 0, error: 1, unscored: 2 } as const;

/** Where a sample's cost comes from. */
export const COST_SOURCE = { given: 0, priced: 1, estimated: 2, missing: 3 } as const;

/** Quality is kept in whole multiples of 2⁻³⁰, so that sums over up to 2²³ rows are exact in any order. */
export const QUALITY_UNIT = 2 ** -30;

/** Cost is kept in whole pico-USD (10⁻¹² USD): sums below 2⁵³ (about 9,007 USD) are exact in any order. */
export const PICO_PER_USD = 1e12;

/** A column in single precision where that holds each of its numbers exactly. */
export type Reals = Float64Array | Float32Array;

/**
 * Scored recordings of queries × models. A cell is the samples one model gave to one query; its rows are
 * `cellOffsets[cell] .. cellOffsets[cell + 1]` with `cell = query * models + model`. An empty cell is missing.
 * All columns have one entry a row; NaN is "not known", and columns of which nothing is known may be one array.
 */
export interface OutcomeTable {
  readonly queryCount: number;
  readonly modelIds: readonly string[];
  /** Length queries × models + 1. */
  readonly cellOffsets: Uint32Array;
  /** OUTCOME_STATUS. */
  readonly status: Uint8Array;
  /** 0..1, a multiple of QUALITY_UNIT; NaN where unscored or in error. */
  readonly quality: Float64Array;
  /** Whole pico-USD; NaN where neither given nor priced. Errors without usage cost 0 and are unbilled. */
  readonly costPico: Float64Array;
  /** COST_SOURCE. */
  readonly costSource: Uint8Array;
  /** 1 where an error carried neither usage nor cost. */
  readonly unbilled: Uint8Array;
  readonly latencyMs: Reals;
  readonly firstTokenMs: Reals;
  readonly inputTokens: Reals;
  readonly outputTokens: Reals;
  readonly cachedInputTokens: Reals;
  readonly reasoningTokens: Reals;
  /** What an acceptor may see of the answer. `finishReason` indexes finishReasons, -1 unknown. */
  readonly finishReason: Int16Array;
  readonly finishReasons: readonly string[];
  /** Code points. */
  readonly answerLength: Reals;
  /** 1 true, 0 false, -1 unknown. */
  readonly refusal: Int8Array;
  /** 1 true, 0 false, -1 unknown. */
  readonly jsonValid: Int8Array;
  /** What answers come to, to be compared: prints by part (`printOf`), NaN where an answer has none. Only what was asked for when loading. */
  readonly prints?: Readonly<Partial<Record<AnswerPart, Float64Array>>>;
  readonly confidence: Reals;
  readonly judgeScore: Reals;
  /** Milliseconds since 1970, NaN where unknown. */
  readonly recordedAtMs: Reals;
}

/** Most samples any cell holds; 0 for an empty table. */
export function maxSamples(table: OutcomeTable): number {
  let most = 0;
  for (let cell = 0; cell + 1 < table.cellOffsets.length; cell++) {
    most = Math.max(most, (table.cellOffsets[cell + 1] ?? 0) - (table.cellOffsets[cell] ?? 0));
  }
  return most;
}

/**
 * The row that replicate `sample` reads of a cell: sample modulo the cell's size (so that replicates stay paired),
 * or -1 when the cell is missing.
 */
export function sampleRow(table: OutcomeTable, query: number, model: number, sample: number): number {
  const cell = query * table.modelIds.length + model;
  const from = table.cellOffsets[cell] ?? 0;
  const size = (table.cellOffsets[cell + 1] ?? 0) - from;
  return size === 0 ? -1 : from + (sample % size);
}

/** The rows of a model's recordings, by query and then by sample; none for a model that is not there (-1). */
export function rowsOfModel(table: OutcomeTable, model: number): number[] {
  const rows: number[] = [];
  if (model < 0) return rows;
  for (let query = 0; query < table.queryCount; query++) {
    const cell = query * table.modelIds.length + model;
    for (let row = table.cellOffsets[cell] as number; row < (table.cellOffsets[cell + 1] as number); row++) rows.push(row);
  }
  return rows;
}

/** A quality in 0..1 rounded to a multiple of QUALITY_UNIT. */
export function quantiseQuality(quality: number): number {
  return Math.round(quality / QUALITY_UNIT) * QUALITY_UNIT;
}
