import type { Recording } from '../domain/recording.js';
import { readRecordingFile } from '../recording/read-recordings.js';
import { recordingFiles } from '../recording/recording-file.js';
import { standingRank } from '../recording/standing.js';
import type { AnswerText } from '../report/pack/pack-header.js';

/** Longest text that a report carries, in UTF-16 units: a longer one is cut, and says so. */
const LONGEST = 65_536;

/** Samples of a cell whose answers a report carries. */
const MOST_SAMPLES = 5;

/**
 * Answers of some queries, sample by sample of each model: what a report shows beside the numbers. Recordings were
 * scrubbed when written and checked when scored, so lines that are of no use here are passed over.
 *
 * @returns by query id and model in the order of `modelIds`, samples in their order; none where nothing is recorded
 */
export async function recordedTexts(
  recordingsDir: string,
  queryIds: ReadonlySet<string>,
  modelIds: readonly string[],
): Promise<ReadonlyMap<string, readonly (readonly (AnswerText | null)[])[]>> {
  const modelOf = new Map(modelIds.map((id, index) => [id, index]));
  const found = new Map<string, Map<number, Kept>[]>();
  for (const path of await recordingFiles(recordingsDir)) {
    for await (const { recording } of readRecordingFile(path)) {
      const model = modelOf.get(recording.modelId);
      if (model === undefined || !queryIds.has(recording.queryId)) continue;
      const cells = found.get(recording.queryId) ?? modelIds.map(() => new Map<number, Kept>());
      found.set(recording.queryId, cells);
      const cell = cells[model] as Map<number, Kept>;
      const rank = standingRank(recording);
      if (rank >= (cell.get(recording.sample)?.rank ?? 0)) cell.set(recording.sample, { rank, answer: answerText(recording) });
    }
  }
  return new Map([...found].map(([id, cells]) => [id, cells.map(inOrder)]));
}

/** What stands for a sample so far. */
interface Kept {
  readonly rank: number;
  readonly answer: AnswerText | null;
}

function inOrder(cell: ReadonlyMap<number, Kept>): (AnswerText | null)[] {
  return [...cell]
    .sort(([a], [b]) => a - b)
    .slice(0, MOST_SAMPLES)
    .map(([, { answer }]) => answer);
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
