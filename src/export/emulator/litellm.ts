import { parse } from 'yaml';
import { idsByName } from '../dispatch/asked.js';
import { textOf } from '../dispatch/dispatch.js';
import type { Deployment, LitellmConfig } from '../litellm/config.js';
import { deploymentOf } from '../litellm/deployments.js';
import type { ExportFile } from '../target.js';

/** Whom LiteLLM asks for a model name when every call fails, read from config.yaml. */
export function litellmChains(files: readonly ExportFile[]): (name: string) => readonly string[] {
  return chainsOf(parse(textOf(files, 'config.yaml'), { version: '1.1' }) as LitellmConfig, files);
}

/** Fallbacks stand under the name that was asked; one that is reached by a fallback brings its own along. */
export function chainsOf(
  { model_list: deployments, router_settings: settings }: LitellmConfig,
  files: readonly ExportFile[],
): (name: string) => readonly string[] {
  const idOf = askedModel(files);
  const fallbacks = new Map(settings.fallbacks.flatMap((one) => Object.entries(one)));
  const named = (name: string): Deployment | undefined => deployments.find((one) => one.model_name === name);
  const follow = (name: string, depth: number): string[] => {
    const deployment = named(name);
    if (deployment === undefined) return [];
    const others = depth >= settings.max_fallbacks ? [] : (fallbacks.get(name) ?? []);
    return [idOf(deployment), ...others.flatMap((other, at) => follow(other, depth + at + 1))];
  };
  return (name) => follow(name, 0);
}

/** Whom an entry really asks, whatever it is called: the router's model of that name at that provider, else the name. */
function askedModel(files: readonly ExportFile[]): (deployment: Deployment) => string {
  const asks = ({ model, api_base: base, api_key: key }: Deployment['litellm_params']): string =>
    JSON.stringify([model, base, key]);
  const idsOf = idsByName(files, (model) => asks(deploymentOf(model.id, model, false).litellm_params));
  return ({ litellm_params: params }) => idsOf(asks(params))[0] ?? String(params.model);
}
