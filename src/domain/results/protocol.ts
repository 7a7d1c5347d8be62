import type { Json } from '../json.js';

export interface PartSummary {
  readonly part: 'train' | 'validation' | 'test' | 'all';
  readonly queries: number;
  readonly groups: number;
  /** Queries complete for every compared row; the denominator of headline numbers. Null where nothing is measured on the part. */
  readonly complete: number | null;
}

/** Which scorer gave the qualities, down to the versions of what it is made of. */
export interface ScorerIdentity {
  readonly type: string;
  readonly version: number;
  /** As the experiment file sets them; absent where all have their defaults. */
  readonly options?: Readonly<Record<string, Json>>;
  /** Where it is part of a weighted scorer. */
  readonly weight?: number;
  /** The scorers it is made of; absent for one that stands alone. */
  readonly parts?: readonly ScorerIdentity[];
}

/** What was measured and chosen where, and by which rules. */
export interface Protocol {
  readonly split: Readonly<Record<string, Json>>;
  readonly parts: readonly PartSummary[];
  /** `crossfit`: all queries, each decided without its fold. */
  readonly reportedOn: 'all' | 'test' | 'crossfit';
  readonly chosenOn: 'validation' | 'inner_folds' | null;
  /** Folds of a cross-fitted comparison; empty without. */
  readonly folds: readonly { readonly fold: string; readonly queries: number; readonly groups: number }[];
  readonly bootstrap: {
    readonly replicates: number;
    readonly seed: number;
    readonly confidence: number;
    readonly unit: 'group';
  };
  /** Quality given up against the reference that still counts as no worse, and the confidence of that verdict. */
  readonly nonInferiority: { readonly margin: number; readonly confidence: number };
  readonly rightAt: 'any' | 'full';
  readonly scorer: ScorerIdentity;
  readonly costUnit: 'usd' | 'calls';
  /** Model whose calls are counted when the unit is calls. */
  readonly costModel: string | null;
  /** Present where some costs are priced from estimated tokens. */
  readonly costEstimated?: true;
  readonly reference: string;
  readonly pair: { readonly weak: string; readonly strong: string } | null;
  readonly objective: string;
  readonly samples: number;
  readonly pricedAt: string | null;
  readonly priceSource: string | null;
}
