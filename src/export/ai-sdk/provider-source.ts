import type { RouterConfig } from '../../router/config.js';
import { KNOWN_BASES } from '../environment/known-providers.js';
import { baseVariable, keyVariable, providersOf } from '../environment/variables.js';

/** Variables that the exported module reads. */
export function environmentOf(config: RouterConfig): string[] {
  return providersOf(config.models).flatMap((provider) => [
    keyVariable(provider),
    ...(KNOWN_BASES[provider] === undefined ? [baseVariable(provider)] : []),
  ]);
}

/** `provider.ts`: the router's models by provider, keys from the environment when a model is first asked. */
export function providerSource(config: RouterConfig, stream: 'buffer' | 'refuse'): string {
  const providers = providersOf(config.models).map((provider) => {
    const [key, at] = [keyVariable(provider), baseVariable(provider)];
    const known = KNOWN_BASES[provider];
    const base = known === undefined ? `env('${at}')` : `process.env['${at}'] ?? ${quoted(known)}`;
    return `  ${quoted(provider)}: () => createOpenAICompatible({ name: ${quoted(provider)}, baseURL: ${base}, apiKey: env('${key}'), includeUsage: true }),`;
  });
  const models = config.models.map(
    ({ id, provider, name }) => `  ${quoted(id)}: { provider: ${quoted(provider)}, name: ${quoted(name)} },`,
  );
  return `// Written by routelab export --target ai-sdk for the router ${quoted(config.name)}: change the models' providers here, the decisions in RouteLab.
import { readFileSync } from 'node:fs';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { type LanguageModelV3, NoSuchModelError } from '@ai-sdk/provider';
import { loadRouter } from 'routelab/router';
import { type RoutedModel, routedModel } from './routed-model.js';

const providers: Record<string, () => (name: string) => LanguageModelV3> = {
${providers.join('\n')}
};

const models: Record<string, { provider: string; name: string }> = {
${models.join('\n')}
};

function env(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(\`\${name} is not set\`);
  return value;
}

const made = new Map<string, LanguageModelV3>();

/** A model of the router, made when it is first asked. */
export function model(id: string): LanguageModelV3 {
  const held = made.get(id);
  if (held !== undefined) return held;
  const known = models[id];
  const open = known === undefined ? undefined : providers[known.provider];
  if (known === undefined || open === undefined) throw new NoSuchModelError({ modelId: id, modelType: 'languageModel' });
  const opened = open()(known.name);
  made.set(id, opened);
  return opened;
}

const router = loadRouter(JSON.parse(readFileSync(new URL('./router.json', import.meta.url), 'utf8')));

/** Asks whom the router says. */
export const routed: RoutedModel = routedModel(router, {
  model,
  stream: '${stream}',
});

/** As a provider: \`routelab.languageModel('auto')\` is the routed model, every other id a model of the router. */
export const routelab = {
  specificationVersion: 'v3' as const,
  languageModel: (id: string): LanguageModelV3 => (id === 'auto' ? routed : model(id)),
  embeddingModel: (id: string): never => {
    throw new NoSuchModelError({ modelId: id, modelType: 'embeddingModel' });
  },
  imageModel: (id: string): never => {
    throw new NoSuchModelError({ modelId: id, modelType: 'imageModel' });
  },
};
`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}
