import { expectedRequests, expectedSeconds, refuseTooMany } from '../../simulate/expected-load.js';
import { withPlaces } from '../load/load-experiment.js';
import { type OpenedSimulation, openSimulation, type SimulateOptions } from './open-simulation.js';

/** What a simulation would come to, before it is played. */
export interface SimulationPlan {
  readonly scenarios: readonly {
    readonly name: string;
    /** Of a day, on average. */
    readonly requests: number;
    readonly arms: readonly string[];
    readonly seconds: number;
  }[];
  readonly routers: readonly string[];
  readonly seeds: number;
  /** Processor time, about. */
  readonly seconds: number;
}

/** Reads and checks everything that `simulate` would, and plays nothing. */
export async function planSimulation(options: SimulateOptions): Promise<SimulationPlan> {
  return planOf(await openSimulation(options));
}

/** How long an opened simulation takes. */
export function planOf({ scenarios, stage }: OpenedSimulation): SimulationPlan {
  const { queries, routers, seeds } = stage;
  const planned = scenarios.map(({ scenario, file }) => {
    withPlaces(file, () => refuseTooMany(scenario, queries));
    const requests = expectedRequests(scenario, queries);
    const days = scenario.arms.length * seeds.count;
    const seconds = routers.reduce(
      (sum, { router, timeMs }) => sum + expectedSeconds(requests, days, router.stateful ? timeMs : null),
      0,
    );
    return { name: scenario.name, requests, arms: scenario.arms.map(({ name }) => name), seconds };
  });
  return {
    scenarios: planned,
    routers: routers.map(({ name }) => name),
    seeds: seeds.count,
    seconds: planned.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
