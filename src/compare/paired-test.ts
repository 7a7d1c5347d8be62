import { mcnemar } from '../stats/mcnemar.js';
import type { PairedCounts } from '../stats/newcombe.js';
import { signFlipSteps } from '../stats/sign-flip.js';
import { atOnce, type Steps } from '../stats/steps.js';

/** What paired outcomes are tested on. */
export interface PairedTestInput {
  /** Weighted difference (first minus second) by group. */
  readonly groupDifferences: Float64Array;
  /** Who was right, where every group is one query of weight 1 answered once, right or wrong: McNemar applies; else null. */
  readonly counts: PairedCounts | null;
  readonly seed: number;
}

export interface PairedTest {
  readonly name: 'mcnemar_exact' | 'sign_flip';
  readonly pValue: number;
  /** log10 of the p-value, kept where it underflows. */
  readonly log10P: number;
}

/** Most sign flips drawn; large parts draw fewer so that a report stays quick (p-values resolve to 1 / flips). */
const FLIPS = 10_000;
const FLIP_BUDGET = 2e8;

/** Two-sided test that paired outcomes differ by nothing: McNemar's exact one where it applies, else sign flips of groups. */
export function pairedTest(input: PairedTestInput): PairedTest {
  return atOnce(pairedTestSteps(input));
}

/** The same test, stopping now and then, so that a page can draw and listen in between. */
export function* pairedTestSteps({ groupDifferences, counts, seed }: PairedTestInput): Steps<PairedTest> {
  if (counts !== null) {
    const { pExact, log10PExact } = mcnemar(counts.onlyFirst, counts.onlySecond);
    return { name: 'mcnemar_exact', pValue: pExact, log10P: log10PExact };
  }
  const permutations = Math.max(1_000, Math.min(FLIPS, Math.floor(FLIP_BUDGET / Math.max(1, groupDifferences.length))));
  const { p } = yield* signFlipSteps(groupDifferences, { seed, permutations });
  return { name: 'sign_flip', pValue: p, log10P: Math.log10(p) };
}
