import type { SimulatedRow, SimulatedScenario } from '../../src/domain/simulation.js';
import { doneHere, isWork, type Work, type Working } from '../../src/domain/work.js';
import type { Scenario } from '../../src/simulate/scenario.js';
import { scenarioWork, simulateScenario } from '../../src/simulate/simulate-scenario.js';
import type { Stage } from '../../src/simulate/stage.js';

/** How fast one way of carrying routes out is simulated. */
export interface Throughput {
  readonly arm: string;
  readonly requests: number;
  readonly calls: number;
  /** Processor time of the process, the garbage collector's included. */
  readonly cpuSeconds: number;
  readonly mostInFlight: number;
}

/**
 * A scenario with so many times its traffic, at providers that have so many times their places and limits, played once by the first
 * router after a warm-up.
 */
export function throughput(scenario: Scenario, stage: Stage, times: number): Throughput[] {
  const large = timesTraffic(scenario, times);
  const [router] = stage.routers;
  if (router === undefined) throw new Error('throughput needs a router');
  return scenario.arms.map((arm) => {
    const alone = { ...stage, routers: [router], seeds: { first: 1, count: 1 } };
    simulateScenario({ ...scenario, arms: [arm] }, alone);
    let after = process.cpuUsage();
    const onDays = (work: Work): readonly unknown[] => {
      const before = process.cpuUsage();
      const days = doneHere(work);
      after = process.cpuUsage(before);
      return days;
    };
    const [row] = played(scenarioWork({ ...large, arms: [arm] }, alone), onDays).rows as [SimulatedRow];
    const requests = row.metrics.requests.value ?? 0;
    return {
      arm: arm.name,
      requests,
      calls: (row.calls.reduce((sum, { per1k }) => sum + per1k, 0) * requests) / 1000,
      cpuSeconds: (after.user + after.system) / 1e6,
      mostInFlight: row.metrics.mostInFlight.value ?? 0,
    };
  });
}

/** A scenario whose days somebody plays. */
function played(working: Working<SimulatedScenario>, play: (work: Work) => readonly unknown[]): SimulatedScenario {
  let step = working.next([]);
  while (step.done !== true) step = working.next(isWork(step.value) ? play(step.value) : []);
  return step.value;
}

function timesTraffic(scenario: Scenario, times: number): Scenario {
  const { arrivals } = scenario.traffic;
  if (arrivals.kind === 'dataset') throw new Error('the rhythm of a dataset has no rate');
  return {
    ...scenario,
    traffic: { ...scenario.traffic, arrivals: { ...arrivals, perSecond: arrivals.perSecond * times } },
    providers: new Map(
      [...scenario.providers].map(([id, provider]) => [
        id,
        {
          ...provider,
          concurrency: provider.concurrency * times,
          queue: provider.queue * times,
          rpm: provider.rpm * times,
          tpm: provider.tpm * times,
        },
      ]),
    ),
  };
}
