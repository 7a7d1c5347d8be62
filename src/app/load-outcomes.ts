import { createHash } from 'node:crypto';
import type { Dataset } from '../domain/dataset.js';
import type { ScoringLabel } from '../domain/label.js';
import type { Model, ModelList } from '../domain/model.js';
import { nearest } from '../domain/nearest.js';
import { COST_SOURCE, type OutcomeTable, PICO_PER_USD } from '../domain/outcome-table.js';
import type { Recording } from '../domain/recording.js';
import { UserError } from '../domain/user-error.js';
import { outcomeBuilder, type RecordedCost } from '../recording/outcome-builder.js';
import { priceUsage } from '../recording/price-usage.js';
import { readRecordingFile } from '../recording/read-recordings.js';
import { recordingFiles } from '../recording/recording-file.js';
import { type CostMismatch, costMismatches } from './cost-mismatch.js';

export interface OutcomesInput {
  readonly dataset: Dataset;
  readonly models: ModelList;
  readonly recordingsDir: string;
  /** Quality of an answered recording, null where it can't be scored. */
  readonly score: (recording: Recording, label: ScoringLabel) => number | null;
}

/** What was found on the way to the table. */
export interface OutcomesReport {
  readonly recordings: number;
  readonly skippedUnknownQuery: number;
  readonly missingCells: number;
  readonly unrecordedModels: readonly string[];
  readonly tornTails: number;
  readonly repeated: number;
  readonly costMismatch: readonly CostMismatch[];
  readonly oldestRecordedAt: string | null;
  readonly newestRecordedAt: string | null;
}

export interface LoadedOutcomes {
  readonly table: OutcomeTable;
  readonly report: OutcomesReport;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/**
 * Reads, scores and prices all recordings of a folder into one outcome table. Models without any recording are left out
 * of the table and reported; answers are not kept.
 *
 * @throws UserError for lines that are no recordings, for models the models file doesn't have, and for two different
 * recordings of one sample
 */
export async function loadOutcomes({ dataset, models, recordingsDir, score }: OutcomesInput): Promise<LoadedOutcomes> {
  const rowOf = new Map<string, number>();
  for (let row = 0; row < dataset.queries.size; row++) rowOf.set(dataset.queries.ids.get(row), row);
  const builder = outcomeBuilder();
  const seen = new Map<string, Map<number, number>>();
  const counts = { recordings: 0, skippedUnknownQuery: 0, tornTails: 0, repeated: 0 };
  const mismatches = costMismatches();
  const recorded = { oldest: '', newest: '' };
  const files: { path: string; sha256: string }[] = [];
  const allModelIds = models.models.map(({ id }) => id);
  for (const path of await recordingFiles(recordingsDir)) {
    const hash = createHash('sha256');
    for await (const { line, recording } of readRecordingFile(path, () => counts.tornTails++, hash)) {
      const model = modelFor(recording.modelId, models, path, line);
      const query = rowOf.get(recording.queryId);
      if (query === undefined) {
        counts.skippedUnknownQuery++;
        continue;
      }
      if (repeats(seen, recording, query, line, path)) {
        counts.repeated++;
        continue;
      }
      const quality = recording.error === undefined ? score(recording, scoringLabel(dataset, query)) : null;
      const cost = costOf(recording, model);
      mismatches.note(recording, model);
      builder.add(query, allModelIds.indexOf(recording.modelId), recording, quality, cost);
      counts.recordings++;
      if (recording.recordedAt !== undefined) {
        if (recorded.oldest === '' || recording.recordedAt < recorded.oldest) recorded.oldest = recording.recordedAt;
        if (recording.recordedAt > recorded.newest) recorded.newest = recording.recordedAt;
      }
    }
    files.push({ path, sha256: hash.digest('hex') });
  }
  if (counts.recordings === 0)
    throw new UserError({ file: recordingsDir, message: 'holds no recording of any query of the dataset' }, 4);
  const table = builder.done(dataset.queries.size, allModelIds);
  return {
    table,
    files,
    report: {
      ...counts,
      missingCells: missingCells(table),
      unrecordedModels: allModelIds.filter((id) => !table.modelIds.includes(id)),
      costMismatch: mismatches.found(),
      oldestRecordedAt: recorded.oldest === '' ? null : recorded.oldest,
      newestRecordedAt: recorded.newest === '' ? null : recorded.newest,
    },
  };
}

function modelFor(id: string, models: ModelList, file: string, line: number): Model {
  const model = models.models.find((one) => one.id === id);
  if (model !== undefined) return model;
  const ids = models.models.map((one) => one.id);
  const close = nearest(id, ids);
  throw new UserError({
    file,
    line,
    field: 'modelId',
    message: 'a model that the models file does not have',
    value: id,
    accepted: ids.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

/** Whether this sample of this cell was read before; a different recording of it is an error, never a silent choice. */
function repeats(
  seen: Map<string, Map<number, number>>,
  recording: Recording,
  query: number,
  line: number,
  file: string,
): boolean {
  const slot = `${recording.modelId}#${recording.sample}`;
  let rows = seen.get(slot);
  if (rows === undefined) {
    rows = new Map();
    seen.set(slot, rows);
  }
  const print = fingerprint(recording);
  const held = rows.get(query);
  if (held === undefined) {
    rows.set(query, print);
    return false;
  }
  if (held === print) return true;
  throw new UserError({
    file,
    line,
    message: `a second, different recording of ${recording.modelId} for ${recording.queryId} (sample ${recording.sample})`,
    accepted: 'one recording a query, model and sample; give repetitions their own sample number',
  });
}

/** 32-bit FNV-1a of the recording's JSON: enough to tell a repeated line from a contradicting one. */
function fingerprint(recording: Recording): number {
  const text = JSON.stringify(recording);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function scoringLabel(dataset: Dataset, query: number): ScoringLabel {
  return JSON.parse(dataset.labels.scoring.get(query)) as ScoringLabel;
}

/** The given cost, else the usage priced, else (an error that says nothing) free and unbilled, else missing. */
function costOf(recording: Recording, model: Model): RecordedCost {
  if (recording.costUsd !== undefined) {
    return { costPico: Math.round(recording.costUsd * PICO_PER_USD), source: COST_SOURCE.given, unbilled: false };
  }
  const priced = priceUsage(billedUsage(recording), model.price);
  if (!Number.isNaN(priced)) return { costPico: priced, source: COST_SOURCE.priced, unbilled: false };
  if (recording.error !== undefined && recording.usage === undefined)
    return { costPico: 0, source: COST_SOURCE.missing, unbilled: true };
  return { costPico: Number.NaN, source: COST_SOURCE.missing, unbilled: false };
}

/** A failed call is billed for the tokens it reports: what it doesn't report never came. */
function billedUsage({ error, usage }: Recording): Recording['usage'] {
  return error === undefined || usage === undefined ? usage : { inputTokens: 0, outputTokens: 0, ...usage };
}

function missingCells(table: OutcomeTable): number {
  let missing = 0;
  for (let cell = 0; cell + 1 < table.cellOffsets.length; cell++)
    if (table.cellOffsets[cell] === table.cellOffsets[cell + 1]) missing++;
  return missing;
}
