import type { VersusReference } from '../domain/results.js';
import { estimateOf } from '../stats/interval.js';
import { mcnemar } from '../stats/mcnemar.js';
import { minimumDetectableDifference } from '../stats/normal.js';
import { signFlipTest } from '../stats/sign-flip.js';
import { spread } from '../stats/spread.js';
import { nonInferiority } from './non-inferiority.js';

/** Totals of one arm and the reference over the same (re)samples. */
export interface PairTotals {
  readonly weight: number;
  readonly quality: number;
  readonly cost: number;
  readonly referenceQuality: number;
  readonly referenceCost: number;
}

export interface PairedInput {
  readonly point: PairTotals;
  readonly replicates: readonly PairTotals[];
  /** Weighted quality difference (row − reference) by group. */
  readonly groupDifferences: Float64Array;
  /** Every group is one query of weight 1 answered once, right or wrong: McNemar applies. */
  readonly binary: boolean;
  /** False where the row is an expectation: no test of drawn outcomes applies. */
  readonly testable: boolean;
  readonly n: number;
  readonly confidence: number;
  readonly seed: number;
  /** What still counts as no worse, and how sure that must be. */
  readonly nonInferiority: { readonly margin: number; readonly confidence: number };
}

/** Most sign flips drawn; large parts draw fewer so that a report stays quick (p-values resolve to 1 / flips). */
const FLIPS = 10_000;
const FLIP_BUDGET = 2e8;

/** A row against the reference: paired differences and ratios with intervals, and the test; pAdjusted still equals pValue. */
export function versusReference(input: PairedInput): VersusReference {
  const estimate = (of: (totals: PairTotals) => number, confidence = input.confidence) =>
    estimateOf(of(input.point), Float64Array.from(input.replicates, of), input.n, confidence);
  const difference = (totals: PairTotals): number => (totals.quality - totals.referenceQuality) / totals.weight;
  return {
    quality: estimate(difference),
    retention: estimate((totals) => totals.quality / totals.referenceQuality),
    cost: estimate((totals) => (totals.cost - totals.referenceCost) / totals.weight),
    savings: estimate((totals) => 1 - totals.cost / totals.referenceCost),
    timesCheaper: estimate((totals) => totals.referenceCost / totals.cost),
    test: input.testable ? pairedTest(input) : null,
    minimumDetectable: detectable(input.replicates.map(difference)),
    nonInferiority: nonInferiority(estimate(difference, input.nonInferiority.confidence), input.nonInferiority.margin),
  };
}

function pairedTest(input: PairedInput): NonNullable<VersusReference['test']> {
  if (input.binary) {
    const better = input.groupDifferences.reduce((count, difference) => count + (difference > 0 ? 1 : 0), 0);
    const worse = input.groupDifferences.reduce((count, difference) => count + (difference < 0 ? 1 : 0), 0);
    const { pExact, log10PExact } = mcnemar(better, worse);
    return { name: 'mcnemar_exact', pValue: pExact, log10P: log10PExact, pAdjusted: pExact };
  }
  const permutations = Math.max(1_000, Math.min(FLIPS, Math.floor(FLIP_BUDGET / Math.max(1, input.groupDifferences.length))));
  const { p } = signFlipTest(input.groupDifferences, { seed: input.seed, permutations });
  return { name: 'sign_flip', pValue: p, log10P: Math.log10(p), pAdjusted: p };
}

function detectable(samples: readonly number[]): number | null {
  const standardError = spread(Float64Array.from(samples));
  return standardError === null || standardError === 0
    ? null
    : minimumDetectableDifference(standardError, { alpha: 0.05, power: 0.8 });
}
