import { basename, join } from 'node:path';
import type { SimulatedScenario, SimulationResults } from '../../domain/simulation.js';
import { drive, type Engine } from '../../engine/engine.js';
import { simulationMarkdown } from '../../report/markdown/simulation-markdown.js';
import { scenarioWork } from '../../simulate/simulate-scenario.js';
import { CONFIDENCE } from '../../simulate/summarise.js';
import { controlOf, type EngineOptions, openEngine } from '../engine/open-engine.js';
import { withPlacesOf } from '../load/load-experiment.js';
import { writeResults } from '../report/write-results.js';
import { version } from '../version.js';
import { type OpenedSimulation, openSimulation, type SimulateOptions } from './open-simulation.js';
import { planOf, type SimulationPlan } from './plan-simulation.js';
import { simulationHash, simulationInputs } from './simulation-inputs.js';

/** From so much expected processor time on starting threads is worth it. */
const LEAST_SECONDS_FOR_THREADS = 3;

export interface SimulatedWorkspace {
  readonly results: SimulationResults;
  readonly dir: string;
}

/** How it is carried through, and who is told. */
export interface SimulateControl {
  readonly engine?: EngineOptions;
  readonly onPlan?: (plan: SimulationPlan) => void;
  /** Told how many days there will be, and after each. */
  readonly onDays?: (days: number) => void;
  readonly onDay?: () => void;
}

/** Plays scenarios with the routers of a workspace and writes what came of them. */
export async function simulateWorkspace(options: SimulateOptions & SimulateControl): Promise<SimulatedWorkspace> {
  const simulation = await openSimulation(options);
  const { root, opened, part, stage, times } = simulation;
  const plan = planOf(simulation);
  options.onPlan?.(plan);
  const engine = await openEngine(options.engine ?? { engine: 'inline' }, plan.seconds >= LEAST_SECONDS_FOR_THREADS);
  const simulated = await played(simulation, engine, options).finally(() => engine.close());
  await times.save();
  const inputs = await simulationInputs(simulation, options.experimentFile);
  const results: SimulationResults = {
    schemaVersion: 1,
    tool: { name: 'routelab', version: version() },
    experiment: {
      name: opened.experiment.name,
      file: basename(options.experimentFile),
      synthetic: opened.experiment.synthetic,
    },
    inputs: { hash: simulationHash(inputs, { seeds: { ...options.seeds } }), files: inputs },
    seeds: options.seeds,
    confidence: CONFIDENCE,
    costUnit: opened.experiment.cost.by,
    traffic: { queries: stage.queries.rows.length, part },
    scenarios: simulated,
  };
  const dir = await writeResults(options.out ?? join(root, 'reports', 'simulations'), results.inputs.hash, {
    'simulation.json': `${JSON.stringify(results, null, 1)}\n`,
    'summary.md': simulationMarkdown(results),
  });
  return { results, dir };
}

/** Scenario after scenario, so that what is wrong with one is told with its place in its file. */
async function played(
  { scenarios, routers, stage }: OpenedSimulation,
  engine: Engine,
  { engine: how, onDays, onDay }: SimulateControl,
): Promise<SimulatedScenario[]> {
  onDays?.(scenarios.reduce((sum, { scenario }) => sum + scenario.arms.length, 0) * routers.length * stage.seeds.count);
  const control = { ...controlOf(how), onUnit: () => onDay?.() };
  const simulated: SimulatedScenario[] = [];
  for (const { scenario, file } of scenarios)
    simulated.push(await withPlacesOf(file, () => drive(scenarioWork(scenario, stage), engine, control)));
  return simulated;
}
