import { z } from 'zod';
import { askedAlike, modelOf } from './dispatch/asked.js';
import { type Dispatcher, dispatched } from './dispatch/dispatch.js';
import { chainOnly } from './dispatch/execution-lost.js';
import { openrouterChains } from './emulator/openrouter.js';
import { keyVariable } from './environment/variables.js';
import type { ExportTarget } from './target.js';

/** OpenRouter turns a longer list of models away. */
const MOST_MODELS = 3;

const dispatcher: Dispatcher = {
  files(config, routes) {
    const bodies = Object.entries(routes).map(([name, chain]) => [name, { models: chain.map((id) => modelOf(config, id).name) }]);
    return [{ path: 'openrouter.json', text: `${JSON.stringify(Object.fromEntries(bodies), null, 1)}\n` }];
  },
  chainsIn: openrouterChains,
  refused({ models }, routes) {
    const others = models.filter(({ provider }) => provider !== 'openrouter');
    const longest = Math.max(...Object.values(routes).map(({ length }) => length));
    return [
      ...others.map(({ id, provider }) => `model ${id} of ${provider}: what OpenRouter calls it is not known`),
      ...askedAlike(models),
      ...(longest > MOST_MODELS ? [`a chain of ${longest} models: OpenRouter takes ${MOST_MODELS}`] : []),
    ];
  },
  lost: chainOnly,
  environment: () => [keyVariable('openrouter')],
};

/** What to send to OpenRouter for every route: its models in their order. */
export const openrouter: ExportTarget = {
  name: 'openrouter',
  title: 'Request bodies for OpenRouter',
  version: 'chat completions of 2026-10',
  conformance: 'emulated',
  next: 'send { ...bodies[routeName(request)], messages }: bodies is openrouter.json, routeName comes from route.mjs',
  options: z.strictObject({}),
  export: (input) => dispatched(input, dispatcher),
};
