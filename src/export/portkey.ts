import { z } from 'zod';
import type { Json } from '../domain/json.js';
import { SOURCE as HEADERS } from './asset/portkey-headers.js';
import { SOURCE as WEBHOOK } from './asset/portkey-webhook.js';
import { portkeyEmulator } from './emulator/portkey.js';
import { beyondGateways, conditionalConfig, guardrailConfig, type Shipped, webhookConfig } from './portkey/shipment.js';
import { executionLost, portkeyEnvironment } from './portkey/upstream.js';
import { router } from './router.js';
import type { ExportFile, ExportInput, ExportOutcome, ExportTarget } from './target.js';

type Mode = 'conditional' | 'guardrail' | 'webhook';

const MAKERS: Readonly<Record<Mode, (config: ExportInput['config']) => Shipped>> = {
  conditional: conditionalConfig,
  guardrail: guardrailConfig,
  webhook: webhookConfig,
};

/** A longer header is refused by Node's server with 431. */
const MOST_HEADER_BYTES = 14_000;

/** What the gateway's checks see is not quite what the router reads. */
const GUARDRAILS_SEE =
  'texts: the gateway’s checks read the last message, whoever wrote it, and count UTF-16 units, not code points';

/** A config for the Portkey AI gateway: it decides by its guardrails, or is told by our runtime, by the caller's metadata or a webhook. */
export const portkey: ExportTarget = {
  name: 'portkey',
  title: 'A config for the Portkey AI gateway',
  version: '@portkey-ai/gateway 1.15.2',
  conformance: 'ran',
  next: "import { headers } from './headers.mjs'; docs/exports.md says what to send along with each chat completion",
  options: z.strictObject({
    mode: z
      .enum(['conditional', 'guardrail', 'webhook'])
      .default('conditional')
      .describe(
        'Who decides: our runtime beside the caller (metadata), the gateway (its checks), or our runtime behind a webhook',
      ),
  }),
  export(input, { mode }) {
    const chosen = mode as Mode;
    const native = chosen === 'guardrail';
    const beyond = beyondGateways(input.config);
    const shipped = beyond.length > 0 ? { refused: beyond } : MAKERS[chosen](input.config);
    if ('refused' in shipped) {
      const nearest =
        native && beyond.length === 0 ? { target: 'portkey', options: { mode: 'conditional' } } : { target: 'ai-sdk' };
      return { fidelity: 'refused', mode: native ? 'native' : 'dispatch', unsupported: shipped.refused, nearest };
    }
    return outcome(input, shipped, chosen);
  },
};

function outcome(
  input: ExportInput,
  { config, routes }: Exclude<Shipped, { readonly refused: unknown }>,
  mode: Mode,
): ExportOutcome {
  const text = `${JSON.stringify(config, null, 1)}\n`;
  const native = mode === 'guardrail';
  const nearest = { target: 'portkey', options: { mode: 'conditional' } };
  const size = JSON.stringify(config).length;
  if (size > MOST_HEADER_BYTES)
    return {
      fidelity: 'refused',
      mode: native ? 'native' : 'dispatch',
      unsupported: [`its ${size} bytes: the gateway takes a header of 16 kB`],
      nearest: { target: 'ai-sdk' },
    };
  const files: ExportFile[] = [
    { path: 'portkey.config.json', text },
    { path: 'routes.json', text: `${JSON.stringify(routes as Json, null, 1)}\n` },
    ...runtimeFiles(input),
    { path: 'headers.mjs', text: HEADERS },
    ...(mode === 'webhook' ? [{ path: 'webhook.mjs', text: WEBHOOK }] : []),
  ];
  return {
    fidelity: native ? 'approximate' : 'exact',
    mode: native ? 'native' : 'dispatch',
    files,
    unsupported: [...(native ? [GUARDRAILS_SEE] : []), ...executionLost(input.config)],
    ...(native ? { nearest } : {}),
    environment: [...portkeyEnvironment(input.config), ...(mode === 'webhook' ? ['ROUTELAB_WEBHOOK_URL'] : [])],
    emulator: portkeyEmulator(files),
  };
}

/** The router with its runtime and its goldens. */
function runtimeFiles(input: ExportInput): readonly ExportFile[] {
  const shipped = router.export(input, { runtime: 'module' });
  return shipped.fidelity === 'refused' ? [] : shipped.files;
}
