import { OUTCOME_STATUS, quantiseQuality } from '../domain/outcome-table.js';
import type { Recording } from '../domain/recording.js';
import { codePointCount, jsonValidity } from './answer-facts.js';
import type { RecordedCost } from './recorded-cost.js';

/** Fields of a stored row: what a recording comes to, in numbers. */
export const F = {
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
export const WIDTH = Object.keys(F).length;

/** Names of finish reasons, numbered in the order of first sight. */
export type FinishReasons = Map<string, number>;

/** Finish reasons told apart; what comes after is unknown (an Int16 holds no more). */
const MOST_REASONS = 32_767;

/** Fills a row with all that a recording comes to; where it stands, and which query and model it is of, are set by others. */
export function setRow(
  block: Float64Array,
  at: number,
  recording: Recording,
  quality: number | null,
  cost: RecordedCost,
  reasons: FinishReasons,
): void {
  block[at + F.sample] = recording.sample;
  block[at + F.revision] = recording.revision ?? 0;
  setOutcome(block, at, recording, quality, cost);
  setTokens(block, at, recording);
  setAnswer(block, at, recording, reasons);
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

function setAnswer(block: Float64Array, at: number, { answer, judgeScore }: Recording, reasons: FinishReasons): void {
  block[at + F.finishReason] = codeOf(reasons, answer?.finishReason);
  block[at + F.answerLength] = answer === undefined ? Number.NaN : codePointCount(answer.text);
  block[at + F.refusal] = answer?.refusal === undefined ? -1 : Number(answer.refusal);
  block[at + F.jsonValid] = answer === undefined ? -1 : jsonValidity(answer.text);
  block[at + F.confidence] = answer?.confidence ?? Number.NaN;
  block[at + F.judgeScore] = judgeScore ?? Number.NaN;
}

function codeOf(reasons: FinishReasons, name: string | undefined): number {
  if (name === undefined) return -1;
  const held = reasons.get(name);
  if (held !== undefined) return held;
  if (reasons.size >= MOST_REASONS) return -1;
  reasons.set(name, reasons.size);
  return reasons.size - 1;
}
