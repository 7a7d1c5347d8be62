import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { aiSdk } from '../../src/export/ai-sdk.js';
import { bifrost } from '../../src/export/bifrost.js';
import { type Dispatcher, dispatchEmulator, textOf } from '../../src/export/dispatch/dispatch.js';
import { bifrostChains } from '../../src/export/emulator/bifrost.js';
import type { Emulator } from '../../src/export/emulator/emulator.js';
import { envoyChains } from '../../src/export/emulator/envoy-ai-gateway.js';
import { haproxyDispatch, haproxyNative } from '../../src/export/emulator/haproxy.js';
import { kongChains } from '../../src/export/emulator/kong.js';
import { litellmChains } from '../../src/export/emulator/litellm.js';
import { complexityEmulator } from '../../src/export/emulator/litellm-complexity.js';
import { heuristicV2Emulator } from '../../src/export/emulator/litellm-heuristic-v2.js';
import { flagChains, flagEmulator } from '../../src/export/emulator/openfeature.js';
import { openrouterChains } from '../../src/export/emulator/openrouter.js';
import { portkeyEmulator } from '../../src/export/emulator/portkey.js';
import { tensorzeroChains } from '../../src/export/emulator/tensorzero.js';
import { hintedEmulator, semanticRouterEmulator } from '../../src/export/emulator/vllm-semantic-router.js';
import { envoyAiGateway } from '../../src/export/envoy-ai-gateway.js';
import { haproxy } from '../../src/export/haproxy.js';
import { kong } from '../../src/export/kong.js';
import { litellm } from '../../src/export/litellm.js';
import { nginx } from '../../src/export/nginx.js';
import { openfeature } from '../../src/export/openfeature.js';
import { openrouter } from '../../src/export/openrouter.js';
import { portkey } from '../../src/export/portkey.js';
import { router } from '../../src/export/router.js';
import type { ExportedRouter, ExportFile, ExportTarget } from '../../src/export/target.js';
import { tensorzero } from '../../src/export/tensorzero.js';
import { vllmSemanticRouter } from '../../src/export/vllm-semantic-router.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import type { GoldenDecision } from '../../src/router/golden.js';
import { sealRouter } from '../../src/router/seal.js';
import { shipmentOf } from '../../test/support/an-export.js';
import { decisionsOf } from './decisions.js';
import { type Count, emulatorHeld, firstHeld, moduleHeld, runtimeHeld } from './held.js';
import { flagdHeld, haproxyHeld, nginxHeld } from './real-servers.js';

/** A column of the matrix: a target with its options, and how its files are held against the runtime. */
export interface Column {
  readonly title: string;
  readonly target: ExportTarget;
  readonly options: object;
  /** Where the target knows the models of one provider alone: they are made its own, which changes no decision. */
  readonly provider?: string;
  held(dir: string, exported: ExportedRouter, decisions: readonly GoldenDecision[]): Promise<Count>;
  /** What files decide, changed ones as well. */
  readonly reads: (files: readonly ExportFile[]) => Emulator;
}

const byEmulator: Column['held'] = async (_dir, exported, decisions) => emulatorHeld(exported, decisions);
const gateway = (mode: string): Column => ({
  title: `portkey, ${mode}`,
  target: portkey,
  options: { mode },
  held: byEmulator,
  reads: portkeyEmulator,
});
/** A gateway that is told a route by its name. */
const told =
  (chainsIn: Dispatcher['chainsIn']): Column['reads'] =>
  (files) =>
    dispatchEmulator(files, chainsIn(files));
/** Our runtime reads router.json, whose hashes a change makes wrong: they are set anew. */
const byRouter: Column['reads'] = (files) => {
  const { format: _f, decisionHash: _d, checksum: _c, ...draft } = JSON.parse(textOf(files, 'router.json')) as RouterConfig;
  const own = createRouter(sealRouter(draft));
  return (request) => own.route(request);
};

