import { ANSWER_PARTS, type AnswerPart } from '../domain/answer-part.js';
import { OUTCOME_STATUS, type OutcomeTable, type Reals } from '../domain/outcome-table.js';
import type { Recording } from '../domain/recording.js';
import type { Span } from '../file/lines.js';
import { printOf } from '../router/answer/said.js';
import { F, type FinishReasons, setRow, WIDTH } from './outcome-row.js';
import type { RecordedCost } from './recorded-cost.js';
import { type NumberColumn, type RowBlocks, rowBlocks } from './row-blocks.js';
import { sortedCells } from './sorted-cells.js';
import { standingRank } from './standing.js';

/** Collects scored recordings in any order and sorts them into cells. */
export interface OutcomeBuilder {
  /** Adds a sample; `quality` (0..1) null where it can't be scored. */
  add(query: number, model: number, recording: Recording, quality: number | null, cost: RecordedCost, place?: Place): void;
  /** Adds a row that was filled elsewhere (`setRow`), of `WIDTH` numbers. */
  take(row: ArrayLike<number>): void;
  /**
   * The table over the models that have a recording, in the order of `allModelIds`, which `add` numbered.
   *
   * @param kept models it is to be over instead, recorded here or not
   */
  done(queryCount: number, allModelIds: readonly string[], kept?: readonly string[]): BuiltOutcomes;
}

/** A table, and where its rows were read. */
export interface BuiltOutcomes {
  readonly table: OutcomeTable;
  readonly places: RowPlaces;
}

/** Where a recording stands: which file, and where in it. */
export interface Place extends Span {
  readonly file: number;
}

/** Where the recordings behind a table's rows stand, so that their texts can be read when they are wanted. */
export interface RowPlaces {
  readonly file: Uint16Array;
  readonly offset: Float64Array;
  /** 0 where it is not known. */
  readonly bytes: Uint32Array;
}

/** Where the prints of an answer stand, behind all others: they are kept only where answers are going to be compared. */
const PRINTS: Readonly<Record<AnswerPart, number>> = { text: WIDTH, number: WIDTH + 1, choice: WIDTH + 2 };

const NOWHERE: Place = { file: 0, offset: 0, bytes: 0 };

/**
 * An empty builder. Answers are read here and not kept.
 *
 * @param prints whether what answers come to is kept, so that samples can be compared
 * @param reasons finish reasons that are numbered already, where rows are taken that were filled elsewhere
 */
export function outcomeBuilder(prints = false, reasons: FinishReasons = new Map()): OutcomeBuilder {
  const rows = rowBlocks(WIDTH + (prints ? ANSWER_PARTS.length : 0));
  return {
    add(query, model, recording, quality, cost, place = NOWHERE) {
      const { block, at } = rows.add();
      block[at + F.query] = query;
      block[at + F.model] = model;
      block[at + F.file] = place.file;
      block[at + F.offset] = place.offset;
      block[at + F.bytes] = place.bytes;
      setRow(block, at, recording, quality, cost, reasons);
      if (prints) setPrints(block, at, recording);
    },
    take(row) {
      const { block, at } = rows.add();
      for (let field = 0; field < WIDTH; field++) block[at + field] = row[field] as number;
    },
    done: (queryCount, allModelIds, keptIds) => tableOf(rows, queryCount, allModelIds, [...reasons.keys()], prints, keptIds),
  };
}

function setPrints(block: Float64Array, at: number, { answer }: Recording): void {
  for (const part of ANSWER_PARTS)
    block[at + PRINTS[part]] = answer === undefined ? Number.NaN : (printOf(answer.text, part) ?? Number.NaN);
}

