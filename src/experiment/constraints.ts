import type { Constraint } from '../compare/constraint.js';
import { judge } from '../compare/judge.js';
import { type Estimate, UNAVAILABLE } from '../domain/estimate.js';
import type { ConstraintJudgement } from '../domain/results.js';
import { PICO } from '../metric/family.js';
import { latencyEstimates } from '../metric/latency.js';
import type { Part } from '../metric/part.js';
import type { ResampledTotals } from '../metric/resampled.js';
import { estimated } from '../metric/resampled.js';
import type { LatencySample } from '../replay/arm.js';

/** What a row must show to be judged. */
export interface Judged {
  readonly totals: ResampledTotals;
  /** Its number, and the reference's, among the totals' arms. */
  readonly self: number;
  readonly reference: number;
  readonly referenceLabel: string;
  readonly costUnit: 'usd' | 'calls';
  /** Observed percentiles, one a latency constraint in order. */
  readonly latencies: readonly Estimate[];
  /** Queries of the part on which an attempt left a privacy constraint's models, one count a privacy constraint in order. */
  readonly violations: readonly number[];
  /** Queries judged on. */
  readonly n: number;
}

/** The percentiles that latency constraints ask for, observed on a part, in the constraints' order. */
export function observedLatencies(
  constraints: readonly Constraint[],
  latencies: readonly LatencySample[],
  part: Part,
): Estimate[] {
  return constraints.flatMap((constraint) => {
    if (constraint.kind !== 'latency') return [];
    return [latencyEstimates(latencies, part, constraint.confidence)[`latency.p${constraint.percentile}`] ?? UNAVAILABLE];
  });
}

/** Judges one row against every constraint, in the experiment's order. */
export function judgeConstraints(constraints: readonly Constraint[], row: Judged): ConstraintJudgement[] {
  const latencies = row.latencies.values();
  const violations = row.violations.values();
  return constraints.map((constraint) => judgeOne(constraint, row, latencies, violations));
}

function judgeOne(
  constraint: Constraint,
  row: Judged,
  latencies: Iterator<Estimate>,
  violations: Iterator<number>,
): ConstraintJudgement {
  switch (constraint.kind) {
    case 'quality':
      return judgeQuality(constraint, row);
    case 'cost':
      return judgeCost(constraint, row);
    case 'latency':
      return judgeLatency(constraint, latencies.next().value ?? UNAVAILABLE);
    case 'privacy':
      return judgePrivacy(violations.next().value ?? 0, row.n);
  }
}

type Of<K extends Constraint['kind']> = Extract<Constraint, { kind: K }>;

function judgeQuality({ atLeast, of, confidence }: Of<'quality'>, row: Judged): ConstraintJudgement {
  const relative = of === 'reference';
  const observed = estimate(row, confidence, (totals) =>
    relative
      ? totals.of(row.self, 'quality') / totals.of(row.reference, 'quality')
      : totals.of(row.self, 'quality') / totals.weight,
  );
  const text = relative ? `quality ≥ ${percent(atLeast)} of ${row.referenceLabel}` : `quality ≥ ${atLeast}`;
  return judge({ text, observed, limit: atLeast, unit: relative ? 'ratio' : 'fraction', direction: 'at_least' });
}

function judgeCost({ atMost, of, confidence }: Of<'cost'>, row: Judged): ConstraintJudgement {
  const relative = of === 'reference';
  const observed = estimate(row, confidence, (totals) =>
    relative
      ? totals.of(row.self, 'cost') / totals.of(row.reference, 'cost')
      : (1000 * PICO * totals.of(row.self, 'cost')) / totals.weight,
  );
  const amount = row.costUnit === 'usd' ? `$${atMost}` : `${atMost} calls`;
  const text = relative ? `cost ≤ ${percent(atMost)} of ${row.referenceLabel}` : `cost ≤ ${amount} per 1,000 queries`;
  return judge({ text, observed, limit: atMost, unit: relative ? 'ratio' : row.costUnit, direction: 'at_most' });
}

function judgeLatency({ percentile, atMostMs }: Of<'latency'>, observed: Estimate): ConstraintJudgement {
  return judge({ text: `p${percentile} latency ≤ ${atMostMs} ms`, observed, limit: atMostMs, unit: 'ms', direction: 'at_most' });
}

/** Privacy is a count, not a sample: one violation fails. */
function judgePrivacy(violations: number, n: number): ConstraintJudgement {
  const observed = { value: violations, low: violations, high: violations, n };
  return judge({
    text: 'no restricted query leaves the allowed models',
    observed,
    limit: 0,
    unit: 'count',
    direction: 'at_most',
  });
}

function estimate(row: Judged, confidence: number, of: Parameters<typeof estimated>[1]): Estimate {
  return estimated(row.totals, of, row.n, confidence);
}

function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(6))} %`;
}
