import { stringify } from 'yaml';
import { z } from 'zod';
import { createRouter } from '../router/create-router.js';
import { goldenDecisions } from '../router/golden.js';
import { SOURCE as ASK } from './asset/vllm-semantic-router-ask.js';
import { chainOnly } from './dispatch/execution-lost.js';
import type { Emulator } from './emulator/emulator.js';
import { decidedBy, hintedEmulator, semanticRouterEmulator } from './emulator/vllm-semantic-router.js';
import { beyondGateways } from './portkey/shipment.js';
import { router } from './router.js';
import type { ExportFile, ExportInput, ExportOutcome, ExportTarget } from './target.js';
import type { SemanticRouterConfig } from './vllm-semantic-router/config.js';
import { hintedConfig } from './vllm-semantic-router/hinted.js';
import { semanticRouterEnvironment } from './vllm-semantic-router/models.js';
import { nativeConfig } from './vllm-semantic-router/native.js';
import { probesOf } from './vllm-semantic-router/probes.js';

const DISPATCH = { target: 'vllm-semantic-router', options: { mode: 'dispatch' } };

/** config.yaml of vLLM semantic-router: told the model by a hint in the request's metadata, or deciding by signals of its own. */
export const vllmSemanticRouter: ExportTarget = {
  name: 'vllm-semantic-router',
  title: 'config.yaml for vLLM semantic-router',
  version: 'vllm semantic-router, config v0.3',
  conformance: 'emulated',
  next: "envsubst '$<PROVIDER>_BASE_URL' < config.yaml, then vllm-sr serve; docs/exports.md says what to send as metadata",
  options: z.strictObject({
    mode: z
      .enum(['dispatch', 'native'])
      .default('dispatch')
      .describe('Who decides: our runtime beside the caller, or the gateway by its signals (static rules alone)'),
  }),
  export(input, { mode }) {
    const beyond = beyondGateways(input.config);
    if (beyond.length > 0) return refused(mode === 'native' ? 'native' : 'dispatch', beyond, { target: 'ai-sdk' });
    return mode === 'native' ? native(input) : dispatch(input);
  },
};

function refused(
  mode: 'native' | 'dispatch',
  unsupported: readonly string[],
  nearest: typeof DISPATCH | { target: string },
): ExportOutcome {
  return { fidelity: 'refused', mode, unsupported, nearest };
}

/** Every model by a hint: which routes there may be need not be known beforehand. */
function dispatch(input: ExportInput): ExportOutcome {
  const { config } = input;
  const files = [configFile(hintedConfig(config)), ...runtimeFiles(input), { path: 'ask.mjs', text: ASK }];
  return {
    fidelity: 'exact',
    mode: 'dispatch',
    files,
    unsupported: chainOnly(config),
    environment: semanticRouterEnvironment(config),
    emulator: hintedEmulator(files),
  };
}

function native(input: ExportInput): ExportOutcome {
  const { config } = input;
  const written = nativeConfig(config);
  if (typeof written === 'string') return refused('native', [written], DISPATCH);
  const { config: own, lost } = written;
  const decides = [configFile(own)];
  const emulator = semanticRouterEmulator(decides);
  const files = [...decides, probesFile(input, decides, emulator), ...runtimeFiles(input)];
  return {
    fidelity: lost.length === 0 ? 'exact' : 'approximate',
    mode: 'native',
    files,
    unsupported: [...lost, ...chainOnly(config)],
    ...(lost.length === 0 ? {} : { nearest: DISPATCH }),
    environment: semanticRouterEnvironment(config),
    emulator,
  };
}

/** As YAML 1.1 and 1.2 read it alike. */
function yamlText(document: object): string {
  return stringify(document, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 });
}

function configFile(config: SemanticRouterConfig): ExportFile {
  return { path: 'config.yaml', text: yamlText(config) };
}

function probesFile({ config }: ExportInput, files: readonly ExportFile[], emulator: Emulator): ExportFile {
  const decide = decidedBy(files);
  const probes = probesOf(config.name, goldenDecisions(createRouter(config)), emulator, (request) => {
    const decision = decide(request);
    return decision === null ? null : { name: decision.name, model: decision.modelRefs[0]?.model ?? '' };
  });
  return { path: 'probes.yaml', text: yamlText(probes) };
}

/** The router with its runtime and its goldens. */
function runtimeFiles(input: ExportInput): readonly ExportFile[] {
  const shipped = router.export(input, { runtime: 'module' });
  return shipped.fidelity === 'refused' ? [] : shipped.files;
}
