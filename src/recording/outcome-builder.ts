import { OUTCOME_STATUS, type OutcomeTable, quantiseQuality } from '../domain/outcome-table.js';
import type { Recording } from '../domain/recording.js';
import { growing } from './growing.js';

/** What the ledger makes of a recording's cost. */
export interface RecordedCost {
  readonly costPico: number;
  /** COST_SOURCE. */
  readonly source: number;
  readonly unbilled: boolean;
}

/** Collects scored recordings in any order and sorts them into cells. */
export interface OutcomeBuilder {
  /** Adds a sample; `quality` null where it can't be scored. */
  add(query: number, model: number, recording: Recording, quality: number | null, cost: RecordedCost): void;
  /** The table over the models that have a recording, in the order of `allModelIds`, which `add` numbered. */
  done(queryCount: number, allModelIds: readonly string[]): OutcomeTable;
}

const f64 = (size: number): Float64Array => new Float64Array(size);

/** Answers longer than this are not parsed to see whether they are JSON. */
const MOST_JSON = 65_536;

export function outcomeBuilder(): OutcomeBuilder {
  const cell = growing((size) => new Uint32Array(size));
  const sample = growing((size) => new Uint32Array(size));
  const bytes = (): ReturnType<typeof growing<Uint8Array>> => growing((size) => new Uint8Array(size));
  const columns = {
    status: bytes(),
    quality: growing(f64),
    costPico: growing(f64),
    costSource: bytes(),
    unbilled: bytes(),
    latencyMs: growing(f64),
    firstTokenMs: growing(f64),
    inputTokens: growing(f64),
    outputTokens: growing(f64),
    cachedInputTokens: growing(f64),
    reasoningTokens: growing(f64),
    finishReason: growing((size) => new Int16Array(size)),
    answerLength: growing(f64),
    refusal: growing((size) => new Int8Array(size)),
    jsonValid: growing((size) => new Int8Array(size)),
    confidence: growing(f64),
    judgeScore: growing(f64),
    recordedAtMs: growing(f64),
  };
  const reasons: string[] = [];
  let rows = 0;
  const models: number[] = [];
  return {
    add(query, model, recording, quality, cost) {
      // Cells need the number of recorded models, known at the end: query and model are kept apart until then.
      cell.push(query);
      models.push(model);
      sample.push(recording.sample);
      const failed = recording.error !== undefined;
      columns.status.push(failed ? OUTCOME_STATUS.error : quality === null ? OUTCOME_STATUS.unscored : OUTCOME_STATUS.ok);
      columns.quality.push(failed || quality === null ? Number.NaN : quantiseQuality(quality));
      columns.costPico.push(cost.costPico);
      columns.costSource.push(cost.source);
      columns.unbilled.push(cost.unbilled ? 1 : 0);
      columns.latencyMs.push(recording.timing?.latencyMs ?? Number.NaN);
      columns.firstTokenMs.push(recording.timing?.firstTokenMs ?? Number.NaN);
      columns.inputTokens.push(recording.usage?.inputTokens ?? Number.NaN);
      columns.outputTokens.push(recording.usage?.outputTokens ?? Number.NaN);
      columns.cachedInputTokens.push(recording.usage?.cachedInputTokens ?? Number.NaN);
      columns.reasoningTokens.push(recording.usage?.reasoningTokens ?? Number.NaN);
      columns.finishReason.push(codeOf(reasons, recording.answer?.finishReason));
      columns.answerLength.push(recording.answer === undefined ? Number.NaN : codePointCount(recording.answer.text));
      columns.refusal.push(flag(recording.answer?.refusal));
      columns.jsonValid.push(recording.answer === undefined ? -1 : Number(isJson(recording.answer.text)));
      columns.confidence.push(recording.answer?.confidence ?? Number.NaN);
      columns.judgeScore.push(recording.judgeScore ?? Number.NaN);
      columns.recordedAtMs.push(recording.recordedAt === undefined ? Number.NaN : Date.parse(recording.recordedAt));
      rows++;
    },
    done(queryCount, allModelIds) {
      const used = new Set(models);
      const modelIds = allModelIds.filter((_, model) => used.has(model));
      const indexOf = allModelIds.map((id) => modelIds.indexOf(id));
      const all = Uint32Array.from({ length: rows }, (_, row) => row);
      const queries = cell.gathered(all);
      const samples = sample.gathered(all);
      const cellOf = (row: number): number =>
        (queries[row] as number) * modelIds.length + (indexOf[models[row] as number] as number);
      const { order, cellOffsets } = sortedByCell(rows, queryCount * modelIds.length, cellOf, samples);
      const gathered = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.gathered(order)]));
      return { queryCount, modelIds, cellOffsets, finishReasons: reasons, ...gathered } as unknown as OutcomeTable;
    },
  };
}

/** Counting sort of rows into cells; within a cell by sample number. */
function sortedByCell(
  rows: number,
  cells: number,
  cellOf: (row: number) => number,
  samples: Uint32Array,
): { order: Uint32Array; cellOffsets: Uint32Array } {
  const cellOffsets = new Uint32Array(cells + 1);
  for (let row = 0; row < rows; row++) cellOffsets[cellOf(row) + 1] = (cellOffsets[cellOf(row) + 1] as number) + 1;
  for (let i = 0; i < cells; i++) cellOffsets[i + 1] = (cellOffsets[i + 1] as number) + (cellOffsets[i] as number);
  const next = cellOffsets.slice(0, cells);
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = next[cellOf(row)] as number;
    order[at] = row;
    next[cellOf(row)] = at + 1;
  }
  for (let i = 0; i < cells; i++) {
    const from = cellOffsets[i] as number;
    const to = cellOffsets[i + 1] as number;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => (samples[a] as number) - (samples[b] as number));
  }
  return { order, cellOffsets };
}

function codeOf(names: string[], name: string | undefined): number {
  if (name === undefined) return -1;
  const at = names.indexOf(name);
  return at >= 0 ? at : names.push(name) - 1;
}

function flag(value: boolean | undefined): number {
  return value === undefined ? -1 : Number(value);
}

function codePointCount(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    const high = text.charCodeAt(i);
    const low = text.charCodeAt(i + 1);
    if (high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) {
      count--;
      i++;
    }
  }
  return count;
}

/** Whether the whole answer is a JSON value; the first character settles it for prose. */
function isJson(text: string): boolean {
  if (text.length > MOST_JSON || !/^\s*[[{"\dtfn-]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
