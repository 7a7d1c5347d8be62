import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Judged, JudgeKind, JudgeOrder } from '../domain/judged.js';
import type { Recording } from '../domain/recording.js';
import { readRecordingFile } from './read-recordings.js';
import { recordingFiles, verdictsDir } from './recording-file.js';
import { standingRank } from './standing.js';

/** A judge's recording with its place. */
export interface RecordedVerdict {
  readonly file: string;
  readonly line: number;
  readonly recording: Recording & { readonly judged: Judged };
}

/** Which verdict: of which judge, on which answer, shown how, for the how-manieth time. */
export interface VerdictCell {
  readonly judgeId: string;
  readonly queryId: string;
  readonly modelId: string;
  readonly sample: number;
  readonly kind: JudgeKind;
  readonly order: JudgeOrder | null;
  readonly judgeSample: number;
}

/** Verdicts by what was asked, so that one on another answer or by another prompt is none. */
export interface VerdictBook {
  /** The verdict that counts on a request. */
  fits(key: string): RecordedVerdict | undefined;
  /** The last one recorded of a cell, whatever was asked. */
  last(cell: VerdictCell): RecordedVerdict | undefined;
  /** Output tokens of a judge's verdicts. */
  outputs(judgeId: string): readonly number[];
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** Reads the verdicts beside a set of recordings; nothing where there are none. */
export async function readVerdicts(dir: string, onTorn: () => void = () => undefined): Promise<VerdictBook> {
  const folder = verdictsDir(dir);
  const byKey = new Map<string, RecordedVerdict>();
  const byCell = new Map<string, RecordedVerdict>();
  const files: { path: string; sha256: string }[] = [];
  for (const path of existsSync(folder) ? await recordingFiles(folder) : []) {
    const hash = createHash('sha256');
    for await (const { recording, line } of readRecordingFile(path, onTorn, hash)) {
      const { key, judged, modelId, queryId, sample } = recording;
      if (key === null || judged === undefined) continue;
      const read: RecordedVerdict = { file: path, line, recording: { ...recording, judged } };
      const held = byKey.get(key);
      if (held === undefined || standingRank(held.recording) <= standingRank(recording)) byKey.set(key, read);
      const { order = null } = judged;
      byCell.set(cellName({ ...judged, order, judgeId: modelId, queryId, judgeSample: sample }), read);
    }
    files.push({ path, sha256: hash.digest('hex') });
  }
  return {
    fits: (key) => byKey.get(key),
    last: (cell) => byCell.get(cellName(cell)),
    outputs: (judgeId) =>
      [...byKey.values()].flatMap(({ recording: { modelId, usage } }) =>
        modelId === judgeId && usage?.outputTokens !== undefined ? [usage.outputTokens] : [],
      ),
    files,
  };
}

function cellName({ judgeId, queryId, modelId, sample, kind, order, judgeSample }: VerdictCell): string {
  return JSON.stringify([judgeId, queryId, modelId, sample, kind, order, judgeSample]);
}
