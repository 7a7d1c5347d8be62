import type { Constraint } from '../../compare/constraint.js';
import { judge } from '../../compare/judge.js';
import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import type { ConstraintJudgement } from '../../domain/results.js';
import { moneyEstimates } from '../../metric/estimate/money.js';
import { moneyRatios } from '../../metric/estimate/money-ratios.js';
import { qualityDifference, retentionEstimate } from '../../metric/estimate/paired.js';
import type { Ratio } from '../../metric/estimate/products.js';
import { scaled } from '../../metric/estimate/seen.js';
import type { Quantity, Totals } from '../../metric/family.js';
import { estimated, type ResampledTotals } from '../../metric/resampled.js';
import { withWidth } from '../../metric/score-arm.js';
import { constraintText } from './constraint-text.js';
import type { Observed } from './observe.js';

/** What a row must show to be judged. */
export interface Judged {
  readonly totals: ResampledTotals;
  /** Its number, and the reference's, among the totals' arms. */
  readonly self: number;
  readonly reference: number;
  readonly referenceLabel: string;
  readonly costUnit: 'usd' | 'calls';
  /** What was seen of it where totals don't tell, in the constraints' order. */
  readonly observed: Observed;
  /** Queries judged on. */
  readonly n: number;
}

/** The quantities whose totals the constraints are judged on. */
export function constraintQuantities(constraints: readonly Constraint[]): readonly Quantity[] {
  return constraints.flatMap((one): Quantity[] => {
    if (one.kind === 'quality') return ['quality'];
    if (one.kind === 'cost' || one.kind === 'budget') return ['cost'];
    return one.kind === 'rate' ? [one.rate] : [];
  });
}

/** The ratios of an arm whose own standard errors the constraints need. */
export function constraintRatios(constraints: readonly Constraint[], self: number, reference: number): readonly Ratio[] {
  const { mean, ratio } = moneyRatios({ self, reference });
  return constraints.some(({ kind }) => kind === 'cost' || kind === 'budget') ? [mean, ratio] : [];
}

/** Judges one row against every constraint, in the experiment's order. */
export function judgeConstraints(constraints: readonly Constraint[], row: Judged): ConstraintJudgement[] {
  return constraints.map((constraint, index) => judgeOne(constraint, row, row.observed[index] ?? UNAVAILABLE));
}

function judgeOne(constraint: Constraint, row: Judged, seen: Estimate): ConstraintJudgement {
  const text = constraintText(constraint, row.referenceLabel, row.costUnit);
  switch (constraint.kind) {
    case 'quality':
    case 'category_quality': {
      const observed = constraint.kind === 'quality' ? observedQuality(constraint, row) : seen;
      const unit = constraint.of === 'reference' ? 'ratio' : 'fraction';
      return judge({ text, observed, limit: constraint.atLeast, unit, direction: 'at_least' });
    }
    case 'cost': {
      const { mean, ratio } = money(row, constraint.confidence);
      const relative = constraint.of === 'reference';
      const observed = relative ? ratio : scaled(mean, 1000);
      return judge({ text, observed, limit: constraint.atMost, unit: relative ? 'ratio' : row.costUnit, direction: 'at_most' });
    }
    case 'budget': {
      const observed = scaled(money(row, constraint.confidence).mean, constraint.queries);
      return judge({ text, observed, limit: constraint.usd, unit: 'usd', direction: 'at_most' });
    }
    case 'latency':
      return judge({ text, observed: seen, limit: constraint.atMostMs, unit: 'ms', direction: 'at_most' });
    case 'relative_latency':
      return judge({ text, observed: seen, limit: constraint.atMost, unit: 'ratio', direction: 'at_most' });
    case 'share':
      return judge({ text, observed: seen, limit: constraint.limit, unit: 'fraction', direction: constraint.direction });
    case 'rate': {
      const observed = observedMean(row, constraint.rate, constraint.confidence);
      return judge({ text, observed, limit: constraint.atMost, unit: 'fraction', direction: 'at_most' });
    }
    case 'privacy':
      // A count, not a sample: one violation fails.
      return judge({ text, observed: seen, limit: 0, unit: 'count', direction: 'at_most' });
  }
}

function observedQuality({ of, confidence }: Extract<Constraint, { kind: 'quality' }>, row: Judged): Estimate {
  const { totals, self, reference, n } = row;
  if (of === 'absolute') return observedMean(row, 'quality', confidence);
  return retentionEstimate(totals, qualityDifference(totals, self, reference), reference, n, confidence);
}

/** A mean of values in 0..1. */
function observedMean({ totals, self, n }: Judged, quantity: Quantity, confidence: number): Estimate {
  const mean = (view: Totals): number => view.of(self, quantity) / view.weight;
  return withWidth(estimated(totals, mean, n, confidence), totals.groups, confidence);
}

function money({ totals, self, reference, n }: Judged, confidence: number): ReturnType<typeof moneyEstimates> {
  return moneyEstimates(totals, { self, reference }, n, confidence);
}
