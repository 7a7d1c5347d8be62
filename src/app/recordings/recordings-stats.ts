import { stat } from 'node:fs/promises';
import type { Price } from '../../domain/model.js';
import { type RecordingCounter, recordingCounter } from '../../recording/recording-counts.js';
import { allRecordingFiles } from '../../recording/recording-file.js';
import { storedRecordings } from '../../recording/stored-recordings.js';
import type { ModelRecordings } from './model-recordings.js';
import { type OpenedRecordings, openRecordings } from './open-recordings.js';
import { verdictStats } from './verdict-stats.js';

export type { ModelRecordings } from './model-recordings.js';

/** What `routelab recordings stats` shows. */
export interface RecordingsStats {
  readonly experiment: string;
  readonly recordings: string;
  readonly files: number;
  /** On the disk, packed where they are. */
  readonly bytes: number;
  readonly queries: number;
  /** Recordings of a query that the experiment asks for. */
  readonly samples: number;
  /** Files that end in a line that a crash cut off. */
  readonly tornTails: number;
  readonly models: readonly ModelRecordings[];
  /** Verdicts by judge: a cell is a request, missing what the experiment asks for, unused what fits nothing that it asks for. */
  readonly judges: readonly ModelRecordings[];
}

/** Counts a set of recordings by model: those of the experiment in its order, then all others. */
export async function recordingsStats(experimentFile: string): Promise<RecordingsStats> {
  const opened = await openRecordings(experimentFile);
  const { experiment, models, dir, queries } = opened;
  const files = await allRecordingFiles(dir);
  const sizes = await Promise.all(files.map((file) => stat(file)));
  const prices = new Map<string, Price | undefined>(models.models.map(({ id, price }) => [id, price]));
  const counters = new Map([...prices].map(([id, price]) => [id, recordingCounter(price)]));
  let tornTails = 0;
  for await (const { recording, text } of storedRecordings(dir, () => tornTails++)) {
    const counter = counters.get(recording.modelId) ?? recordingCounter(undefined);
    counters.set(recording.modelId, counter);
    counter.add(recording, text);
  }
  const judges = await verdictStats(opened, () => tornTails++);
  return {
    experiment: experiment.name,
    recordings: experiment.recordings,
    files: files.length,
    bytes: sizes.reduce((sum, { size }) => sum + size, 0),
    queries: queries.size,
    samples: experiment.record.samples,
    models: [...counters].map(([modelId, counter]) => heldAgainst(opened, modelId, prices.has(modelId), counter)),
    judges,
    tornTails,
  };
}

function heldAgainst(
  { rowOf, experiment }: OpenedRecordings,
  modelId: string,
  named: boolean,
  counter: RecordingCounter,
): ModelRecordings {
  const counts = counter.done();
  const { samples } = experiment.record;
  let known = 0;
  let missing = 0;
  for (const queryId of rowOf.keys()) {
    const held = counter.cellsOf(queryId);
    known += held.size;
    for (let sample = 0; sample < samples; sample++) if (!held.has(sample)) missing++;
  }
  return { modelId, named, missing: named ? missing : null, unused: counts.cells - known, ...counts };
}