/** Every target and mode. */
export const COLUMNS: readonly Column[] = [
  { title: 'router', target: router, options: {}, held: runtimeHeld, reads: byRouter },
  { title: 'ai-sdk', target: aiSdk, options: {}, held: moduleHeld, reads: byRouter },
  gateway('conditional'),
  gateway('webhook'),
  gateway('guardrail'),
  { title: 'litellm, dispatch', target: litellm, options: {}, held: byEmulator, reads: told(litellmChains) },
  { title: 'litellm, complexity', target: litellm, options: { mode: 'complexity' }, held: byEmulator, reads: complexityEmulator },
  {
    title: 'litellm, heuristic_v2',
    target: litellm,
    options: { mode: 'heuristic_v2' },
    held: byEmulator,
    reads: heuristicV2Emulator,
  },
  { title: 'vllm-semantic-router, dispatch', target: vllmSemanticRouter, options: {}, held: byEmulator, reads: hintedEmulator },
  {
    title: 'vllm-semantic-router, native',
    target: vllmSemanticRouter,
    options: { mode: 'native' },
    held: async (_dir, exported, decisions) => firstHeld(exported, decisions),
    reads: semanticRouterEmulator,
  },
  { title: 'nginx', target: nginx, options: {}, held: nginxHeld, reads: byRouter },
  { title: 'haproxy, dispatch', target: haproxy, options: {}, held: haproxyHeld, reads: haproxyDispatch },
  { title: 'haproxy, native', target: haproxy, options: { mode: 'native' }, held: haproxyHeld, reads: haproxyNative },
  { title: 'openfeature, dispatch', target: openfeature, options: {}, held: flagdHeld, reads: told(flagChains) },
  { title: 'openfeature, native', target: openfeature, options: { mode: 'native' }, held: flagdHeld, reads: flagEmulator },
  {
    title: 'openrouter',
    target: openrouter,
    options: {},
    provider: 'openrouter',
    held: byEmulator,
    reads: told(openrouterChains),
  },
  { title: 'tensorzero', target: tensorzero, options: {}, held: byEmulator, reads: told(tensorzeroChains) },
  { title: 'bifrost', target: bifrost, options: {}, held: byEmulator, reads: told(bifrostChains) },
  { title: 'envoy-ai-gateway', target: envoyAiGateway, options: {}, held: byEmulator, reads: told(envoyChains) },
  { title: 'kong', target: kong, options: {}, held: byEmulator, reads: told(kongChains) },
];

/** What a target makes of a kind of router. */
export interface Cell {
  readonly fidelity: 'exact' | 'approximate' | 'refused';
  /** Null where nothing was written, or the router has a state of its own, which goldens of single requests don't show. */
  readonly count: Count | null;
  /** Why it is refused. */
  readonly why: string;
}

/** What every target makes of a router. */
export async function cellsOf(scratch: string, kind: string, config: RouterConfig): Promise<Cell[]> {
  const decisions = decisionsOf(config);
  const cells: Cell[] = [];
  for (const [index, column] of COLUMNS.entries()) {
    const outcome = outcomeOf(column, config);
    if (outcome.fidelity === 'refused') {
      cells.push({ fidelity: 'refused', count: null, why: outcome.unsupported.join('; ') });
      continue;
    }
    const dir = join(scratch, `${kind}-${index}`);
    mkdirSync(dir, { recursive: true });
    const stateful = createRouter(config).stateful && column.target === aiSdk;
    cells.push({ fidelity: outcome.fidelity, count: stateful ? null : await column.held(dir, outcome, decisions), why: '' });
  }
  return cells;
}

/** A column's export of a router. */
export function outcomeOf({ target, options, provider }: Column, config: RouterConfig): ReturnType<ExportTarget['export']> {
  const { format: _f, decisionHash: _d, checksum: _c, ...draft } = config;
  const models = config.models.map((model) => ({ ...model, ...(provider === undefined ? {} : { provider }) }));
  const asked = provider === undefined ? config : sealRouter({ ...draft, models });
  return target.export(shipmentOf(asked), target.options.parse(options) as never);
}
