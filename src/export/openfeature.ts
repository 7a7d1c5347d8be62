import { z } from 'zod';
import type { Json } from '../domain/json.js';
import { SOURCE as CONTEXT } from './asset/openfeature-context.js';
import { type Dispatcher, dispatched } from './dispatch/dispatch.js';
import { executionIsCallers } from './dispatch/execution-lost.js';
import { flagChains, flagEmulator } from './emulator/openfeature.js';
import type { Logic } from './openfeature/logic.js';
import { NOBODY, type Targeting, targetingOf } from './openfeature/targeting.js';
import { beyondGateways } from './portkey/shipment.js';
import { router } from './router.js';
import type { ExportFile, ExportInput, ExportOutcome, ExportTarget } from './target.js';

const SCHEMA = 'https://flagd.dev/schema/v0/flags.json';

/** A flag whose variants are routes: decided by its own targeting, or by our runtime, which names the variant. */
export const openfeature: ExportTarget = {
  name: 'openfeature',
  title: 'A flag for OpenFeature’s flagd',
  version: '@openfeature/flagd-core 4.0.1',
  conformance: 'ran',
  next: 'docs/exports.md says how a flag is asked; its value has the models to ask, one after another',
  options: z.strictObject({
    mode: z
      .enum(['dispatch', 'native'])
      .default('dispatch')
      .describe('Who decides: our runtime, which names the variant, or the flag’s targeting over numbers and signals'),
    flag: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'not a plain name')
      .default('model-route')
      .describe('Key of the flag'),
  }),
  export(input, { mode, flag }) {
    const key = String(flag);
    return mode === 'native' ? native(input, key) : dispatched(input, dispatcher(key));
  },
};

const dispatcher = (key: string): Dispatcher => ({
  files: (_config, routes) => [flagFile(key, { var: 'route' }, routes)],
  chainsIn: flagChains,
  refused: () => [],
  lost: executionIsCallers,
  environment: () => [],
});

function native(input: ExportInput, key: string): ExportOutcome {
  const beyond = beyondGateways(input.config);
  const made = beyond.length > 0 ? beyond : targetingOf(input.config);
  if (typeof made === 'string' || !('targeting' in made)) {
    const nearest = beyond.length > 0 ? { target: 'ai-sdk' } : { target: 'openfeature', options: { mode: 'dispatch' } };
    return { fidelity: 'refused', mode: 'native', unsupported: [made].flat(), nearest };
  }
  const shipped = router.export(input, { runtime: 'none' });
  const files = [...nativeFiles(key, made), ...(shipped.fidelity === 'refused' ? [] : shipped.files)];
  return {
    fidelity: 'exact',
    mode: 'native',
    files,
    unsupported: executionIsCallers(input.config),
    environment: [],
    emulator: flagEmulator(files),
  };
}

function nativeFiles(key: string, { targeting, variants, spec }: Targeting): ExportFile[] {
  return [
    flagFile(key, targeting, variants),
    { path: 'context.json', text: `${JSON.stringify(spec, null, 1)}\n` },
    { path: 'context.mjs', text: `${CONTEXT}\n` },
  ];
}

/** Whoever names no variant gets nobody's models, never a guess. */
function flagFile(key: string, targeting: Logic, variants: Readonly<Record<string, readonly string[]>>): ExportFile {
  const values = Object.fromEntries(Object.entries({ ...variants, [NOBODY]: [] }).map(([name, models]) => [name, { models }]));
  const flag = { state: 'ENABLED', variants: values, defaultVariant: NOBODY, targeting } as Json;
  return { path: 'flags.json', text: `${JSON.stringify({ $schema: SCHEMA, flags: { [key]: flag } }, null, 1)}\n` };
}
