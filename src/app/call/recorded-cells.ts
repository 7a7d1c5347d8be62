import { existsSync } from 'node:fs';
import type { Recording } from '../../domain/recording.js';
import type { Held } from '../../provider/plan/wanted.js';
import { readRecordingFile } from '../../recording/read-recordings.js';
import { recordingFiles } from '../../recording/recording-file.js';
import { standingRank } from '../../recording/standing.js';

/** What a folder of recordings holds, as far as it matters for recording more. */
export interface RecordedCells {
  held(modelId: string, query: number, sample: number): Held | undefined;
  /** Output tokens of a model's answers. */
  outputs(modelId: string): readonly number[];
  allOutputs(): readonly number[];
  /** Parameters of the last recording of a model that keeps them. */
  lastRequest(modelId: string): Recording['request'];
}

/** Reads a folder of recordings; nothing where there is none. Of several revisions the one that stands counts. */
export async function recordedCells(dir: string, rowOf: ReadonlyMap<string, number>): Promise<RecordedCells> {
  const cells = new Map<string, Held & { readonly rank: number }>();
  const outputs = new Map<string, number[]>();
  const requests = new Map<string, Recording['request']>();
  for (const file of existsSync(dir) ? await recordingFiles(dir) : []) {
    for await (const { recording } of readRecordingFile(file)) {
      const query = rowOf.get(recording.queryId);
      if (query === undefined) continue;
      const { key, modelId, sample, revision = 0, error, recordedAt, usage, request } = recording;
      if (request !== undefined) requests.set(modelId, request);
      const cell = cellOf(modelId, query, sample);
      const before = cells.get(cell);
      const rank = standingRank(recording);
      // A new line goes above all that are there, also those that don't stand.
      const latest = Math.max(revision, before?.revision ?? 0);
      if (before !== undefined && before.rank > rank) {
        cells.set(cell, { ...before, revision: latest });
        continue;
      }
      const recordedAtMs = recordedAt === undefined ? Number.NaN : Date.parse(recordedAt);
      cells.set(cell, { key, failed: error !== undefined, recordedAtMs, revision: latest, rank });
      if (error === undefined && usage?.outputTokens !== undefined) listOf(outputs, modelId).push(usage.outputTokens);
    }
  }
  return {
    held: (modelId, query, sample) => cells.get(cellOf(modelId, query, sample)),
    outputs: (modelId) => outputs.get(modelId) ?? [],
    allOutputs: () => [...outputs.values()].flat(),
    lastRequest: (modelId) => requests.get(modelId),
  };
}

function cellOf(modelId: string, query: number, sample: number): string {
  return `${query} ${sample} ${modelId}`;
}

function listOf(lists: Map<string, number[]>, name: string): number[] {
  const held = lists.get(name) ?? [];
  lists.set(name, held);
  return held;
}
