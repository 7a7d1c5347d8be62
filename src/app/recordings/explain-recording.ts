import type { Json } from '../../domain/json.js';
import type { Model, ModelList } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import type { Message } from '../../domain/query.js';
import type { Attempt, CallError } from '../../domain/recording.js';
import { problemLine, UserError } from '../../domain/user-error.js';
import { type NearRecording, nearRecording, type WantedRequest } from '../../recording/near-recording.js';
import { recordingKey } from '../../recording/recording-key.js';
import { redactJson } from '../../recording/redact.js';
import { byStanding } from '../../recording/standing.js';
import type { StoredRecording } from '../../recording/stored-recordings.js';
import { recordTarget } from '../call/record-target.js';
import { secretsOf } from '../call/workspace-secrets.js';
import { type FoundRecordings, findRecordings } from '../outcome/find-recordings.js';
import { type ExplainedVerdict, explainVerdicts } from './explain-verdicts.js';
import { type OpenedRecordings, openRecordings } from './open-recordings.js';

export type { Difference } from '../../recording/json-differences.js';
export type { NearRecording } from '../../recording/near-recording.js';
export type { ExplainedVerdict } from './explain-verdicts.js';

/** A line of the cell. */
export interface ExplainedLine {
  readonly file: string;
  readonly line: number;
  readonly revision: number;
  readonly key: string | null;
  readonly recordedAt: string | null;
  readonly error: CallError | null;
  readonly attempts: readonly Attempt[];
}

export interface ExplainedSample {
  readonly sample: number;
  /** Of the request as it would be made now; null where none can be. */
  readonly key: string | null;
  /** `imported` fills the cell whatever is asked; `changed` was asked otherwise; `unchecked`: nobody knows how it would be asked now. */
  readonly verdict: 'recorded' | 'failed' | 'imported' | 'changed' | 'unchecked' | 'missing';
  /** The one that counts first. */
  readonly lines: readonly ExplainedLine[];
  readonly near: NearRecording | null;
}

/** What `routelab recordings explain` tells of one query and model. */
export interface ExplainedRecording {
  readonly experiment: string;
  readonly recordings: string;
  readonly queryId: string;
  readonly modelId: string;
  /** Parameters of the request as it would be made now, as they would be stored. */
  readonly parameters: Readonly<Record<string, Json>> | null;
  /** Why no request could be made. */
  readonly obstacle: string | null;
  /** Of the model's answers; empty for one that only judges. */
  readonly samples: readonly ExplainedSample[];
  /** On its answers, or given by it. */
  readonly verdicts: readonly ExplainedVerdict[];
}

/** What is recorded of a query and a model, or what comes nearest to it and in what it differs. Sends nothing. */
export async function explainRecording(
  experimentFile: string,
  queryId: string,
  modelId: string,
  env: NodeJS.ProcessEnv,
): Promise<ExplainedRecording> {
  const opened = await openRecordings(experimentFile);
  const model = modelNamed(opened.models, modelId);
  const messages = opened.queries.messages(rowNamed(opened, queryId));
  const { asked, obstacle } = askedWith(model, opened.models);
  const secrets = await secretsOf(opened, env);
  const verdicts = await explainVerdicts(opened, queryId, modelId, (given) => redactJson(given, secrets));
  const judgesOnly = !opened.models.models.includes(model);
  const parameters = redactJson(asked ?? {}, secrets) as Readonly<Record<string, Json>>;
  const wanted: WantedRequest = { queryId, modelId, parameters, messages };
  const [found] = (await findRecordings(opened.dir, [wanted])) as [FoundRecordings];
  const most = Math.max(opened.experiment.record.samples, ...[...found.cell.keys()].map((sample) => sample + 1));
  return {
    experiment: opened.experiment.name,
    recordings: opened.experiment.recordings,
    queryId,
    modelId,
    parameters: asked === null ? null : parameters,
    obstacle,
    verdicts,
    samples: Array.from({ length: judgesOnly ? 0 : most }, (_, sample) =>
      explainedSample(sample, asked === null ? null : keyOf(asked, modelId, messages, sample), wanted, found),
    ),
  };
}

function keyOf(
  parameters: Readonly<Record<string, Json>>,
  modelId: string,
  messages: readonly Message[],
  sample: number,
): string {
  return recordingKey({ modelId, parameters, messages, sample });
}

function explainedSample(sample: number, key: string | null, wanted: WantedRequest, found: FoundRecordings): ExplainedSample {
  const stored = [...(found.cell.get(sample) ?? [])].sort((a, b) => byStanding(a.recording, b.recording));
  const [standing] = stored;
  const lines = stored.map(lineOf);
  if (standing === undefined) return { sample, key, verdict: 'missing', lines, near: found.nearest(key, wanted) };
  const verdict = verdictOf(standing, key);
  return { sample, key, verdict, lines, near: verdict === 'changed' ? nearRecording('cell', standing, wanted) : null };
}

function verdictOf({ recording }: StoredRecording, key: string | null): ExplainedSample['verdict'] {
  if (recording.key === null) return 'imported';
  if (key === null) return 'unchecked';
  if (recording.key !== key) return 'changed';
  return recording.error === undefined ? 'recorded' : 'failed';
}

function lineOf({ file, line, recording }: StoredRecording): ExplainedLine {
  const { revision = 0, key, recordedAt = null, error = null, attempts = [] } = recording;
  return { file, line, revision, key, recordedAt, error, attempts };
}

function askedWith(
  model: Model,
  list: ModelList,
): { readonly asked: Readonly<Record<string, Json>> | null; readonly obstacle: string | null } {
  try {
    return { asked: { ...recordTarget(model, list).parameters } as unknown as Readonly<Record<string, Json>>, obstacle: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { asked: null, obstacle: error.problems.map(problemLine).join('; ') };
  }
}

function modelNamed({ models, judges = [] }: ModelList, id: string): Model {
  const all = [...models, ...judges];
  const ids = all.map((model) => model.id);
  const model = all.find((one) => one.id === id);
  if (model !== undefined) return model;
  throw new UserError({
    field: '<model>',
    message: 'no such model in the experiment',
    value: id,
    accepted: ids.join(', '),
    ...near(id, ids),
  });
}

function rowNamed({ rowOf, experiment }: OpenedRecordings, id: string): number {
  const row = rowOf.get(id);
  if (row !== undefined) return row;
  const accepted = `an id of ${experiment.dataset}`;
  throw new UserError({
    field: '<query>',
    message: 'no such query in the dataset',
    value: id,
    accepted,
    ...near(id, rowOf.keys()),
  });
}

function near(word: string, known: Iterable<string>): { readonly nearest?: string } {
  const found = nearest(word, known);
  return found === undefined ? {} : { nearest: found };
}
