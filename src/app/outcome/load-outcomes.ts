import { createHash } from 'node:crypto';
import type { Dataset } from '../../domain/dataset.js';
import type { ScoringLabel } from '../../domain/label.js';
import type { ModelList } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import type { Recording } from '../../domain/recording.js';
import { UserError } from '../../domain/user-error.js';
import { outcomeBuilder, type RowPlaces } from '../../recording/outcome-builder.js';
import { type ReadRecording, readRecordingFile } from '../../recording/read-recordings.js';
import { recordedCost } from '../../recording/recorded-cost.js';
import { recordingFiles } from '../../recording/recording-file.js';
import { linePrint } from '../../recording/sample-register.js';
import { otherwiseAsked } from '../call/asked-otherwise.js';
import { costMismatches } from './cost-mismatch.js';
import { type OutcomesReport, tableFacts } from './outcomes-report.js';
import { standingLines } from './standing-lines.js';

export interface OutcomesInput {
  readonly dataset: Dataset;
  readonly models: ModelList;
  readonly recordingsDir: string;
  /** Quality 0..1 of an answered recording, null where it can't be scored. */
  readonly score: (recording: Recording, label: ScoringLabel) => number | null;
  /** Whether answers are going to be compared, and the table needs their prints. */
  readonly prints?: boolean;
}

export interface LoadedOutcomes {
  readonly table: OutcomeTable;
  /** Where its rows stand in the files. */
  readonly places: RowPlaces;
  readonly report: OutcomesReport;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/**
 * Reads, scores and prices all recordings of a folder into one outcome table. Recordings of queries or models that the
 * workspace doesn't have are counted and left out, models without any recording are left out of the table and reported;
 * answers are not kept.
 *
 * @throws UserError for lines that are no recordings, for two different recordings of one sample (naming both lines), and
 * with exit code 4 where nothing is left
 */
export async function loadOutcomes(input: OutcomesInput): Promise<LoadedOutcomes> {
  const paths = await recordingFiles(input.recordingsDir);
  const loading = startLoading(input, paths);
  const files: { path: string; sha256: string }[] = [];
  for (const [file, path] of paths.entries()) {
    const hash = createHash('sha256');
    for await (const read of readRecordingFile(path, () => loading.counts.tornTails++, hash)) take(loading, read, file);
    files.push({ path, sha256: hash.digest('hex') });
  }
  if (loading.counts.recordings === 0) throw nothingRecorded(loading);
  const modelIds = input.models.models.map(({ id }) => id);
  const { table, places } = loading.builder.done(input.dataset.queries.size, modelIds);
  return {
    table,
    places,
    files,
    report: {
      ...loading.counts,
      unknownModels: [...loading.unknownModels].sort(),
      ...tableFacts(table, input.models),
      costMismatch: loading.mismatches.found(),
      askedOtherwise: loading.otherwise.found(),
    },
  };
}

type Loading = ReturnType<typeof startLoading>;

function startLoading(input: OutcomesInput, paths: readonly string[]) {
  const { ids, size } = input.dataset.queries;
  const rowOf = new Map<string, number>();
  for (let row = 0; row < size; row++) rowOf.set(ids.get(row), row);
  return {
    input,
    paths,
    rowOf,
    modelOf: new Map(input.models.models.map((model, index) => [model.id, { model, index }])),
    builder: outcomeBuilder(input.prints),
    standing: standingLines(paths, ({ query, model }) => ({
      modelId: input.models.models[model]?.id ?? '',
      queryId: ids.get(query),
    })),
    mismatches: costMismatches(),
    otherwise: otherwiseAsked(input.dataset.queries),
    unknownModels: new Set<string>(),
    counts: { recordings: 0, skippedUnknownQuery: 0, skippedUnknownModel: 0, repeated: 0, superseded: 0, tornTails: 0 },
  };
}

/** Takes one recording into the table, or counts why not. */
function take(loading: Loading, read: ReadRecording, file: number): void {
  const { recording } = read;
  const { counts } = loading;
  refuseVerdict(read, loading.paths[file] ?? '');
  const known = loading.modelOf.get(recording.modelId);
  if (known === undefined) {
    counts.skippedUnknownModel++;
    loading.unknownModels.add(recording.modelId);
    return;
  }
  const query = loading.rowOf.get(recording.queryId);
  if (query === undefined) {
    counts.skippedUnknownQuery++;
    return;
  }
  const standing = loading.standing({
    query,
    model: known.index,
    sample: recording.sample,
    revision: recording.revision ?? 0,
    failed: recording.error !== undefined,
    file,
    line: read.line,
    print: linePrint(read.text),
  });
  if (standing === 'repeated' || standing === 'superseded') {
    counts[standing]++;
    return;
  }
  if (standing === 'revised') {
    counts.superseded++;
    counts.recordings--;
  }
  loading.mismatches.note(recording, known.model);
  loading.otherwise.note(recording, known.model, query);
  const quality = scoredBy(loading.input.score, recording, loading.input.dataset.labels.scoring.get(query));
  loading.builder.add(query, known.index, recording, quality, recordedCost(recording, known.model.price), {
    file,
    offset: read.offset,
    bytes: read.bytes,
  });
  counts.recordings++;
}

/** @throws UserError for a verdict: those stand apart from answers */
export function refuseVerdict({ recording, line }: Pick<ReadRecording, 'recording' | 'line'>, file: string): void {
  if (recording.judged === undefined) return;
  throw new UserError({
    file,
    line,
    message: 'a judge’s verdict stands among answers',
    accepted: 'verdicts in the folder judge/ of the recordings',
  });
}

const NO_LABEL: ScoringLabel = {};

/** The quality of an answer, null for a failed call. @param label what scorers may see of its query, as JSON */
export function scoredBy(score: OutcomesInput['score'], recording: Recording, label: string): number | null {
  if (recording.error !== undefined) return null;
  const quality = score(recording, label === '{}' ? NO_LABEL : (JSON.parse(label) as ScoringLabel));
  if (quality === null || (quality >= 0 && quality <= 1)) return quality;
  throw new RangeError(`a scorer gave ${quality} for ${recording.modelId} on ${recording.queryId}; qualities are 0..1`);
}

function nothingRecorded({ input, modelOf, unknownModels, counts }: Loading): UserError {
  const base = {
    file: input.recordingsDir,
    message: 'holds no recording of any query and model of the workspace',
    hint: 'routelab recordings stats says what is there; routelab record --dry-run, what asking the models would cost',
  };
  const [unknown] = unknownModels;
  if (unknown === undefined || counts.skippedUnknownQuery > 0) return new UserError(base, 4);
  const close = nearest(unknown, modelOf.keys());
  const accepted = [...modelOf.keys()].join(', ');
  const named = { ...base, field: 'modelId', value: unknown, accepted, ...(close === undefined ? {} : { nearest: close }) };
  return new UserError(named, 4);
}
