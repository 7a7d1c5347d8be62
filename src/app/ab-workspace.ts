import { UserError } from '../domain/user-error.js';
import { type AbOutcome, type AbSpec, abTest } from '../simulate/ab/ab-test.js';
import type { Arm, Scenario } from '../simulate/scenario.js';
import type { SimulatedRouter } from '../simulate/simulate-scenario.js';
import { withPlaces } from './load-experiment.js';
import { openSimulation, type SimulateOptions } from './simulate-workspace.js';

export interface AbOptions {
  readonly experimentFile: string;
  readonly routers: readonly [a: string, b: string];
  /** Path, or name in `scenarios/`. */
  readonly scenario: string;
  /** Of the scenario's arms; its first where none is named. */
  readonly arm: string | undefined;
  readonly seeds: SimulateOptions['seeds'];
  readonly spec: AbSpec;
}

/** A planned and simulated A/B test, with the names of what it is about. */
export interface AbWorkspace extends AbOutcome {
  readonly experiment: { readonly name: string; readonly synthetic: boolean };
  /** Queries that traffic is drawn from, and the part they are. */
  readonly traffic: { readonly queries: number; readonly part: 'all' | 'test' };
  readonly scenario: string;
  readonly arm: string;
  readonly routers: readonly [a: string, b: string];
  readonly spec: AbSpec;
  /** Length of the scenario. */
  readonly lengthMs: number;
}

/** Plans and simulates an A/B test of two routers of a workspace. */
export async function abWorkspace(options: AbOptions): Promise<AbWorkspace> {
  const { experimentFile, routers, seeds, spec } = options;
  const simulation = await openSimulation({ experimentFile, routers, seeds, scenarios: [options.scenario] });
  const { opened, part, scenarios, stage, times } = simulation;
  const [loaded] = scenarios;
  const [a, b] = stage.routers;
  if (loaded === undefined || a === undefined || b === undefined) throw new Error('an A/B test has a scenario and two routers');
  for (const { name, router } of stage.routers) if (router.stateful) throw remembers(name);
  const arm = armOf(loaded.scenario, options.arm);
  const pair: readonly [SimulatedRouter, SimulatedRouter] = [a, b];
  const outcome = withPlaces(loaded.file, () => abTest(loaded.scenario, arm, pair, stage, spec));
  await times.save();
  return {
    experiment: { name: opened.experiment.name, synthetic: opened.experiment.synthetic },
    traffic: { queries: stage.queries.rows.length, part },
    scenario: loaded.scenario.name,
    arm: arm.name,
    routers: [a.name, b.name],
    spec,
    lengthMs: loaded.scenario.lengthMs,
    ...outcome,
  };
}

function remembers(name: string): UserError {
  return new UserError({
    message: `${name} remembers what it was told, so its visits are not independent of each other and can't be assigned one by one`,
    hint: 'routelab simulate compares such routers on whole days',
  });
}

function armOf({ arms }: Scenario, name: string | undefined): Arm {
  const found = name === undefined ? arms[0] : arms.find((arm) => arm.name === name);
  if (found !== undefined) return found;
  throw new UserError({
    field: '--arm',
    message: 'the scenario has no such arm',
    value: String(name),
    accepted: arms.map((arm) => arm.name).join(', '),
  });
}
