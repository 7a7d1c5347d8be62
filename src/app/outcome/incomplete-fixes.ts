import { dirname, join, resolve } from 'node:path';
import { counted } from '../../domain/measured-text.js';
import type { ModelList } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import { recordingFileName } from '../../recording/recording-file.js';
import { inertText } from '../../report/inert-text.js';
import { recordTarget, variablesOf } from '../call/record-target.js';
import { keysOf } from '../call/workspace-secrets.js';
import type { Incomplete, IncompleteInput } from './what-lacks.js';

/** What can be done about what lacks, one line each: a command where there is one. Nothing of it sends anything. */
export async function incompleteFixes(input: IncompleteInput, models: Incomplete['models']): Promise<string[]> {
  const missing = models.filter((model) => model.missing > 0);
  const otherwise = models.filter((model) => model.otherwise > 0);
  const askable = missing.filter(({ modelId }) => obstacleOf(modelId, input.models) === null);
  const others = missing.filter(({ modelId }) => obstacleOf(modelId, input.models) !== null);
  return [
    ...(askable.length === 0 ? [] : [await recordFix(input, askable)]),
    ...others.slice(0, 1).map(({ modelId }) => addFix(input, modelId)),
    ...misnamed(input),
    ...(otherwise.length === 0 ? [] : [await staleFix(input, otherwise)]),
  ];
}

async function recordFix(input: IncompleteInput, models: Incomplete['models']): Promise<string> {
  const calls = models.reduce((sum, { missing }) => sum + missing, 0);
  return `routelab record --dry-run${optionsFor(models)}   what ${counted(calls, 'call')} would cost${await keysText(input, models)}`;
}

async function staleFix(input: IncompleteInput, models: Incomplete['models']): Promise<string> {
  const named = models.filter(({ modelId }) => obstacleOf(modelId, input.models) === null);
  const again =
    named.length === 0
      ? ''
      : `routelab record --mode stale --dry-run${optionsFor(named)}   what asking again would cost${await keysText(input, named)}; or `;
  return `${again}put prompts and parameters back as they were asked`;
}

function optionsFor(models: Incomplete['models']): string {
  return models.map(({ modelId }) => ` --model ${inertText(modelId)}`).join('');
}

/** Which variables a call needs and does not find. */
async function keysText(input: IncompleteInput, models: Incomplete['models']): Promise<string> {
  const named = new Set(models.map(({ modelId }) => modelId));
  const targets = input.models.models.filter(({ id }) => named.has(id)).map((model) => recordTarget(model, input.models));
  const variables = [...new Set(targets.flatMap(variablesOf))];
  const keys = await keysOf({ ...input, root: dirname(resolve(input.experimentFile)) }, input.env);
  const absent = variables.filter((name) => keys.read(name) === undefined);
  return absent.length === 0 ? '' : `; calls need ${absent.join(', ')}, not set`;
}

/** For a model that nobody says how to ask: where its answers go, and what would make it askable. */
function addFix({ experiment, models }: IncompleteInput, modelId: string): string {
  const file = join(experiment.recordings, recordingFileName(modelId));
  return `append its answers to ${file} (or import again with them), or say how it is asked (${experiment.models}: ${obstacleOf(modelId, models)}) and run routelab record`;
}

/** Recordings that may be the missing ones under another name. */
function misnamed({ models, report }: IncompleteInput): string[] {
  const unrecorded = models.models.map(({ id }) => id);
  return [
    ...report.unknownModels.flatMap((id) => {
      const close = nearest(id, unrecorded);
      return close === undefined ? [] : [`recordings of ${inertText(id)} are passed over: is it ${inertText(close)}?`];
    }),
    ...(report.skippedUnknownQuery === 0
      ? []
      : [
          `${counted(report.skippedUnknownQuery, 'recording is', 'recordings are')} of queries that the dataset does not have: were ids changed?`,
        ]),
  ];
}

function obstacleOf(modelId: string, list: ModelList): string | null {
  const model = list.models.find(({ id }) => id === modelId);
  try {
    if (model !== undefined) recordTarget(model, list);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ message }) => message).join('; ');
  }
}
