import type { AbOutcome, AbSpec, AbTrial } from '../../domain/ab.js';
import { UserError } from '../../domain/user-error.js';
import { hash32 } from '../../stats/hash.js';
import { announcedOf } from '../announced.js';
import { simulateDay } from '../day.js';
import { expectedRequests, MOST_REQUESTS, refuseTooMany } from '../expected-load.js';
import { type Memory, playedBy } from '../played.js';
import type { LatencyFit } from '../provider/fit-latency.js';
import type { Arm, Scenario } from '../scenario.js';
import { fitsOf } from '../simulate-scenario.js';
import type { SimulatedRouter, Stage } from '../stage.js';
import { armB } from './assignment.js';
import { falsePositives } from './false-positives.js';
import { judgeTrial, looksOf } from './judge-trial.js';
import { mostDaysOf, planOf } from './plan.js';
import { joinedVisits, type VisitOutcomes, visitCollector } from './visit-outcomes.js';

/** Keeps the luck of a test's further days apart from that of its first. */
const DAY_STREAM = 0x64617973;

/** Everything that days of a test are played on. */
interface Playing {
  readonly scenario: Scenario;
  readonly arm: Arm;
  readonly stage: Stage;
  readonly fits: readonly (LatencyFit | null)[];
  readonly sides: readonly Side[];
  readonly routerTimeMs: number;
}

interface Side {
  readonly router: SimulatedRouter;
  readonly played: ReturnType<typeof playedBy>;
}

/**
 * Plans an A/B test of two routers, simulates it once a seed, for as many days as it takes to be decided and at most as the plan says, and
 * counts how often A against itself would look different.
 *
 * @param onTrial told after every simulated test
 */
export function abTest(
  scenario: Scenario,
  arm: Arm,
  [a, b]: readonly [SimulatedRouter, SimulatedRouter],
  stage: Stage,
  spec: AbSpec,
  onTrial: () => void = () => undefined,
): AbOutcome {
  refuseTooMany(scenario, stage.queries);
  const told = announcedOf(scenario, stage.models);
  const side = (router: SimulatedRouter): Side => ({ router, played: playedBy(router, stage, told) });
  // Both have the slower one's time, so that neither is ahead for being asked first.
  const routerTimeMs = Math.max(a.timeMs, b.timeMs);
  const sides = [side(a), side(b)];
  const playing: Playing = { scenario, arm, stage, fits: fitsOf(scenario, stage), sides, routerTimeMs };
  const only: Playing = { ...playing, sides: sides.slice(0, 1), routerTimeMs: a.timeMs };
  const alone = dayOf(only, [freshMemory(a)], stage.seeds.first, 0, 0, spec);
  const plan = planOf(alone, scenario, spec);
  const mostDays = mostDaysOf(plan, scenario, spec);
  refuseTooLong(expectedRequests(scenario, stage.queries), mostDays);
  return {
    plan,
    mostDays,
    trials: Array.from({ length: stage.seeds.count }, (_, i) => {
      const trial = trialOf(playing, stage.seeds.first + i, mostDays, spec);
      onTrial();
      return trial;
    }),
    falsePositives: falsePositives(
      alone,
      alone.metrics[spec.metric],
      spec.share,
      looksOf(spec, spec.metric, spec.detect),
      spec.experiments,
    ),
  };
}

/** All visits of a test are kept in mind. */
function refuseTooLong(requestsPerDay: number, days: number): void {
  if (requestsPerDay * days <= MOST_REQUESTS) return;
  throw new UserError({
    field: '--days',
    message: `a test of ${days} days brings about ${(requestsPerDay * days).toPrecision(2)} requests`,
    value: String(days),
    accepted: `at most ${Math.max(1, Math.floor(MOST_REQUESTS / requestsPerDay))} days of this scenario`,
  });
}

/** Day after day until the test has ended. Each begins with empty queues, full buckets and a new budget; what routers remember goes on. */
function trialOf(playing: Playing, seed: number, mostDays: number, spec: AbSpec): AbTrial {
  const memories = playing.sides.map(({ router }) => freshMemory(router));
  let outcomes: VisitOutcomes | null = null;
  for (let day = 0; ; day++) {
    const own = day === 0 ? seed : hash32(seed ^ DAY_STREAM, day, 0);
    const from = outcomes === null ? 0 : outcomes.nextVisit;
    const today = dayOf(playing, memories, own, from, day * playing.scenario.lengthMs, spec);
    outcomes = outcomes === null ? today : joinedVisits(outcomes, today);
    const { settled, ...judged } = judgeTrial(outcomes, spec);
    if (settled || day + 1 === mostDays) return { seed, days: day + 1, ...judged };
  }
}

function freshMemory({ router }: SimulatedRouter): Memory {
  return { state: router.initialState };
}

/** Visits of a day in which B, if there is one, has its share of them; both share the providers. */
function dayOf(
  { scenario, arm, stage, fits, sides, routerTimeMs }: Playing,
  memories: readonly Memory[],
  seed: number,
  fromVisit: number,
  fromMs: number,
  { salt, share }: AbSpec,
): VisitOutcomes {
  const collector = visitCollector(scenario, fromVisit, fromMs);
  const inB = armB(salt, share);
  const [a, b] = sides.map(({ router, played }, side) => ({
    ...played(memories[side], fromMs),
    policy: arm.policy ?? router.router.execution,
  }));
  if (a === undefined) throw new Error('a day has a router');
  simulateDay({
    ...a,
    ...(b === undefined ? {} : { trial: { ...b, inB: (visit: number) => inB(fromVisit + visit) } }),
    scenario,
    seed,
    table: stage.table,
    models: stage.models,
    fits,
    queries: stage.queries,
    routerTimeMs,
    onEnd: collector.add,
  });
  return collector.done();
}
