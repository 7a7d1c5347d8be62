import { z } from 'zod';
import { SOURCE as ASK } from './asset/haproxy-ask.js';
import { chainOnly } from './dispatch/execution-lost.js';
import { readsEmbedding } from './dispatch/reads-embedding.js';
import { haproxyDispatch, haproxyNative } from './emulator/haproxy.js';
import { backendOf, type HaproxySettings, haproxyConfig, haproxyEnvironment } from './haproxy/config.js';
import { nativeLines } from './haproxy/native.js';
import { beyondGateways } from './portkey/shipment.js';
import { router } from './router.js';
import type { ExportFile, ExportInput, ExportOptions, ExportOutcome, ExportTarget } from './target.js';

const DISPATCH = { target: 'haproxy', options: { mode: 'dispatch' } };

/** haproxy.cfg: told the model by a header, or deciding by the text, its length and headers. */
export const haproxy: ExportTarget = {
  name: 'haproxy',
  title: 'haproxy.cfg',
  version: 'HAProxy 2.6',
  conformance: 'ran',
  next: "haproxy -f exports/haproxy/haproxy.cfg; import { ask } from './ask.mjs', or see docs/exports.md",
  options: z.strictObject({
    mode: z
      .enum(['dispatch', 'native'])
      .default('dispatch')
      .describe('Who decides: our runtime beside the caller, or HAProxy by rules on the text, its length and headers'),
    port: z.int().min(1).max(65_535).default(8080).describe('Where it listens, on loopback'),
    body_kb: z.int().min(16).max(16_384).default(256).describe('The largest request it takes, in kB; it is kept in memory'),
  }),
  export(input, { mode, ...settings }) {
    const beyond = beyondGateways(input.config);
    if (beyond.length > 0) return refused(mode === 'native' ? 'native' : 'dispatch', beyond, { target: 'ai-sdk' });
    return mode === 'native' ? native(input, settingsOf(settings)) : dispatch(input, settingsOf(settings));
  },
};

const settingsOf = (options: ExportOptions): HaproxySettings => ({
  port: Number(options['port']),
  bodyKb: Number(options['body_kb']),
});

function refused(
  mode: 'native' | 'dispatch',
  unsupported: readonly string[],
  nearest: typeof DISPATCH | { target: string },
): ExportOutcome {
  return { fidelity: 'refused', mode, unsupported, nearest };
}

/** Every model by a header, with its own name in the body: the chain is gone through by whoever asks. */
function dispatch(input: ExportInput, settings: HaproxySettings): ExportOutcome {
  const { config } = input;
  const backends = config.models.map(({ id }) => backendOf(config, id));
  const found = (backend: string): string => `{ req.hdr(x-routelab-model) -m str ${backend} }`;
  const choosing = [
    `http-request return status 400 content-type text/plain string "x-routelab-model names no model" unless ${found(backends.join(' '))}`,
    ...backends.map((backend) => `use_backend ${backend} if ${found(backend)}`),
  ];
  const models = config.models.map(({ id, name }) => ({ id, name, backend: backendOf(config, id) }));
  const files = [
    { path: 'haproxy.cfg', text: haproxyConfig(config, settings, choosing) },
    { path: 'models.json', text: `${JSON.stringify(models, null, 1)}\n` },
    { path: 'ask.mjs', text: ASK },
    ...runtimeFiles(input, 'module'),
  ];
  return {
    fidelity: 'exact',
    mode: 'dispatch',
    files,
    unsupported: chainOnly(config),
    environment: haproxyEnvironment(config),
    emulator: haproxyDispatch(files),
  };
}

/** What HAProxy gives away where it decides itself. */
const LOST = [
  'requests of more than 16 messages, of texts in parts, or with \\uXXXX in JSON: HAProxy can’t read them, and turns them away (422)',
  'the model’s name: HAProxy changes no body, so that every upstream must take what callers send',
];

function native(input: ExportInput, settings: HaproxySettings): ExportOutcome {
  const { config } = input;
  const lines = readsEmbedding(config) ? 'an embedding of the request' : nativeLines(config);
  if (typeof lines === 'string') return refused('native', [lines], DISPATCH);
  const files = [{ path: 'haproxy.cfg', text: haproxyConfig(config, settings, lines) }, ...runtimeFiles(input, 'none')];
  const fallback = config.fallback.length > 0 ? ['fallback: another model has another name, and HAProxy changes no body'] : [];
  return {
    fidelity: 'approximate',
    mode: 'native',
    files,
    unsupported: [...LOST, ...fallback, ...chainOnly(config)],
    nearest: DISPATCH,
    environment: haproxyEnvironment(config),
    emulator: haproxyNative(files),
  };
}

/** The router with its goldens, and with its runtime where that decides. */
function runtimeFiles(input: ExportInput, runtime: 'module' | 'none'): readonly ExportFile[] {
  const shipped = router.export(input, { runtime });
  return shipped.fidelity === 'refused' ? [] : shipped.files;
}
