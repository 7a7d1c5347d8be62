import { basename, join } from 'node:path';
import type { AbResults, AbSpec } from '../../domain/ab.js';
import type { Json } from '../../domain/json.js';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import { abMarkdown } from '../../report/markdown/ab-markdown.js';
import { abTest } from '../../simulate/ab/ab-test.js';
import { assignedBelow } from '../../simulate/ab/assignment.js';
import type { Arm, Scenario } from '../../simulate/scenario.js';
import type { SimulatedRouter } from '../../simulate/stage.js';
import { withPlaces } from '../load/load-experiment.js';
import { writeResults } from '../report/write-results.js';
import { version } from '../version.js';
import { openSimulation, type SimulateOptions } from './open-simulation.js';
import { simulationHash, simulationInputs } from './simulation-inputs.js';

export interface AbOptions {
  readonly experimentFile: string;
  readonly routers: readonly [a: string, b: string];
  /** Path, or name in `scenarios/`. */
  readonly scenario: string;
  /** Of the scenario's arms; undefined: as each router says. */
  readonly arm: string | undefined;
  readonly seeds: SimulateOptions['seeds'];
  readonly spec: AbSpec;
  /** Default `reports/ab` beside the experiment file. */
  readonly out?: string;
  /** Told how many tests there will be, and after each. */
  readonly onTrials?: (tests: number) => void;
  readonly onTrial?: () => void;
}

export interface AbWorkspace {
  readonly results: AbResults;
  readonly dir: string;
}

const POSITIONS = ['<a>', '<b>'] as const;

/** Plans and simulates an A/B test of two routers of a workspace, and writes what came of it. */
export async function abWorkspace(options: AbOptions): Promise<AbWorkspace> {
  const { experimentFile, routers, seeds, spec } = options;
  const simulation = await openSimulation({
    experimentFile,
    routers,
    routerField: (index) => POSITIONS[index] ?? '<b>',
    seeds,
    scenarios: [options.scenario],
  });
  const { root, opened, part, scenarios, stage, times } = simulation;
  const [loaded] = scenarios;
  const [a, b] = stage.routers;
  if (loaded === undefined || a === undefined || b === undefined) throw new Error('an A/B test has a scenario and two routers');
  const arm = armOf(loaded.scenario, options.arm);
  options.onTrials?.(seeds.count);
  const pair: readonly [SimulatedRouter, SimulatedRouter] = [a, b];
  const outcome = withPlaces(loaded.file, () => abTest(loaded.scenario, arm, pair, stage, spec, options.onTrial));
  await times.save();
  const inputs = await simulationInputs(simulation, experimentFile);
  const how = { ...spec, guards: spec.guards.map((guard) => ({ ...guard })) } as Json;
  const results: AbResults = {
    schemaVersion: 1,
    tool: { name: 'routelab', version: version() },
    experiment: { name: opened.experiment.name, file: basename(experimentFile), synthetic: opened.experiment.synthetic },
    inputs: { hash: simulationHash(inputs, { seeds: { ...seeds }, arm: options.arm ?? null, ab: how }), files: inputs },
    seeds,
    costUnit: opened.experiment.cost.by,
    traffic: { queries: stage.queries.rows.length, part },
    scenario: { name: loaded.scenario.name, lengthMs: loaded.scenario.lengthMs },
    arm: options.arm ?? null,
    routers: [a.name, b.name],
    stateful: pair.filter(({ router }) => router.stateful).map(({ name }) => name),
    assignment: { hash: 'murmur3_x86_32', key: 'k:visit-<n>', salt: spec.salt, below: assignedBelow(spec.share) },
    spec,
    ...outcome,
  };
  const dir = await writeResults(options.out ?? join(root, 'reports', 'ab'), results.inputs.hash, {
    'ab.json': `${JSON.stringify(results, null, 1)}\n`,
    'summary.md': abMarkdown(results),
  });
  return { results, dir };
}

function armOf({ arms }: Scenario, name: string | undefined): Arm {
  if (name === undefined) return { name: 'as shipped', policy: null };
  const found = arms.find((arm) => arm.name === name);
  if (found !== undefined) return found;
  const names = arms.map((arm) => arm.name);
  const close = nearest(name, names);
  throw new UserError({
    field: '--arm',
    message: 'the scenario has no such arm',
    value: name,
    accepted: names.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
