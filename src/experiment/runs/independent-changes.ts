import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import type { MetricUnit } from '../../domain/results.js';
import type { Measure } from '../../domain/run-comparison.js';
import { independentDifference } from '../../stats/independent-difference.js';
import { type RawChange, type RowPair, reported, unitOf } from './raw-change.js';

/** A change from two intervals alone; nothing where a run lacks the number or its interval. */
export function independentChange(
  measure: Measure,
  unit: MetricUnit,
  base: Estimate,
  head: Estimate,
  confidence: number,
): RawChange {
  const common = { measure, unit, base, head, method: 'independent', still: false } as const;
  const [a, b] = [bounded(base), bounded(head)];
  if (a === null || b === null) return { ...common, difference: UNAVAILABLE, test: null };
  const { value, low, high, p } = independentDifference(a, b, confidence);
  return { ...common, difference: { value, low, high, n: Math.min(base.n, head.n) }, test: { name: 'normal', pValue: p } };
}

/** The change of a row in a measure, from what both runs reported. */
export function reportedChange(pair: RowPair, measure: Measure, costUnit: 'usd' | 'calls', confidence: number): RawChange {
  return independentChange(
    measure,
    unitOf(measure, costUnit),
    reported(pair.base, measure),
    reported(pair.head, measure),
    confidence,
  );
}

/** The changes of a row within each category that both runs have. */
export function reportedSlices(
  { base, head }: RowPair,
  costUnit: 'usd' | 'calls',
  confidence: number,
): { category: string; n: readonly [number, number]; quality: RawChange; cost: RawChange }[] {
  return head.byCategory.flatMap((after) => {
    const before = base.byCategory.find(({ category }) => category === after.category);
    if (before === undefined) return [];
    return [
      {
        category: after.category,
        n: [before.n, after.n] as const,
        quality: independentChange('quality', 'fraction', before.quality, after.quality, confidence),
        cost: independentChange('cost', costUnit, before.cost, after.cost, confidence),
      },
    ];
  });
}

function bounded({ value, low, high }: Estimate) {
  return value === null || low === null || high === null ? null : { value, low, high };
}
