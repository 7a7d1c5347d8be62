import { existsSync } from 'node:fs';
import type { Answer } from '../domain/recording.js';
import { readRecordingFile } from './read-recordings.js';
import { recordingFiles } from './recording-file.js';
import { standingRank } from './standing.js';

/** A recorded answer of a model to a query. */
export interface RecordedAnswer {
  /** Row of the dataset. */
  readonly query: number;
  readonly modelId: string;
  readonly sample: number;
  readonly answer: Answer;
}

/** The answers of a set of recordings, held in memory: a judge reads them again, and two of them side by side. */
export interface AnswerBook {
  /** By query, then in the order of the models, then by sample. */
  readonly answers: readonly RecordedAnswer[];
  /** Those of a cell, by sample. */
  of(query: number, modelId: string): readonly RecordedAnswer[];
}

/** Reads the answers that count, one a sample, without failed calls; nothing where there is no folder. */
export async function readAnswers(
  dir: string,
  rowOf: ReadonlyMap<string, number>,
  modelIds: readonly string[],
): Promise<AnswerBook> {
  const latest = new Map<string, { readonly rank: number; readonly held: RecordedAnswer | null }>();
  for (const file of existsSync(dir) ? await recordingFiles(dir) : []) {
    for await (const { recording } of readRecordingFile(file)) {
      const { queryId, modelId, sample, answer, error } = recording;
      const query = rowOf.get(queryId);
      if (query === undefined || !modelIds.includes(modelId)) continue;
      const name = `${cellOf(query, modelId)} ${sample}`;
      const rank = standingRank(recording);
      if ((latest.get(name)?.rank ?? -1) > rank) continue;
      const held = answer === undefined || error !== undefined ? null : { query, modelId, sample, answer };
      latest.set(name, { rank, held });
    }
  }
  const place = new Map(modelIds.map((id, index) => [id, index]));
  const at = ({ modelId }: RecordedAnswer): number => place.get(modelId) ?? 0;
  const answers = [...latest.values()]
    .flatMap(({ held }) => (held === null ? [] : [held]))
    .sort((a, b) => a.query - b.query || at(a) - at(b) || a.sample - b.sample);
  const cells = new Map<string, RecordedAnswer[]>();
  for (const one of answers) {
    const cell = cellOf(one.query, one.modelId);
    const held = cells.get(cell);
    if (held === undefined) cells.set(cell, [one]);
    else held.push(one);
  }
  return { answers, of: (query, modelId) => cells.get(cellOf(query, modelId)) ?? [] };
}

function cellOf(query: number, modelId: string): string {
  return `${query} ${modelId}`;
}
