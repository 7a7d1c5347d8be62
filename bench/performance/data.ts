import type { OutcomeTable } from '../../src/domain/outcome-table.js';
import type { CellMeans } from '../../src/replay/cell-means.js';
import { hash32 } from '../../src/stats/hash.js';

/** RouterBench's size. */
export const QUERIES = 36_497;
export const MODELS = 11;

/** A number in 0..1 that only depends on where it stands. */
export function chanceAt(row: number, column: number): number {
  return hash32(1, row, column) / 2 ** 32;
}

/** A column of generated numbers in 0..1. */
export function column(rows: number, number: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => chanceAt(row, number));
}

/** A column of 0 and 1, `share` of them 1. */
export function rightOrWrong(rows: number, number: number, share: number): Float64Array {
  return column(rows, number).map((value) => (value < share ? 1 : 0));
}

/** Generated outcomes: dearer models are right more often. */
export function generatedMeans(queryCount: number, modelCount: number): CellMeans {
  const cells = queryCount * modelCount;
  const of = (value: (query: number, model: number) => number): Float64Array =>
    Float64Array.from({ length: cells }, (_, cell) => value(Math.floor(cell / modelCount), cell % modelCount));
  return {
    queryCount,
    modelCount,
    quality: of((query, model) => (chanceAt(query, model) < 0.4 + (0.5 * model) / modelCount ? 1 : 0)),
    costPico: of((query, model) => Math.round((1 + model) * 1e8 * (0.5 + chanceAt(query, 100 + model)))),
    latencyMs: of((query, model) => 200 + Math.round(2000 * chanceAt(query, 200 + model))),
    failed: new Float64Array(cells),
  };
}

/** The same outcomes as a table of recordings, one a cell. */
export function generatedTable(queryCount: number, modelCount: number): OutcomeTable {
  const { quality, costPico, latencyMs } = generatedMeans(queryCount, modelCount);
  const cells = queryCount * modelCount;
  const unknown = new Float64Array(cells).fill(Number.NaN);
  const [none, zeros] = [new Int8Array(cells).fill(-1), new Uint8Array(cells)];
  return {
    queryCount,
    modelIds: Array.from({ length: modelCount }, (_, model) => `m${model}`),
    cellOffsets: Uint32Array.from({ length: cells + 1 }, (_, cell) => cell),
    status: zeros,
    quality,
    costPico,
    costSource: zeros,
    unbilled: zeros,
    latencyMs,
    firstTokenMs: unknown,
    inputTokens: unknown,
    outputTokens: unknown,
    cachedInputTokens: unknown,
    reasoningTokens: unknown,
    finishReason: new Int16Array(cells).fill(-1),
    finishReasons: [],
    answerLength: unknown,
    refusal: none,
    jsonValid: none,
    confidence: unknown,
    judgeScore: unknown,
    recordedAtMs: unknown,
  };
}

/** Choices of a router that asks one of the models by chance. */
export function generatedChoice(queryCount: number, modelCount: number, number: number): Int16Array {
  return Int16Array.from({ length: queryCount }, (_, query) => hash32(2, query, number) % modelCount);
}

/** The same as rows of objects, as peers hold them. */
export interface PlainRow {
  readonly quality: Readonly<Record<string, number>>;
  readonly cost: Readonly<Record<string, number>>;
}

export function plainRows({ queryCount, modelCount, quality, costPico }: CellMeans): PlainRow[] {
  const rowOf = (values: Float64Array, query: number): Record<string, number> =>
    Object.fromEntries(
      Array.from({ length: modelCount }, (_, model) => [`m${model}`, values[query * modelCount + model] as number]),
    );
  return Array.from({ length: queryCount }, (_, query) => ({ quality: rowOf(quality, query), cost: rowOf(costPico, query) }));
}
