import { pairedTest } from '../../compare/paired-test.js';
import { pairedEstimate } from '../../compare/versus-reference.js';
import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import { PICO_PER_USD } from '../../domain/outcome-table.js';
import { moneyEstimates } from '../../metric/estimate/money.js';
import { moneyRatios } from '../../metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference } from '../../metric/estimate/paired.js';
import { pairedCounts } from '../../metric/estimate/paired-counts.js';
import type { Quantity } from '../../metric/family.js';
import { groupSums, type Part } from '../../metric/part.js';
import { type ArmSums, estimated, type ResampledTotals, resampled } from '../../metric/resampled.js';
import { withWidth } from '../../metric/score-arm.js';
import { type BothRuns, isSame, type PairedRow } from './paired-row.js';
import type { RawChange } from './raw-change.js';

/** How runs are resampled: head's own protocol. */
export interface Resampling {
  readonly replicates: number;
  readonly seed: number;
  readonly confidence: number;
  readonly costUnit: 'usd' | 'calls';
  /** Each query was answered once in both runs. */
  readonly once: boolean;
}

const BASE = 0;
const HEAD = 1;

/**
 * Changes of a row's mean quality and cost on shared queries: both runs on one bootstrap over head's groups, with the very
 * estimates that a run gives a row against its reference. A number that is unknown on some query gives nothing: its mean
 * would be over other queries.
 */
export function pairedChanges(row: PairedRow, part: Part, resampling: Resampling): { quality: RawChange; cost: RawChange } {
  const sums = (['base', 'head'] as const).map((side) => sumsOf(row, part, side));
  const totals = resampled(sums, part, {
    ...resampling,
    ratios: [BASE, HEAD].flatMap((self) => Object.values(moneyRatios({ self, reference: BASE }))),
  });
  return {
    quality: qualityChange(row, part, totals, resampling),
    cost: costChange(row, part, totals, resampling),
  };
}

function sumsOf(row: PairedRow, part: Part, side: 'base' | 'head'): ArmSums {
  const quality = groupSums(part, (query) => row.quality[side][query] as number);
  const cost = groupSums(part, (query) => Math.round((row.cost[side][query] as number) * PICO_PER_USD));
  return new Map<Quantity, Float64Array>([
    ['quality', quality],
    ['cost', cost],
  ]);
}

function qualityChange(row: PairedRow, part: Part, totals: ResampledTotals, { confidence, seed, once }: Resampling): RawChange {
  const n = part.rows.length;
  const { base, head } = row.quality;
  const mean = (arm: number): Estimate =>
    withWidth(
      estimated(totals, (view) => view.of(arm, 'quality') / view.weight, n, confidence),
      totals.groups,
      confidence,
    );
  const counts = once && row.drawn ? pairedCounts(part, head, base) : null;
  // Other models that happen to be as good on these queries might not be on others.
  const still = row.sameCalls && isSame(within(row.quality, part));
  const difference = pairedEstimate(differenceEstimate(qualityDifference(totals, HEAD, BASE), n, confidence), counts, confidence);
  return {
    measure: 'quality',
    unit: 'fraction',
    base: mean(BASE),
    head: mean(HEAD),
    difference: still ? nothing(difference) : difference,
    method: 'paired',
    still,
    test: testOf(row, part, row.quality, counts, seed),
  };
}

function costChange(row: PairedRow, part: Part, totals: ResampledTotals, { confidence, seed, costUnit }: Resampling): RawChange {
  const n = part.rows.length;
  const of = (self: number) => moneyEstimates(totals, { self, reference: BASE }, n, confidence);
  const { mean, difference } = of(HEAD);
  const still = isSame(within(row.cost, part));
  return {
    measure: 'cost',
    unit: costUnit,
    base: of(BASE).mean,
    head: mean,
    difference: still ? nothing(difference) : difference,
    method: 'paired',
    still,
    test: testOf(row, part, row.cost, null, seed),
  };
}

function testOf(
  { drawn }: PairedRow,
  part: Part,
  { base, head }: BothRuns,
  counts: ReturnType<typeof pairedCounts>,
  seed: number,
): RawChange['test'] {
  if (!drawn) return null;
  const groupDifferences = groupSums(part, (query) => (head[query] as number) - (base[query] as number));
  const { name, pValue } = pairedTest({ groupDifferences, counts, seed });
  return { name, pValue };
}

/** Where nothing moved there is nothing to doubt; where nothing is known there is nothing to say. */
export function nothing({ value, n }: Estimate): Estimate {
  return value === null ? UNAVAILABLE : { value: 0, low: 0, high: 0, n };
}

/** The part's own values of a number. */
export function within({ base, head }: BothRuns, { rows }: Part): BothRuns {
  return {
    base: Float64Array.from(rows, (query) => base[query] as number),
    head: Float64Array.from(rows, (query) => head[query] as number),
  };
}
