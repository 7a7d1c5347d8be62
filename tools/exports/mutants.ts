import { bifrost } from '../../src/export/bifrost.js';
import { type Dispatcher, dispatchEmulator } from '../../src/export/dispatch/dispatch.js';
import { bifrostChains } from '../../src/export/emulator/bifrost.js';
import { sameRoute } from '../../src/export/emulator/emulator.js';
import { litellmChains } from '../../src/export/emulator/litellm.js';
import { complexityEmulator } from '../../src/export/emulator/litellm-complexity.js';
import { portkeyEmulator } from '../../src/export/emulator/portkey.js';
import { tensorzeroChains } from '../../src/export/emulator/tensorzero.js';
import { litellm } from '../../src/export/litellm.js';
import { portkey } from '../../src/export/portkey.js';
import type { ExportTarget } from '../../src/export/target.js';
import { tensorzero } from '../../src/export/tensorzero.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { sealRouter } from '../../src/router/seal.js';
import { exported } from '../../test/support/an-export.js';
import { routerOf } from '../../test/support/every-router.js';
import { decisionsOf } from './decisions.js';

/** A change to an exported file, and how many decisions then differ: none would mean that the check sees nothing. */
export interface Mutant {
  readonly file: string;
  readonly change: string;
  readonly decisions: number;
  readonly found: number;
}

/** One threshold, or one name, in each kind of exported file. */
export function mutants(): readonly Mutant[] {
  return [
    ofRouter('rules', '"$gt":40', '"$gt":41'),
    ofRouter('text-rules', '"$lte":10', '"$lte":9'),
    ofGateway('text-rules', 'guardrail', '"maxCharacters": 40', '"maxCharacters": 41'),
    ofGateway('text-rules', 'guardrail', '"minCharacters": 121', '"minCharacters": 120'),
    ofGateway('ridge', 'conditional', '"then": "r0"', '"then": "r1"'),
    ofGateway('ridge', 'webhook', '?route=r1"', '?route=r2"'),
    ofDispatch(
      litellm,
      litellmChains,
      'config.yaml',
      'model_name: r0\n    litellm_params:\n      model: openai/lab-m0',
      'model_name: r0\n    litellm_params:\n      model: openai/lab-m1',
    ),
    ofDispatch(tensorzero, tensorzeroChains, 'tensorzero.toml', 'routing = ["m0"', 'routing = ["m1"'),
    ofDispatch(bifrost, bifrostChains, 'config.json', '== \\"r0\\"', '== \\"r9\\"'),
    ofComplexity('simple: 10', 'simple: 11'),
    ofComplexity('tier: REASONING', 'tier: SIMPLE'),
    ofDispatch(litellm, litellmChains, 'config.yaml', '- r0:\n        - m2', '- r0:\n        - m1'),
  ];
}

function ofRouter(kind: string, from: string, to: string): Mutant {
  const config = routerOf(kind);
  const {
    format: _f,
    decisionHash: _d,
    checksum: _c,
    ...draft
  } = JSON.parse(replaced(JSON.stringify(config), from, to)) as RouterConfig;
  const router = createRouter(sealRouter(draft));
  const decisions = decisionsOf(config);
  const found = decisions.filter(({ request, route }) => !sameRoute(router.route(request), route)).length;
  return { file: `router.json of ${kind}`, change: `${from} → ${to}`, decisions: decisions.length, found };
}

function ofGateway(kind: string, mode: string, from: string, to: string): Mutant {
  const config = routerOf(kind);
  const { files, emulator } = exported(portkey, config, { mode });
  if (emulator === undefined) throw new Error('no emulator');
  const moved = portkeyEmulator(
    files.map((file) => (file.path === 'portkey.config.json' ? { ...file, text: replaced(file.text, from, to) } : file)),
  );
  const decisions = decisionsOf(config);
  const found = decisions.filter(({ request, route }) => !sameRoute(moved(request, route), emulator(request, route))).length;
  return { file: `portkey.config.json of ${kind}, ${mode}`, change: `${from} → ${to}`, decisions: decisions.length, found };
}

/** A file by which the gateway decides itself. */
function ofComplexity(from: string, to: string): Mutant {
  const config = routerOf('words-first');
  const { files, emulator } = exported(litellm, config, { mode: 'complexity' });
  if (emulator === undefined) throw new Error('no emulator');
  const moved = complexityEmulator(
    files.map((file) => (file.path === 'config.yaml' ? { ...file, text: replaced(file.text, from, to) } : file)),
  );
  const decisions = decisionsOf(config);
  const found = decisions.filter(({ request, route }) => !sameRoute(moved(request, route), emulator(request, route))).length;
  return {
    file: 'config.yaml of words-first, litellm complexity',
    change: `${from} → ${to}`,
    decisions: decisions.length,
    found,
  };
}

/** The decisions of a learned router by the changed file of a gateway that is told the route. */
function ofDispatch(target: ExportTarget, chainsIn: Dispatcher['chainsIn'], path: string, from: string, to: string): Mutant {
  const config = routerOf('ridge');
  const moved = exported(target, config).files.map((file) =>
    file.path === path ? { ...file, text: replaced(file.text, from, to) } : file,
  );
  const emulator = dispatchEmulator(moved, chainsIn(moved));
  const decisions = decisionsOf(config);
  const found = decisions.filter(({ request, route }) => !sameRoute(emulator(request, route), route)).length;
  const shown = (text: string): string => text.split(/\n\s*/).join(' ');
  return {
    file: `${path} of ridge, ${target.name}`,
    change: `${shown(from)} → ${shown(to)}`,
    decisions: decisions.length,
    found,
  };
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the file has no ${from}`);
  return text.replace(from, to);
}
