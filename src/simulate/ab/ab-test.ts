import { UserError } from '../../domain/user-error.js';
import { sequentialObservations } from '../../stats/always-valid.js';
import { observationsNeeded } from '../../stats/normal.js';
import { announcedOf, routesByStretch } from '../announced.js';
import { simulateDay } from '../day.js';
import type { Arm, Scenario } from '../scenario.js';
import { fitsOf, type SimulatedRouter, type Stage } from '../simulate-scenario.js';
import { armB } from './assignment.js';
import { type FalsePositives, falsePositives } from './false-positives.js';
import { isShare, LEAST_VISITS, type Looked, type LookPlan, lookAt, squaresOf } from './sequential.js';
import { type AbMetric, type VisitOutcomes, visitCollector } from './visit-outcomes.js';

export interface AbSpec {
  readonly metric: AbMetric;
  /** The difference that must not be missed, in the metric's unit. */
  readonly detect: number;
  readonly alpha: number;
  readonly power: number;
  /** Share of visits that B gets. */
  readonly share: number;
  readonly salt: string;
  /** Looks after every so many visits. */
  readonly everyVisits: number;
  /** What may not get worse by more than this; a broken one stops the test. */
  readonly guards: readonly { readonly metric: AbMetric; readonly margin: number }[];
  /** A/A experiments behind the rate of false positives. */
  readonly experiments: number;
}

/** Guard open: decided, but the day was too short to clear every guard. */
export type AbVerdict = 'b_better' | 'a_better' | 'guard_broken' | 'guard_open' | 'undecided';

/** One simulated A/B test. */
export interface AbTrial {
  readonly seed: number;
  readonly verdict: AbVerdict;
  readonly afterMs: number;
  readonly looked: Looked | null;
  readonly guards: readonly {
    readonly metric: AbMetric;
    readonly looked: Looked | null;
    readonly verdict: 'kept' | 'broken' | 'open';
  }[];
}

export interface AbPlan {
  /** Of a visit, in the day of A alone. */
  readonly mean: number;
  readonly deviation: number;
  readonly visitsPerDay: number;
  /** For one look at the end, and for the sequential test at the latest. */
  readonly fixed: AbLength;
  readonly sequential: AbLength;
}

export interface AbLength {
  readonly visits: readonly [a: number, b: number];
  readonly days: number;
}

export interface AbOutcome {
  readonly plan: AbPlan;
  readonly trials: readonly AbTrial[];
  readonly falsePositives: FalsePositives;
}

/** Plans an A/B test of two routers, simulates it once a seed, and counts how often A against itself would look different. */
export function abTest(
  scenario: Scenario,
  arm: Arm,
  [a, b]: readonly [SimulatedRouter, SimulatedRouter],
  stage: Stage,
  spec: AbSpec,
): AbOutcome {
  const alone = outcomesOf(scenario, arm, a, null, stage, stage.seeds.first, spec);
  const values = alone.metrics[spec.metric];
  return {
    plan: planOf(alone, scenario, spec),
    trials: Array.from({ length: stage.seeds.count }, (_, i) => {
      const seed = stage.seeds.first + i;
      const trial = trialOf(outcomesOf(scenario, arm, a, b, stage, seed, spec), seed, spec);
      stage.onDay?.();
      return trial;
    }),
    falsePositives: falsePositives(alone, values, spec.share, looksOf(spec, spec.metric, spec.detect), spec.experiments),
  };
}

/** Visits of a day in which B, if there is one, has its share of them; both share the providers. */
function outcomesOf(
  scenario: Scenario,
  arm: Arm,
  a: SimulatedRouter,
  b: SimulatedRouter | null,
  stage: Stage,
  seed: number,
  { salt, share }: AbSpec,
): VisitOutcomes {
  const told = announcedOf(scenario, stage.models);
  const collector = visitCollector(scenario);
  simulateDay({
    scenario,
    seed,
    table: stage.table,
    models: stage.models,
    fits: fitsOf(scenario, stage),
    queries: stage.queries,
    routes: routesByStretch(a.router, stage.batch, told),
    ...(b === null
      ? {}
      : {
          trial: {
            routes: routesByStretch(b.router, stage.batch, told),
            policy: arm.policy ?? b.router.execution,
            inB: armB(salt, share),
          },
        }),
    // Both have the slower one's time, so that neither is ahead for being asked first.
    routerTimeMs: Math.max(a.timeMs, b?.timeMs ?? 0),
    policy: arm.policy ?? a.router.execution,
    onEnd: collector.add,
  });
  return collector.done();
}

function looksOf({ everyVisits, alpha }: AbSpec, metric: AbMetric, tau: number): LookPlan {
  return { everyVisits, tau, alpha, shares: isShare(metric) };
}