function tableOf(
  rows: RowBlocks,
  queryCount: number,
  allModelIds: readonly string[],
  finishReasons: readonly string[],
  prints: boolean,
  keptIds?: readonly string[],
): BuiltOutcomes {
  const kept = standingRows(rows);
  const size = kept.length;
  const queries = rows.gather(kept, F.query, new Uint32Array(size));
  const models = rows.gather(kept, F.model, new Uint32Array(size));
  const recorded = new Uint8Array(allModelIds.length);
  for (const model of models) recorded[model] = 1;
  const modelIds = keptIds ?? allModelIds.filter((_, model) => recorded[model] === 1);
  const indexOf = allModelIds.map((id) => modelIds.indexOf(id));
  // Where the query was stands the cell.
  const cellOf = queries;
  for (let at = 0; at < size; at++) {
    cellOf[at] = (queries[at] as number) * modelIds.length + (indexOf[models[at] as number] as number);
  }
  const sampleOf = (at: number): number => rows.get(kept[at] as number, F.sample);
  const { order, cellOffsets } = sortedCells(cellOf, queryCount * modelIds.length, sampleOf);
  for (let at = 0; at < size; at++) order[at] = kept[order[at] as number] as number;
  const filled = <T extends NumberColumn>(field: number, column: T): T => rows.gather(order, field, column);
  const exact = (field: number): Float64Array => filled(field, new Float64Array(size));
  const unknown = new Float32Array(size).fill(Number.NaN);
  const float = (field: number): Reals => {
    if (!rows.isSingle(field)) return exact(field);
    // What no recording says takes the same memory for all.
    if (rows.isAlways(field, Number.NaN)) return unknown;
    return filled(field, new Float32Array(size));
  };
  const byte = (field: number): Uint8Array => filled(field, new Uint8Array(size));
  const flag = (field: number): Int8Array => filled(field, new Int8Array(size));
  const table: OutcomeTable = {
    queryCount,
    modelIds,
    cellOffsets,
    status: byte(F.status),
    quality: exact(F.quality),
    costPico: exact(F.costPico),
    costSource: byte(F.costSource),
    unbilled: byte(F.unbilled),
    latencyMs: float(F.latencyMs),
    firstTokenMs: float(F.firstTokenMs),
    inputTokens: float(F.inputTokens),
    outputTokens: float(F.outputTokens),
    cachedInputTokens: float(F.cachedInputTokens),
    reasoningTokens: float(F.reasoningTokens),
    finishReason: filled(F.finishReason, new Int16Array(size)),
    finishReasons,
    answerLength: float(F.answerLength),
    refusal: flag(F.refusal),
    jsonValid: flag(F.jsonValid),
    confidence: float(F.confidence),
    judgeScore: float(F.judgeScore),
    recordedAtMs: float(F.recordedAtMs),
    ...(prints ? { prints: { text: exact(PRINTS.text), number: exact(PRINTS.number), choice: exact(PRINTS.choice) } } : {}),
  };
  const places: RowPlaces = {
    file: filled(F.file, new Uint16Array(size)),
    offset: exact(F.offset),
    bytes: filled(F.bytes, new Uint32Array(size)),
  };
  return { table, places };
}

/** Rows without those of which another one stands. */
function standingRows(rows: RowBlocks): Uint32Array {
  const cellOf = (row: number): string => `${rows.get(row, F.query)} ${rows.get(row, F.model)} ${rows.get(row, F.sample)}`;
  const all = Uint32Array.from({ length: rows.size() }, (_, row) => row);
  const revised = new Set<string>();
  for (const row of all) if (rows.get(row, F.revision) > 0) revised.add(cellOf(row));
  // Mostly nothing was recorded twice.
  if (revised.size === 0) return all;
  const standing = new Map<string, number>();
  for (const row of all) {
    const cell = cellOf(row);
    const held = standing.get(cell);
    if (revised.has(cell) && (held === undefined || rankOf(rows, held) < rankOf(rows, row))) standing.set(cell, row);
  }
  return all.filter((row) => (standing.get(cellOf(row)) ?? row) === row);
}

function rankOf(rows: RowBlocks, row: number): number {
  const revision = rows.get(row, F.revision);
  return standingRank(rows.get(row, F.status) === OUTCOME_STATUS.error ? { revision, error: { kind: '' } } : { revision });
}
