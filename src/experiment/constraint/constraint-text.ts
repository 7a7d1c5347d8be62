import type { Constraint } from '../../compare/constraint.js';

/** A constraint as a user would say it: `quality ≥ 95 % of demo/frontier`. */
export function constraintText(constraint: Constraint, reference: string, costUnit: 'usd' | 'calls'): string {
  switch (constraint.kind) {
    case 'quality':
      return `quality ≥ ${floorText(constraint, reference)}`;
    case 'category_quality':
      return `quality in ${constraint.category ?? 'each category'} ≥ ${floorText(constraint, reference)}`;
    case 'cost': {
      const { of, atMost } = constraint;
      const amount = costUnit === 'usd' ? `$${atMost}` : `${atMost} calls`;
      return of === 'reference' ? `cost ≤ ${percent(atMost)} of ${reference}` : `cost ≤ ${amount} per 1,000 queries`;
    }
    case 'budget':
      return `bill of ${constraint.queries.toLocaleString('en-US')} queries ≤ $${constraint.usd}`;
    case 'latency':
      return `p${constraint.percentile} latency ≤ ${constraint.atMostMs} ms`;
    case 'relative_latency':
      return `p${constraint.percentile} latency ≤ ${percent(constraint.atMost)} of ${reference}`;
    case 'share':
      return `share of ${constraint.label} ${constraint.direction === 'at_least' ? '≥' : '≤'} ${percent(constraint.limit)}`;
    case 'rate':
      return `${constraint.rate === 'failed' ? 'no answer' : 'not routed'} ≤ ${percent(constraint.atMost)} of queries`;
    case 'privacy':
      return 'no restricted query leaves the allowed models';
  }
}

function floorText({ atLeast, of }: { atLeast: number; of: 'absolute' | 'reference' }, reference: string): string {
  return of === 'reference' ? `${percent(atLeast)} of ${reference}` : `${atLeast}`;
}

function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(6))} %`;
}
