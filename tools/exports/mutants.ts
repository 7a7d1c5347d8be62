import { sameRoute } from '../../src/export/emulator/emulator.js';
import type { ExportFile } from '../../src/export/target.js';
import { routerOf } from '../../test/support/every-router.js';
import { decisionsOf } from './decisions.js';
import { COLUMNS, outcomeOf } from './matrix.js';

/** A change to an exported file, and how many decisions then differ: none would mean that the check sees nothing. */
export interface Mutant {
  readonly file: string;
  readonly change: string;
  readonly decisions: number;
  readonly found: number;
}

/** One threshold or one name moved in a file: the column, the router's kind, the file, what stands there, what is put there. */
type Mutation = readonly [column: string, kind: string, path: string, from: string, to: string];

/** At least one for every target and mode. */
export const MUTATIONS: readonly Mutation[] = [
  ['router', 'rules', 'router.json', '"$gt": 40', '"$gt": 41'],
  ['router', 'text-rules', 'router.json', '"$lte": 10', '"$lte": 9'],
  ['ai-sdk', 'rules', 'router.json', '"$lte": 3', '"$lte": 2'],
  ['portkey, guardrail', 'text-rules', 'portkey.config.json', '"maxCharacters": 40', '"maxCharacters": 41'],
  ['portkey, guardrail', 'text-rules', 'portkey.config.json', '"minCharacters": 121', '"minCharacters": 120'],
  ['portkey, conditional', 'ridge', 'portkey.config.json', '"then": "r0"', '"then": "r1"'],
  ['portkey, webhook', 'ridge', 'portkey.config.json', '?route=r1"', '?route=r2"'],
  [
    'litellm, dispatch',
    'ridge',
    'config.yaml',
    'model_name: r0\n    litellm_params:\n      model: openai/lab-m0',
    'model_name: r0\n    litellm_params:\n      model: openai/lab-m1',
  ],
  ['litellm, dispatch', 'ridge', 'config.yaml', '- r0:\n        - m2', '- r0:\n        - m1'],
  ['litellm, complexity', 'words-first', 'config.yaml', 'simple: 10', 'simple: 11'],
  ['litellm, complexity', 'words-first', 'config.yaml', 'tier: REASONING', 'tier: SIMPLE'],
  ['litellm, heuristic_v2', 'cohorts', 'config.yaml', 'routing_threshold: 0.5', 'routing_threshold: 0.9'],
  ['litellm, heuristic_v2', 'cohorts', 'config.yaml', 'SIMPLE: r0', 'SIMPLE: r1'],
  ['vllm-semantic-router, dispatch', 'ridge', 'config.yaml', 'equals: m0', 'equals: m9'],
  ['vllm-semantic-router, native', 'text-rules', 'config.yaml', 'gte: 41', 'gte: 42'],
  ['vllm-semantic-router, native', 'rules', 'config.yaml', 'equals: restricted', 'equals: unrestricted'],
  ['nginx', 'rules', 'router.json', '"$lte": 3', '"$lte": 4'],
  ['haproxy, dispatch', 'ridge', 'haproxy.cfg', 'use_backend model_0 if', 'use_backend model_1 if'],
  ['haproxy, native', 'text-rules', 'haproxy.cfg', 'int le 40', 'int le 41'],
  ['openfeature, dispatch', 'ridge', 'flags.json', '"var": "route"', '"var": "rout"'],
  ['openfeature, native', 'rules', 'flags.json', '40\n', '41\n'],
  ['openrouter', 'ridge', 'openrouter.json', '"lab-m0",\n   "lab-m2"', '"lab-m1",\n   "lab-m2"'],
  ['tensorzero', 'ridge', 'tensorzero.toml', 'routing = ["m0"', 'routing = ["m1"'],
  ['bifrost', 'ridge', 'config.json', '== \\"r0\\"', '== \\"r9\\"'],
  ['envoy-ai-gateway', 'ridge', 'envoy-ai-gateway.yaml', 'value: r1', 'value: r9'],
  ['envoy-ai-gateway', 'ridge', 'envoy-ai-gateway.yaml', 'numRetries: 1', 'numRetries: 0'],
  ['kong', 'ridge', 'kong.yaml', 'weight: 2', 'weight: 0'],
];

/** Every mutation, held against what its column held without it. */
export function mutants(): readonly Mutant[] {
  return MUTATIONS.map(mutant);
}

export function mutant([title, kind, path, from, to]: Mutation): Mutant {
  const column = COLUMNS.find((one) => one.title === title);
  if (column === undefined) throw new Error(`no column ${title}`);
  const config = routerOf(kind);
  const outcome = outcomeOf(column, config);
  if (outcome.fidelity === 'refused') throw new Error(outcome.unsupported.join('; '));
  const [whole, moved] = [outcome.files, outcome.files.map((file) => (file.path === path ? changed(file, from, to) : file))];
  const [before, after] = [column.reads(whole), column.reads(moved)];
  const decisions = decisionsOf(config);
  const found = decisions.filter(({ request, route }) => !sameRoute(after(request, route), before(request, route))).length;
  const shown = (text: string): string => text.split(/\n\s*/).join(' ');
  return { file: `${path} of ${kind}, ${title}`, change: `${shown(from)} → ${shown(to)}`, decisions: decisions.length, found };
}

function changed({ path, text }: ExportFile, from: string, to: string): ExportFile {
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  return { path, text: text.replace(from, to) };
}
