import type { Recording } from '../../domain/recording.js';
import { lockRecordings } from '../../recording/lock.js';
import { readRecordingFile } from '../../recording/read-recordings.js';
import { allRecordingFiles, recordingFiles } from '../../recording/recording-file.js';
import { rewriteRecordings } from '../../recording/rewrite-recordings.js';
import { noteDropped } from '../record/record-manifest.js';
import { type OpenedRecordings, openRecordings } from './open-recordings.js';

/** Lines that nothing in the experiment asks for. */
export interface UnusedLines {
  readonly file: string;
  readonly lines: number;
  /** Lines of the file that stay. */
  readonly kept: number;
  /** Models that the experiment doesn't name, with their lines. */
  readonly models: Readonly<Record<string, number>>;
  /** Lines of named models on queries that the dataset doesn't have. */
  readonly ofQueries: number;
}

/** What `routelab recordings prune --unused` drops. */
export interface PrunedRecordings {
  readonly recordings: string;
  /** False where it was only looked at. */
  readonly done: boolean;
  readonly files: readonly UnusedLines[];
}

/**
 * Drops lines of models and queries that the experiment doesn't name. Each file is rewritten whole or not at all, under the lock, and
 * stays beside it as it was.
 *
 * @param command noted in the manifest; null to look only
 */
export async function pruneRecordings(experimentFile: string, command: string | null): Promise<PrunedRecordings> {
  const opened = await openRecordings(experimentFile);
  const { recordings } = opened.experiment;
  await recordingFiles(opened.dir);
  if (command === null) return { recordings, done: false, files: (await unusedIn(opened)).files };
  const lock = await lockRecordings(opened.dir);
  try {
    // All files are read before any is written: a bad line in the last one leaves the first as it is.
    const { files, live } = await unusedIn(opened);
    const isUsed = usedIn(opened);
    for (const { file } of files) await rewriteRecordings(file, ({ recording, text }) => (isUsed(recording) ? text : null), true);
    await noteDropped(opened.dir, command, live);
    return { recordings, done: true, files };
  } finally {
    await lock.release();
  }
}

function usedIn({ models, rowOf }: OpenedRecordings): (recording: Recording) => boolean {
  const named = new Set(models.models.map(({ id }) => id));
  const judges = new Set([...named, ...(models.judges ?? []).map(({ id }) => id)]);
  return ({ modelId, queryId, judged }) =>
    rowOf.has(queryId) && (judged === undefined ? named.has(modelId) : named.has(judged.modelId) && judges.has(modelId));
}

async function unusedIn(
  opened: OpenedRecordings,
): Promise<{ readonly files: UnusedLines[]; readonly live: ReadonlyMap<string, number> }> {
  const isUsed = usedIn(opened);
  const named = new Set(opened.models.models.map(({ id }) => id));
  /** Dropped lines that were recorded here, by model: what the manifest counts. */
  const live = new Map<string, number>();
  const files: UnusedLines[] = [];
  for (const file of await allRecordingFiles(opened.dir)) {
    const models: Record<string, number> = {};
    let [lines, kept, ofQueries] = [0, 0, 0];
    for await (const { recording } of readRecordingFile(file)) {
      const { modelId, attempts } = recording;
      if (isUsed(recording)) kept++;
      else {
        lines++;
        if (attempts !== undefined) live.set(modelId, (live.get(modelId) ?? 0) + 1);
        if (named.has(modelId)) ofQueries++;
        else models[modelId] = (models[modelId] ?? 0) + 1;
      }
    }
    if (lines > 0) files.push({ file, lines, kept, models, ofQueries });
  }
  return { files, live };
}
