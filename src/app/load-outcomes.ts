import { createHash } from 'node:crypto';
import type { Dataset } from '../domain/dataset.js';
import type { ScoringLabel } from '../domain/label.js';
import type { ModelList } from '../domain/model.js';
import { nearest } from '../domain/nearest.js';
import type { OutcomeTable } from '../domain/outcome-table.js';
import type { Recording } from '../domain/recording.js';
import { UserError } from '../domain/user-error.js';
import { outcomeBuilder, type RowPlaces } from '../recording/outcome-builder.js';
import { type ReadRecording, readRecordingFile } from '../recording/read-recordings.js';
import { recordedCost } from '../recording/recorded-cost.js';
import { recordingFiles } from '../recording/recording-file.js';
import { sampleRegister } from '../recording/sample-register.js';
import { FIRST_ANSWER, revisionOf, standingRank } from '../recording/standing.js';
import { otherwiseAsked } from './asked-otherwise.js';
import { costMismatches } from './cost-mismatch.js';
import { type OutcomesReport, tableFacts } from './outcomes-report.js';

export interface OutcomesInput {
  readonly dataset: Dataset;
  readonly models: ModelList;
  readonly recordingsDir: string;
  /** Quality 0..1 of an answered recording, null where it can't be scored. */
  readonly score: (recording: Recording, label: ScoringLabel) => number | null;
  /** Whether answers are going to be compared, and the table needs their prints. */
  readonly prints?: boolean;
  /** The models of the table, where these recordings are some of many: then none of them need be here. */
  readonly modelIds?: readonly string[];
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
  if (loading.counts.recordings === 0 && input.modelIds === undefined) throw nothingRecorded(loading);
  const modelIds = input.models.models.map(({ id }) => id);
  const { table, places } = loading.builder.done(input.dataset.queries.size, modelIds, input.modelIds);
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
    register: sampleRegister(),
    /** Rank of the line that stands of a sample, where it is no first answer. */
    ranks: new Map<string, number>(),
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
  if (recording.judged !== undefined)
    throw new UserError({
      file: loading.paths[file] ?? '',
      line: read.line,
      message: 'a judge’s verdict stands among answers',
      accepted: 'verdicts in the folder judge/ of the recordings',
    });
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
  const standing = standingOf(loading, read, query, known.index, file);
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
  const quality = recording.error === undefined ? scored(loading, recording, query) : null;
  loading.builder.add(query, known.index, recording, quality, recordedCost(recording, known.model.price), {
    file,
    offset: read.offset,
    bytes: read.bytes,
  });
  counts.recordings++;
}

/**
 * What a line is beside those read before: the first of its sample, the same again, behind one that was read, or in its place
 * from now on. A different recording of the same revision is an error, never a silent choice.
 */
function standingOf(
  { register, ranks, paths }: Loading,
  { recording, line, text }: ReadRecording,
  query: number,
  model: number,
  file: number,
): 'new' | 'repeated' | 'superseded' | 'revised' {
  const { sample, revision = 0 } = recording;
  const seen = register.seen(model, sample, query, text, { file, line });
  if (seen === 'repeated') return 'repeated';
  const cell = `${model} ${sample} ${query}`;
  const rank = standingRank(recording);
  if (seen === 'new') {
    if (rank !== FIRST_ANSWER) ranks.set(cell, rank);
    return 'new';
  }
  const held = ranks.get(cell) ?? FIRST_ANSWER;
  if (revision !== revisionOf(held)) {
    if (rank < held) return 'superseded';
    ranks.set(cell, rank);
    register.replace(model, sample, query, text, { file, line });
    return 'revised';
  }
  const first = seen.file === file ? `line ${seen.line}` : `${paths[seen.file]}:${seen.line}`;
  throw new UserError({
    file: paths[file] ?? '',
    line,
    message: `another recording of ${recording.modelId} for ${recording.queryId} (sample ${sample}) than on ${first}`,
    accepted: 'one recording a query, model and sample; give repetitions their own sample number',
  });
}

const NO_LABEL: ScoringLabel = {};

function scored({ input }: Loading, recording: Recording, query: number): number | null {
  const text = input.dataset.labels.scoring.get(query);
  const quality = input.score(recording, text === '{}' ? NO_LABEL : (JSON.parse(text) as ScoringLabel));
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
