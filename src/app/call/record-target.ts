import type { CallParameters } from '../../domain/call-parameters.js';
import type { Model, ModelList, ProviderSettings } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import type { Api } from '../../provider/api/api.js';
import { apis } from '../../provider/api/index.js';
import { wantedParameters } from './asked-otherwise.js';

/** A model, and all that is needed to ask it but the key. */
export interface RecordTarget {
  readonly model: Model;
  readonly parameters: CallParameters;
  readonly api: Api;
  readonly provider: ProviderSettings;
  /** Variable that holds the key; null where none is needed. */
  readonly keyEnv: string | null;
}

/** The models to record: those named, else all. */
export function chosenModels({ models }: ModelList, named: readonly string[]): readonly Model[] {
  const ids = models.map(({ id }) => id);
  for (const id of named) {
    if (ids.includes(id)) continue;
    const close = nearest(id, ids);
    throw new UserError({
      field: '--model',
      message: 'no such model',
      value: id,
      accepted: ids.join(', '),
      ...(close === undefined ? {} : { nearest: close }),
    });
  }
  return named.length === 0 ? models : models.filter(({ id }) => named.includes(id));
}

/**
 * How a model is asked.
 *
 * @throws UserError naming everything its settings lack
 */
export function recordTarget(model: Model, list: ModelList): RecordTarget {
  const provider = list.providers?.[model.provider] ?? {};
  const field = fieldOf(model, list);
  const api = apiOf(model, provider, field);
  const parameters = wantedParameters(model);
  const problems: Problem[] = [];
  if (api.needsBaseUrl && provider.baseUrl === undefined)
    problems.push({ field: `providers.${model.provider}.base_url`, message: `${api.name} needs the address of the endpoint` });
  if (provider.baseUrl !== undefined && new URL(provider.baseUrl).username !== '')
    problems.push({ field: `providers.${model.provider}.base_url`, message: 'holds a name or password; use api_key_env' });
  if (parameters === null)
    problems.push({
      field,
      message: `${model.id} has no max_output_tokens, so nothing bounds what a call costs`,
      accepted: 'a count at the model, or under defaults',
    });
  if (parameters === null || problems.length > 0) throw new UserError(problems);
  return { model, parameters, api, provider, keyEnv: provider.apiKeyEnv ?? api.keyEnv };
}

/** Where a model stands in its file. */
function fieldOf(model: Model, { models, judges = [], embedders = [] }: ModelList): string {
  const lists = { models, judges, embedders };
  const [name, list = []] = Object.entries(lists).find(([, one]) => one.includes(model)) ?? ['models'];
  return `${name}[${list.indexOf(model)}]`;
}

function apiOf(model: Model, { api }: ProviderSettings, field: string): Api {
  const name = api ?? model.provider;
  const found = apis.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = apis.map((one) => one.name);
  const close = nearest(name, names);
  const problem =
    api === undefined
      ? {
          field,
          message: `nothing says how to call ${model.id}: no providers.${model.provider}.api`,
          hint: 'routelab recordings stats counts what is missing of models whose answers come from elsewhere',
        }
      : { field: `providers.${model.provider}.api`, message: 'no such interface', value: api };
  throw new UserError({ ...problem, accepted: names.join(', '), ...(close === undefined ? {} : { nearest: close }) });
}

/** Environment variables that a target's calls need. */
export function variablesOf({ keyEnv, provider }: RecordTarget): string[] {
  return [...(keyEnv === null ? [] : [keyEnv]), ...Object.values(provider.headersEnv ?? {})];
}
