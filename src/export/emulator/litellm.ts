import { parse } from 'yaml';
import { textOf } from '../dispatch/dispatch.js';
import type { Deployment, LitellmConfig } from '../litellm/config.js';
import type { ExportFile } from '../target.js';

/** Whom LiteLLM asks for a model name when every call fails, read from config.yaml: models by the ids their own entries have. */
export function litellmChains(files: readonly ExportFile[]): (name: string) => readonly string[] {
  return chainsOf(parse(textOf(files, 'config.yaml'), { version: '1.1' }) as LitellmConfig);
}

/** Fallbacks stand under the name that was asked; one that is reached by a fallback brings its own along. */
export function chainsOf({
  model_list: deployments,
  router_settings: settings,
}: LitellmConfig): (name: string) => readonly string[] {
  const fallbacks = new Map(settings.fallbacks.flatMap((one) => Object.entries(one)));
  const named = (name: string): Deployment | undefined => deployments.find((one) => one.model_name === name);
  const follow = (name: string, depth: number): string[] => {
    const deployment = named(name);
    if (deployment === undefined) return [];
    const others = depth >= settings.max_fallbacks ? [] : (fallbacks.get(name) ?? []);
    return [ownId(deployment, deployments), ...others.flatMap((other, at) => follow(other, depth + at + 1))];
  };
  return (name) => follow(name, 0);
}

/** A route's entry asks the same as a model's own: that model's. Where two models are asked alike, they can't be told apart. */
function ownId(deployment: Deployment, deployments: readonly Deployment[]): string {
  const asks = JSON.stringify(deployment.litellm_params);
  return (deployments.find(({ litellm_params: params }) => JSON.stringify(params) === asks) as Deployment).model_name;
}
