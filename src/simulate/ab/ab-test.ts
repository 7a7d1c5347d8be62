import { sequentialObservations } from '../../stats/always-valid.js';
import { observationsNeeded } from '../../stats/normal.js';
import { announcedOf, routesByStretch } from '../announced.js';
import { simulateDay } from '../day.js';
import type { Arm, Scenario } from '../scenario.js';
import { fitsOf, type SimulatedRouter, type Stage } from '../simulate-scenario.js';
import { armB } from './assignment.js';
import { type FalsePositives, falsePositives } from './false-positives.js';
import { type Looked, lookAt } from './sequential.js';
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
  /** Visits in each arm, and days, for one look at the end and for the sequential test at the latest. */
  readonly fixed: { readonly visits: number; readonly days: number };
  readonly sequential: { readonly visits: number; readonly days: number };
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
  const looks = { everyVisits: spec.everyVisits, tau: spec.detect, alpha: spec.alpha };
  return {
    plan: planOf(alone, scenario.lengthMs, spec),
    trials: Array.from({ length: stage.seeds.count }, (_, i) => {
      const seed = stage.seeds.first + i;
      const trial = trialOf(outcomesOf(scenario, arm, a, b, stage, seed, spec), seed, spec);
      stage.onDay?.();
      return trial;
    }),
    falsePositives: falsePositives(alone, values, spec.share, looks, spec.experiments),
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
  const collector = visitCollector(scenario.slo);
  simulateDay({
    scenario,
    seed,
    table: stage.table,
    models: stage.models,
    fits: fitsOf(scenario, stage),
    queries: stage.queries,
    routes: routesByStretch(a.router, stage.batch, told),
    ...(b === null ? {} : { trial: { routes: routesByStretch(b.router, stage.batch, told), inB: armB(salt, share) } }),
    // Both have the slower one's time, so that neither is ahead for being asked first.
    routerTimeMs: Math.max(a.timeMs, b?.timeMs ?? 0),
    policy: arm.policy,
    onEnd: collector.add,
  });
  return collector.done();
}

function planOf({ visits, metrics }: VisitOutcomes, lengthMs: number, spec: AbSpec): AbPlan {
  const values = metrics[spec.metric].filter((value) => !Number.isNaN(value));
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const visitsPerDay = visits.length / (lengthMs / 86_400_000);
  const days = (perArm: number): number => perArm / (Math.min(spec.share, 1 - spec.share) * visitsPerDay);
  // One visit in each arm gives a difference of this standard error.
  const fixed = observationsNeeded({ n: 1, difference: spec.detect, standardError: deviation * Math.SQRT2 }, spec);
  const sequential = sequentialObservations(deviation, spec.detect, spec);
  return {
    mean,
    deviation,
    visitsPerDay,
    fixed: { visits: fixed, days: days(fixed) },
    sequential: { visits: sequential, days: days(sequential) },
  };
}

/** Higher is better, but for cost. */
function isBetter(metric: AbMetric, difference: number): boolean {
  return metric === 'cost' ? difference < 0 : difference > 0;
}

function trialOf({ visits, endedMs, metrics }: VisitOutcomes, seed: number, spec: AbSpec): AbTrial {
  const assigned = armB(spec.salt, spec.share);
  const inB = (place: number): boolean => assigned(visits[place] as number);
  const looks = { everyVisits: spec.everyVisits, tau: spec.detect, alpha: spec.alpha };
  const values = metrics[spec.metric];
  const settled = spec.guards.map(({ metric, margin }) => {
    const looked = lookAt(metrics[metric], inB, { ...looks, tau: margin }, (one) => guardVerdict(metric, margin, one) !== 'open');
    const verdict = guardVerdict(metric, margin, looked);
    return { verdict, at: verdict === 'open' || looked === null ? Number.POSITIVE_INFINITY : looked.at };
  });
  const primary = lookAt(values, inB, looks, ({ p }) => p <= spec.alpha);
  const decidedAt = primary !== null && primary.p <= spec.alpha ? primary.at : Number.POSITIVE_INFINITY;
  const brokenAt = Math.min(...settled.map(({ verdict, at }) => (verdict === 'broken' ? at : Number.POSITIVE_INFINITY)));
  const keptAt = Math.max(decidedAt, ...settled.map(({ at }) => at));
  const stopAt = Math.min(brokenAt, keptAt, visits.length - 1);
  const guards = spec.guards.map(({ metric, margin }) => {
    const looked = lookAt(metrics[metric], inB, { ...looks, tau: margin }, ({ at }) => at >= stopAt);
    return { metric, looked, verdict: guardVerdict(metric, margin, looked) };
  });
  const looked = lookAt(values, inB, looks, ({ at }) => at >= stopAt);
  const open = guards.some(({ verdict }) => verdict === 'open');
  return { seed, verdict: verdictOf(looked, brokenAt <= stopAt, open, spec), afterMs: endedMs[stopAt] ?? 0, looked, guards };
}

function verdictOf(looked: Looked | null, broken: boolean, open: boolean, { metric, alpha }: AbSpec): AbVerdict {
  if (broken) return 'guard_broken';
  if (looked === null || looked.p > alpha) return 'undecided';
  if (open) return 'guard_open';
  return isBetter(metric, looked.difference) ? 'b_better' : 'a_better';
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
