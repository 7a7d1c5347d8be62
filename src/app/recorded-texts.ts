import type { Recording } from '../domain/recording.js';
import { readRecordingFile } from '../recording/read-recordings.js';
import { recordingFiles } from '../recording/recording-file.js';
import { standingRank } from '../recording/standing.js';
import type { AnswerText } from '../report/pack/pack-header.js';

/** Longest text that a report carries, in UTF-16 units: a longer one is cut, and says so. */
const LONGEST = 65_536;

/**
 * Answers of some queries, from the first sample of each model: what a report shows beside the numbers. Recordings were
 * scrubbed when written and checked when scored, so lines that are of no use here are passed over.
 *
 * @returns by query id, one a model in the order of `modelIds`; null where nothing is recorded
 */
export async function recordedTexts(
  recordingsDir: string,
  queryIds: ReadonlySet<string>,
  modelIds: readonly string[],
): Promise<ReadonlyMap<string, readonly (AnswerText | null)[]>> {
  const modelOf = new Map(modelIds.map((id, index) => [id, index]));
  const found = new Map<string, (AnswerText | null)[]>();
  const ranks = new Map<string, number>();
  for (const path of await recordingFiles(recordingsDir)) {
    for await (const { recording } of readRecordingFile(path)) {
      const model = modelOf.get(recording.modelId);
      if (model === undefined || recording.sample !== 0 || !queryIds.has(recording.queryId)) continue;
      const cell = `${model} ${recording.queryId}`;
      const rank = standingRank(recording);
      if (rank < (ranks.get(cell) ?? 0)) continue;
      ranks.set(cell, rank);
      const answers = found.get(recording.queryId) ?? modelIds.map(() => null);
      answers[model] = answerText(recording);
      found.set(recording.queryId, answers);
    }
  }
  return found;
}

function answerText({ answer, error }: Recording): AnswerText | null {
  if (error !== undefined) return { error: cut([error.kind, error.message].filter(Boolean).join(': ')) };
  if (answer === undefined) return null;
  const tools = (answer.toolCalls ?? []).map((call) => `${call.name}(${call.arguments})`);
  const text = [answer.text, ...tools].filter((piece) => piece !== '').join('\n');
  return text.length <= LONGEST ? { text } : { text: cut(text), length: text.length };
}

/** The first of a text that is too long. */
export function cut(text: string): string {
  return text.slice(0, LONGEST);
}
