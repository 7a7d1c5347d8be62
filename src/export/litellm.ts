import { z } from 'zod';
import type { RouterConfig } from '../router/config.js';
import { askedAlike } from './dispatch/asked.js';
import { dispatched, routeFiles } from './dispatch/dispatch.js';
import type { Emulator } from './emulator/emulator.js';
import { complexityEmulator } from './emulator/litellm-complexity.js';
import { heuristicV2Emulator } from './emulator/litellm-heuristic-v2.js';
import { complexityConfig } from './litellm/complexity.js';
import type { LitellmConfig, LitellmSettings } from './litellm/config.js';
import { litellmEnvironment, litellmLost } from './litellm/deployments.js';
import { configText, litellmDispatcher } from './litellm/dispatch.js';
import { heuristicV2Config, heuristicV2Lost } from './litellm/heuristic-v2.js';
import { namedRoutes } from './portkey/routes.js';
import { beyondGateways } from './portkey/shipment.js';
import type { ExportFile, ExportInput, ExportOutcome, ExportTarget } from './target.js';

const DISPATCH = { target: 'litellm', options: { mode: 'dispatch' } };

/** What the proxy's complexity router reads is not quite what the router reads. */
const COMPLEXITY_READS = [
  'words: the complexity router finds whole words, the router finds them inside others',
  'lengths: the complexity router counts whole fours of code points, and puts spaces between parts',
];

/** What its heuristic_v2 reads is not quite what the router reads. */
const HEURISTIC_V2_READS = [
  'texts: the proxy reads the last question that says anything, without what a harness put into it, and puts spaces between parts',
  'words: the proxy knows letters, white space and letter case of every script, the router those of ASCII',
];

/** config.yaml of a LiteLLM proxy: told the route by its model name, or deciding by its complexity router or its heuristic_v2. */
export const litellm: ExportTarget = {
  name: 'litellm',
  title: 'config.yaml for a LiteLLM proxy',
  version: 'litellm 1.94',
  conformance: 'emulated',
  next: 'litellm --config config.yaml; docs/exports.md says what to send as model',
  options: z.strictObject({
    mode: z
      .enum(['dispatch', 'complexity', 'heuristic_v2'])
      .default('dispatch')
      .describe(
        'Who decides: our runtime beside the caller, the proxy’s complexity router (static rules alone), or its heuristic_v2 with counts fitted here (predict by cohorts)',
      ),
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
    const native = NATIVE[String(mode)];
    return native === undefined ? dispatched(input, litellmDispatcher(chosen)) : byItself(input, chosen, native);
  },
};

/** How the proxy decides itself. */
interface Native {
  readonly config: (config: RouterConfig, settings: LitellmSettings) => LitellmConfig | string;
  readonly emulator: (files: readonly ExportFile[]) => Emulator;
  /** What it does otherwise than the router. */
  readonly lost: (config: RouterConfig) => readonly string[];
}

const NATIVE: Readonly<Record<string, Native>> = {
  complexity: { config: complexityConfig, emulator: complexityEmulator, lost: () => COMPLEXITY_READS },
  heuristic_v2: {
    config: heuristicV2Config,
    emulator: heuristicV2Emulator,
    lost: (config) => [...HEURISTIC_V2_READS, ...heuristicV2Lost(config)],
  },
};

function byItself(input: ExportInput, settings: LitellmSettings, native: Native): ExportOutcome {
  const { config } = input;
  const beyond = beyondGateways(config);
  const alike = askedAlike(config.models);
  const written = native.config(config, settings);
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
    unsupported: [...native.lost(config), ...litellmLost(config)],
    nearest: DISPATCH,
    environment: litellmEnvironment(config),
    emulator: native.emulator(files),
  };
}
