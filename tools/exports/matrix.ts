import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { aiSdk } from '../../src/export/ai-sdk.js';
import { bifrost } from '../../src/export/bifrost.js';
import { litellm } from '../../src/export/litellm.js';
import { nginx } from '../../src/export/nginx.js';
import { openrouter } from '../../src/export/openrouter.js';
import { portkey } from '../../src/export/portkey.js';
import { router } from '../../src/export/router.js';
import type { ExportedRouter, ExportTarget } from '../../src/export/target.js';
import { tensorzero } from '../../src/export/tensorzero.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import type { GoldenDecision } from '../../src/router/golden.js';
import { sealRouter } from '../../src/router/seal.js';
import { shipmentOf } from '../../test/support/an-export.js';
import { decisionsOf } from './decisions.js';
import { type Count, emulatorHeld, moduleHeld, runtimeHeld } from './held.js';
import { nginxHeld } from './real-servers.js';

/** A column of the matrix: a target with its options, and how its files are held against the runtime. */
export interface Column {
  readonly title: string;
  readonly target: ExportTarget;
  readonly options: object;
  /** Where the target knows the models of one provider alone: they are made its own, which changes no decision. */
  readonly provider?: string;
  held(dir: string, exported: ExportedRouter, decisions: readonly GoldenDecision[]): Promise<Count>;
}

const byEmulator: Column['held'] = async (_dir, exported, decisions) => emulatorHeld(exported, decisions);
const gateway = (mode: string): Column => ({ title: `portkey, ${mode}`, target: portkey, options: { mode }, held: byEmulator });

/** Every target and mode. */
export const COLUMNS: readonly Column[] = [
  { title: 'router', target: router, options: {}, held: runtimeHeld },
  { title: 'ai-sdk', target: aiSdk, options: {}, held: moduleHeld },
  gateway('conditional'),
  gateway('webhook'),
  gateway('guardrail'),
  { title: 'litellm, dispatch', target: litellm, options: {}, held: byEmulator },
  { title: 'litellm, complexity', target: litellm, options: { mode: 'complexity' }, held: byEmulator },
  { title: 'nginx', target: nginx, options: {}, held: nginxHeld },
  { title: 'openrouter', target: openrouter, options: {}, provider: 'openrouter', held: byEmulator },
  { title: 'tensorzero', target: tensorzero, options: {}, held: byEmulator },
  { title: 'bifrost', target: bifrost, options: {}, held: byEmulator },
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
