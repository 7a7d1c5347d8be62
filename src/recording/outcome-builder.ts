import { ANSWER_PARTS, type AnswerPart } from '../domain/answer-part.js';
import { OUTCOME_STATUS, type OutcomeTable, quantiseQuality } from '../domain/outcome-table.js';
import type { Recording } from '../domain/recording.js';
import type { Span } from '../file/lines.js';
import { printOf } from '../router/answer/said.js';
import { codePointCount, jsonValidity } from './answer-facts.js';
import type { RecordedCost } from './recorded-cost.js';
import { type FieldColumn, type RowBlocks, rowBlocks } from './row-blocks.js';
import { sortedCells } from './sorted-cells.js';
import { standingRank } from './standing.js';

/** Collects scored recordings in any order and sorts them into cells. */
export interface OutcomeBuilder {
  /** Adds a sample; `quality` (0..1) null where it can't be scored. */
  add(query: number, model: number, recording: Recording, quality: number | null, cost: RecordedCost, place?: Place): void;
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

/** Fields of a stored row. */
const F = {
  query: 0,
  model: 1,
  sample: 2,
  status: 3,
  quality: 4,
  costPico: 5,
  costSource: 6,
  unbilled: 7,
  latencyMs: 8,
  firstTokenMs: 9,
  inputTokens: 10,
  outputTokens: 11,
  cachedInputTokens: 12,
  reasoningTokens: 13,
  finishReason: 14,
  answerLength: 15,
  refusal: 16,
  jsonValid: 17,
  confidence: 18,
  judgeScore: 19,
  recordedAtMs: 20,
  revision: 21,
  file: 22,
  offset: 23,
  bytes: 24,
} as const;
const WIDTH = Object.keys(F).length;

/** Where the prints of an answer stand, behind all others: they are kept only where answers are going to be compared. */
const PRINTS: Readonly<Record<AnswerPart, number>> = { text: WIDTH, number: WIDTH + 1, choice: WIDTH + 2 };

const NOWHERE: Place = { file: 0, offset: 0, bytes: 0 };

/** Finish reasons told apart; what comes after is unknown (an Int16 holds no more). */
const MOST_REASONS = 32_767;

/**
 * An empty builder. Answers are read here and not kept.
 *
 * @param prints whether what answers come to is kept, so that samples can be compared
 */
export function outcomeBuilder(prints = false): OutcomeBuilder {
  const rows = rowBlocks(WIDTH + (prints ? ANSWER_PARTS.length : 0));
  const reasons = new Map<string, number>();
  return {
    add(query, model, recording, quality, cost, place = NOWHERE) {
      const { block, at } = rows.add();
      block[at + F.query] = query;
      block[at + F.model] = model;
      block[at + F.sample] = recording.sample;
      block[at + F.revision] = recording.revision ?? 0;
      block[at + F.file] = place.file;
      block[at + F.offset] = place.offset;
      block[at + F.bytes] = place.bytes;
      setOutcome(block, at, recording, quality, cost);
      setTokens(block, at, recording);
      setAnswer(block, at, recording, reasons);
      if (prints) setPrints(block, at, recording);
    },
    done: (queryCount, allModelIds, keptIds) => tableOf(rows, queryCount, allModelIds, [...reasons.keys()], prints, keptIds),
  };
}

function setOutcome(block: Float64Array, at: number, recording: Recording, quality: number | null, cost: RecordedCost): void {
  const failed = recording.error !== undefined;
  const unscored = failed || quality === null;
  block[at + F.status] = failed ? OUTCOME_STATUS.error : unscored ? OUTCOME_STATUS.unscored : OUTCOME_STATUS.ok;
  block[at + F.quality] = unscored ? Number.NaN : quantiseQuality(quality);
  block[at + F.costPico] = cost.costPico;
  block[at + F.costSource] = cost.source;
  block[at + F.unbilled] = cost.unbilled ? 1 : 0;
}

function setTokens(block: Float64Array, at: number, { timing, usage, recordedAt }: Recording): void {
  block[at + F.latencyMs] = timing?.latencyMs ?? Number.NaN;
  block[at + F.firstTokenMs] = timing?.firstTokenMs ?? Number.NaN;
  block[at + F.inputTokens] = usage?.inputTokens ?? Number.NaN;
  block[at + F.outputTokens] = usage?.outputTokens ?? Number.NaN;
  block[at + F.cachedInputTokens] = usage?.cachedInputTokens ?? Number.NaN;
  block[at + F.reasoningTokens] = usage?.reasoningTokens ?? Number.NaN;
  block[at + F.recordedAtMs] = recordedAt === undefined ? Number.NaN : Date.parse(recordedAt);
}

function setAnswer(block: Float64Array, at: number, { answer, judgeScore }: Recording, reasons: Map<string, number>): void {
  block[at + F.finishReason] = codeOf(reasons, answer?.finishReason);
  block[at + F.answerLength] = answer === undefined ? Number.NaN : codePointCount(answer.text);
  block[at + F.refusal] = answer?.refusal === undefined ? -1 : Number(answer.refusal);
  block[at + F.jsonValid] = answer === undefined ? -1 : jsonValidity(answer.text);
  block[at + F.confidence] = answer?.confidence ?? Number.NaN;
  block[at + F.judgeScore] = judgeScore ?? Number.NaN;
}

function setPrints(block: Float64Array, at: number, { answer }: Recording): void {
  for (const part of ANSWER_PARTS)
    block[at + PRINTS[part]] = answer === undefined ? Number.NaN : (printOf(answer.text, part) ?? Number.NaN);
}

function codeOf(reasons: Map<string, number>, name: string | undefined): number {
  if (name === undefined) return -1;
  const held = reasons.get(name);
  if (held !== undefined) return held;
  if (reasons.size >= MOST_REASONS) return -1;
  reasons.set(name, reasons.size);
  return reasons.size - 1;
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
  const recorded = new Uint8Array(allModelIds.length);
  for (const row of kept) recorded[rows.get(row, F.model)] = 1;
  const modelIds = keptIds ?? allModelIds.filter((_, model) => recorded[model] === 1);
  const indexOf = allModelIds.map((id) => modelIds.indexOf(id));
  const cellOf = new Uint32Array(size);
  for (const [at, row] of kept.entries()) {
    cellOf[at] = rows.get(row, F.query) * modelIds.length + (indexOf[rows.get(row, F.model)] as number);
  }
  const sampleOf = (at: number): number => rows.get(kept[at] as number, F.sample);
  const { order: keptOrder, cellOffsets } = sortedCells(cellOf, queryCount * modelIds.length, sampleOf);
  const order = keptOrder.map((at) => kept[at] as number);
  const columns: FieldColumn[] = [];
  const filled = <T extends FieldColumn['column']>(field: number, column: T): T => {
    columns.push({ field, column });
    return column;
  };
  const float = (field: number): Float64Array => filled(field, new Float64Array(size));
  const byte = (field: number): Uint8Array => filled(field, new Uint8Array(size));
  const flag = (field: number): Int8Array => filled(field, new Int8Array(size));
  const table: OutcomeTable = {
    queryCount,
    modelIds,
    cellOffsets,
    status: byte(F.status),
    quality: float(F.quality),
    costPico: float(F.costPico),
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
    ...(prints ? { prints: { text: float(PRINTS.text), number: float(PRINTS.number), choice: float(PRINTS.choice) } } : {}),
  };
  const places: RowPlaces = {
    file: filled(F.file, new Uint16Array(size)),
    offset: float(F.offset),
    bytes: filled(F.bytes, new Uint32Array(size)),
  };
  rows.gather(order, columns);
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
