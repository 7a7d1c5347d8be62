import type { Estimate } from '../estimate.js';

/** A cascade, which judges answers, beside the best routing before the call over the same models at the same cost. */
export interface Beforehand {
  /** One row, or two mixed at random so that they cost the same; shares sum to 1. `single:<model>` where a model stands alone. */
  readonly rows: readonly { readonly rowId: string; readonly share: number }[];
  /** Quality of the cascade less that of the mix, paired. */
  readonly quality: Estimate;
  /** Cost of the cascade less that of the mix: 0 but where no routing before the call costs as little, or as much pays. */
  readonly cost: Estimate;
  /** Of the quality, by its interval. */
  readonly verdict: 'better' | 'worse' | 'undecided';
}
