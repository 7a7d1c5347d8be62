import type { Estimate } from '../domain/estimate.js';
import type { VersusReference } from '../domain/results.js';
import { mcnemar } from '../stats/mcnemar.js';
import type { PairedCounts } from '../stats/newcombe.js';
import { minimumDetectableDifference } from '../stats/normal.js';
import { signFlipTest } from '../stats/sign-flip.js';
import { tangoInterval } from '../stats/tango.js';
import { nonInferiority } from './non-inferiority.js';

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

/** Most sign flips drawn; large parts draw fewer so that a report stays quick (p-values resolve to 1 / flips). */
const FLIPS = 10_000;
const FLIP_BUDGET = 2e8;

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
    test: input.testable ? pairedTest(input) : null,
    minimumDetectable: detectable(input.standardError),
    nonInferiority: nonInferiority(differenceAt(input, input.nonInferiority.confidence), input.nonInferiority.margin),
  };
}

function differenceAt({ difference, counts }: PairedInput, confidence: number): Estimate {
  const resampled = difference(confidence);
  return counts === null || resampled.value === null ? resampled : { ...resampled, ...tangoInterval(counts, confidence) };
}

function pairedTest({ counts, groupDifferences, seed }: PairedInput): NonNullable<VersusReference['test']> {
  if (counts !== null) {
    const { pExact, log10PExact } = mcnemar(counts.onlyFirst, counts.onlySecond);
    return { name: 'mcnemar_exact', pValue: pExact, log10P: log10PExact, pAdjusted: pExact };
  }
  const permutations = Math.max(1_000, Math.min(FLIPS, Math.floor(FLIP_BUDGET / Math.max(1, groupDifferences.length))));
  const { p } = signFlipTest(groupDifferences, { seed, permutations });
  return { name: 'sign_flip', pValue: p, log10P: Math.log10(p), pAdjusted: p };
}

function detectable(standardError: number | null): number | null {
  return standardError === null || standardError === 0
    ? null
    : minimumDetectableDifference(standardError, { alpha: 0.05, power: 0.8 });
}
