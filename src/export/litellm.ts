import { z } from 'zod';
import { askedAlike } from './dispatch/asked.js';
import { dispatched, routeFiles } from './dispatch/dispatch.js';
import { complexityEmulator } from './emulator/litellm-complexity.js';
import { complexityConfig } from './litellm/complexity.js';
import type { LitellmSettings } from './litellm/config.js';
import { litellmEnvironment, litellmLost } from './litellm/deployments.js';
import { configText, litellmDispatcher } from './litellm/dispatch.js';
import { namedRoutes } from './portkey/routes.js';
import { beyondGateways } from './portkey/shipment.js';
import type { ExportInput, ExportOutcome, ExportTarget } from './target.js';

const DISPATCH = { target: 'litellm', options: { mode: 'dispatch' } };

/** What the proxy's complexity router reads is not quite what the router reads. */
const COMPLEXITY_READS = [
  'words: the complexity router finds whole words, the router finds them inside others',
  'lengths: the complexity router counts whole fours of code points, and puts spaces between parts',
];

/** config.yaml of a LiteLLM proxy: told the route by its model name, or deciding by its complexity router. */
export const litellm: ExportTarget = {
  name: 'litellm',
  title: 'config.yaml for a LiteLLM proxy',
  version: 'litellm 1.94',
  conformance: 'emulated',
  next: 'litellm --config config.yaml; docs/exports.md says what to send as model',
  options: z.strictObject({
    mode: z
      .enum(['dispatch', 'complexity'])
      .default('dispatch')
      .describe('Who decides: our runtime beside the caller, or the proxy’s complexity router (static rules alone)'),
    budget_usd_per_day: z
      .number()
      .min(0)
      .default(0)
      .describe('What the proxy may spend a day on each provider before it goes along the fallback chain; 0: no limit'),
    tags: z
      .boolean()
      .default(false)
      .describe('Models keep their tags, and a request that names tags is answered only by models that have one of them'),
  }),
  export(input, { mode, ...settings }) {
    const chosen = settings as unknown as LitellmSettings;
    return mode === 'complexity' ? byComplexity(input, chosen) : dispatched(input, litellmDispatcher(chosen));
  },
};

function byComplexity(input: ExportInput, settings: LitellmSettings): ExportOutcome {
  const { config } = input;
  const beyond = beyondGateways(config);
  const alike = askedAlike(config.models);
  const written = complexityConfig(config, settings);
  const routes = namedRoutes(config);
  if (beyond.length > 0 || alike.length > 0 || typeof written === 'string' || typeof routes === 'string') {
    const own = typeof written === 'string' ? [written] : [];
    const unsupported = [beyond, alike, own].find((clauses) => clauses.length > 0) ?? [];
    const nearest = beyond.length > 0 || alike.length > 0 ? { target: 'ai-sdk' } : DISPATCH;
    return { fidelity: 'refused', mode: 'native', unsupported, nearest };
  }
  const files = [{ path: 'config.yaml', text: configText(written) }, ...routeFiles(input, routes)];
  return {
    fidelity: 'approximate',
    mode: 'native',
    files,
    unsupported: [...COMPLEXITY_READS, ...litellmLost(config)],
    nearest: DISPATCH,
    environment: litellmEnvironment(config),
    emulator: complexityEmulator(files),
  };
}
