import type { AbSpec, FalsePositives } from '../../src/domain/ab.js';
import { abTest } from '../../src/simulate/ab/ab-test.js';
import type { Scenario } from '../../src/simulate/scenario.js';
import type { Stage } from '../../src/simulate/stage.js';

/** How often a router looks different from itself. */
export interface AaTests {
  readonly metric: AbSpec['metric'];
  readonly detect: number;
  readonly falsePositives: FalsePositives;
}

const TESTED = [
  { metric: 'quality', detect: 0.02 },
  { metric: 'quality', detect: 0.1 },
  { metric: 'cost', detect: 0.1 },
  { metric: 'attainment', detect: 0.01 },
] as const;

/** A/A tests of the first router on a scenario, so many for each metric. */
export function aaTests(scenario: Scenario, stage: Stage, experiments: number): AaTests[] {
  const [router] = stage.routers;
  const [arm] = scenario.arms;
  if (router === undefined || arm === undefined) throw new Error('an A/A test has a router and an arm');
  return TESTED.map(({ metric, detect }) => {
    const spec = {
      metric,
      detect,
      alpha: 0.05,
      power: 0.8,
      share: 0.5,
      salt: 'ab',
      everyVisits: 200,
      guards: [],
      experiments,
      mostDays: 1,
    };
    const alone = { ...stage, seeds: { first: 1, count: 1 } };
    return { metric, detect, falsePositives: abTest(scenario, arm, [router, router], alone, spec).falsePositives };
  });
}
