import type { Estimate } from '../domain/estimate.js';
import type { VersusReference } from '../domain/results.js';
import type { PairedCounts } from '../stats/newcombe.js';
import { minimumDetectableDifference } from '../stats/normal.js';
import { tangoInterval } from '../stats/tango.js';
import { nonInferiority } from './non-inferiority.js';
import { pairedTest } from './paired-test.js';

export type { PairedCounts } from '../stats/newcombe.js';

export interface PairedInput {
  /** Quality difference, row minus reference, with its resampled interval at a confidence. */
  difference(confidence: number): Estimate;
  /** Of that difference; null where unknown. */
  readonly standardError: number | null;
  readonly retention: Estimate;
  readonly cost: Estimate;
  readonly savings: Estimate;
  readonly timesCheaper: Estimate;
  /** Weighted quality difference (row − reference) by group. */
  readonly groupDifferences: Float64Array;
  /** Who was right (the row first), where every group is one query of weight 1 answered once, right or wrong; else null. */
  readonly counts: PairedCounts | null;
  /** False where the row is an expectation: no test of drawn outcomes applies. */
  readonly testable: boolean;
  readonly confidence: number;
  readonly seed: number;
  /** What still counts as no worse, and how sure that must be. */
  readonly nonInferiority: { readonly margin: number; readonly confidence: number };
}

/**
 * A row against the reference: paired differences and ratios with intervals, and the test; pAdjusted still equals pValue.
 * Right and wrong answers have Tango's score interval, whose test is McNemar's; other qualities the resampled one.
 */
export function versusReference(input: PairedInput): VersusReference {
  const { retention, cost, savings, timesCheaper } = input;
  return {
    quality: differenceAt(input, input.confidence),
    retention,
    cost,
    savings,
    timesCheaper,
    test: input.testable ? tested(input) : null,
    minimumDetectable: detectable(input.standardError),
    nonInferiority: nonInferiority(differenceAt(input, input.nonInferiority.confidence), input.nonInferiority.margin),
  };
}

function differenceAt({ difference, counts }: PairedInput, confidence: number): Estimate {
  return pairedEstimate(difference(confidence), counts, confidence);
}

/** A paired difference of qualities: Tango's score interval for right and wrong answers, else the resampled one. */
export function pairedEstimate(resampled: Estimate, counts: PairedCounts | null, confidence: number): Estimate {
  return counts === null || resampled.value === null ? resampled : { ...resampled, ...tangoInterval(counts, confidence) };
}

function tested(input: PairedInput): NonNullable<VersusReference['test']> {
  const test = pairedTest(input);
  return { ...test, pAdjusted: test.pValue };
}

function detectable(standardError: number | null): number | null {
  return standardError === null || standardError === 0
    ? null
    : minimumDetectableDifference(standardError, { alpha: 0.05, power: 0.8 });
}