function planOf({ visits, metrics }: VisitOutcomes, { lengthMs, warmUpMs }: Scenario, spec: AbSpec): AbPlan {
  const values = metrics[spec.metric].filter((value) => !Number.isNaN(value));
  const n = values.length;
  if (n < 2 * LEAST_VISITS) throw tooFew(spec.metric, n);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squaresOf(n, mean, squares, isShare(spec.metric)) / (n - 1));
  const visitsPerDay = visits.length / ((lengthMs - warmUpMs) / 86_400_000);
  // N visits give a difference of the variance σ²/(N·share) + σ²/(N·(1 − share)) = σ²/(N·share·(1 − share)).
  const standardError = deviation / Math.sqrt(spec.share * (1 - spec.share));
  const length = (total: number): AbLength => ({
    visits: [Math.ceil(total * (1 - spec.share)), Math.ceil(total * spec.share)],
    days: total / visitsPerDay,
  });
  const sequential = sequentialObservations(standardError, spec.detect, spec);
  if (sequential === Number.POSITIVE_INFINITY)
    throw new UserError({ field: '--detect', message: 'too small to plan a test for', value: String(spec.detect) });
  const firstLook = LEAST_VISITS / Math.min(spec.share, 1 - spec.share);
  return {
    mean,
    deviation,
    visitsPerDay,
    fixed: length(Math.max(firstLook, observationsNeeded({ n: 1, difference: spec.detect, standardError }, spec))),
    sequential: length(Math.max(firstLook, sequential)),
  };
}

function tooFew(metric: AbMetric, visits: number): UserError {
  return new UserError({
    field: 'traffic',
    message: `too few visits whose ${metric} is known`,
    value: String(visits),
    accepted: `at least ${2 * LEAST_VISITS} in the scenario: ${LEAST_VISITS} in each arm before the first look`,
  });
}

/** Higher is better, but for cost. */
function isBetter(metric: AbMetric, difference: number): boolean {
  return metric === 'cost' ? difference < 0 : difference > 0;
}

function trialOf({ visits, endedMs, metrics }: VisitOutcomes, seed: number, spec: AbSpec): AbTrial {
  const assigned = armB(spec.salt, spec.share);
  const inB = (place: number): boolean => assigned(visits[place] as number);
  const looks = looksOf(spec, spec.metric, spec.detect);
  const values = metrics[spec.metric];
  const settled = spec.guards.map(({ metric, margin }) => {
    const looked = lookAt(
      metrics[metric],
      inB,
      looksOf(spec, metric, margin),
      (one) => guardVerdict(metric, margin, one) !== 'open',
    );
    const verdict = guardVerdict(metric, margin, looked);
    const at = verdict === 'open' || looked === null ? Number.POSITIVE_INFINITY : looked.at;
    return { metric, margin, verdict, at };
  });
  const primary = lookAt(values, inB, looks, ({ p }) => p <= spec.alpha);
  const decidedAt = primary !== null && primary.p <= spec.alpha ? primary.at : Number.POSITIVE_INFINITY;
  const brokenAt = Math.min(...settled.map(({ verdict, at }) => (verdict === 'broken' ? at : Number.POSITIVE_INFINITY)));
  const keptAt = Math.max(decidedAt, ...settled.map(({ at }) => at));
  const stopAt = Math.min(brokenAt, keptAt, visits.length - 1);
  // What was settled before the test ended stays so.
  const guards = settled.map(({ metric, margin, verdict, at }) => ({
    metric,
    looked: lookAt(metrics[metric], inB, looksOf(spec, metric, margin), (one) => one.at >= stopAt),
    verdict: at <= stopAt ? verdict : ('open' as const),
  }));
  const looked = lookAt(values, inB, looks, ({ at }) => at >= stopAt);
  const open = guards.some(({ verdict }) => verdict === 'open');
  return { seed, verdict: verdictOf(looked, brokenAt <= stopAt, open, spec), afterMs: endedMs[stopAt] ?? 0, looked, guards };
}

function verdictOf(looked: Looked | null, broken: boolean, open: boolean, { metric, alpha }: AbSpec): AbVerdict {
  if (broken) return 'guard_broken';
  if (looked === null || looked.p > alpha) return 'undecided';
  if (open) return 'guard_open';
  // By the side of 0 that the interval is on: the difference may be back at the other one by now.
  return isBetter(metric, looked.low > 0 ? 1 : -1) ? 'b_better' : 'a_better';
}

/** The whole interval of the loss is beyond the margin. */
function isBroken(metric: AbMetric, margin: number, { low, high }: Looked): boolean {
  return metric === 'cost' ? low > margin : high < -margin;
}

function guardVerdict(metric: AbMetric, margin: number, looked: Looked | null): 'kept' | 'broken' | 'open' {
  if (looked === null) return 'open';
  if (isBroken(metric, margin, looked)) return 'broken';
  return (metric === 'cost' ? looked.high < margin : looked.low > -margin) ? 'kept' : 'open';
}
