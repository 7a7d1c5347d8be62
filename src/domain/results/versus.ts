import type { Estimate } from '../estimate.js';

/** A row against the reference, on the same queries. */
export interface VersusReference {
  /** Quality difference, row minus reference. */
  readonly quality: Estimate;
  /** Row's quality ÷ reference's. */
  readonly retention: Estimate;
  /** Cost difference per query, in the cost unit. */
  readonly cost: Estimate;
  /** 1 − cost ÷ reference's cost. */
  readonly savings: Estimate;
  /** Reference's cost ÷ cost. */
  readonly timesCheaper: Estimate;
  /** Null where the test does not apply (expected values, the reference itself). */
  readonly test: {
    readonly name: 'mcnemar_exact' | 'sign_flip';
    readonly pValue: number;
    /** log10 of the p-value, kept where it underflows. */
    readonly log10P: number;
    /** Holm-corrected over the compared rows. */
    readonly pAdjusted: number;
  } | null;
  /** Smallest quality difference this test set could have shown (two-sided 5 %, power 80 %). */
  readonly minimumDetectable: number | null;
  readonly nonInferiority: NonInferiority;
}

/** Whether a row is shown to be no worse than the reference by more than the protocol's margin. */
export interface NonInferiority {
  /** The paired quality difference with the interval the verdict rests on. */
  readonly difference: Estimate;
  /** Non-inferior: the whole interval lies above −margin; inferior: the whole interval lies below it. */
  readonly verdict: 'non_inferior' | 'inferior' | 'undecided';
  /** The whole interval lies within ±margin: two one-sided tests (TOST). */
  readonly equivalent: boolean;
}
