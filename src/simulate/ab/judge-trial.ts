import type { AbMetric, AbSpec, AbTrial, AbVerdict, Looked } from '../../domain/ab.js';
import { armB } from './assignment.js';
import { isShare, type LookPlan, lookAt } from './sequential.js';
import type { VisitOutcomes } from './visit-outcomes.js';

/** A test so far. */
export interface Judged extends Omit<AbTrial, 'seed' | 'days'> {
  /** More visits would change nothing. */
  readonly settled: boolean;
}

/** How a metric is looked at. */
export function looksOf({ everyVisits, alpha }: AbSpec, metric: AbMetric, tau: number): LookPlan {
  return { everyVisits, tau, alpha, shares: isShare(metric) };
}

/** Higher is better, but for cost. */
function isBetter(metric: AbMetric, difference: number): boolean {
  return metric === 'cost' ? difference < 0 : difference > 0;
}

/** What a test says that ends as soon as it may: when the metric is decided and every guard clear, or one is broken. `settled`: it has ended. */
export function judgeTrial({ visits, endedMs, metrics }: VisitOutcomes, spec: AbSpec): Judged {
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
  return {
    verdict: verdictOf(looked, brokenAt <= stopAt, open, spec),
    afterMs: endedMs[stopAt] ?? 0,
    looked,
    guards,
    settled: Math.min(brokenAt, keptAt) < Number.POSITIVE_INFINITY,
  };
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
