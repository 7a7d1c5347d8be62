import { basename, join } from 'node:path';
import type { SimulationResults } from '../domain/simulation.js';
import { simulationMarkdown } from '../report/simulation-markdown.js';
import { simulateScenario } from '../simulate/simulate-scenario.js';
import { CONFIDENCE } from '../simulate/summarise.js';
import { withPlaces } from './load-experiment.js';
import { openSimulation, type SimulateOptions } from './open-simulation.js';
import { planOf, type SimulationPlan } from './plan-simulation.js';
import { simulationHash, simulationInputs } from './simulation-inputs.js';
import { version } from './version.js';
import { writeResults } from './write-results.js';

export interface SimulatedWorkspace {
  readonly results: SimulationResults;
  readonly dir: string;
}

/** Plays scenarios with the routers of a workspace and writes what came of them. */
export async function simulateWorkspace(
  options: SimulateOptions & { readonly onPlan?: (plan: SimulationPlan) => void },
): Promise<SimulatedWorkspace> {
  const simulation = await openSimulation(options);
  const { root, opened, part, scenarios, routers, stage, times } = simulation;
  options.onPlan?.(planOf(simulation));
  options.onDays?.(scenarios.reduce((sum, { scenario }) => sum + scenario.arms.length, 0) * routers.length * options.seeds.count);
  const simulated = scenarios.map(({ scenario, file }) => withPlaces(file, () => simulateScenario(scenario, stage)));
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
