import type { Audit } from '../../domain/results.js';
import type { CostMismatch } from '../outcome/cost-mismatch.js';

/** Something left out, counted by reason, with the first place where it happened. */
export interface SkippedCount {
  readonly what: 'query' | 'recording';
  readonly reason: string;
  readonly count: number;
  readonly first: { readonly file: string; readonly line?: number; readonly key?: string };
}

/** One model of a new workspace. */
export interface ImportedModelCount {
  readonly id: string;
  readonly recordings: number;
  /** Queries this model has no recording of. */
  readonly missingCells: number;
  /** True when some recording has neither a cost of its own nor a price to compute it from. */
  readonly unpriced: boolean;
  /** Recorded for enough of the queries to get a row of its own. */
  readonly compared: boolean;
}

/** One workspace an import made. */
export interface ImportedWorkspace {
  /** The set of the source, null for a format without sets. */
  readonly set: string | null;
  readonly name: string;
  readonly dir: string;
  readonly queries: {
    /** Kept, skipped and repeated ids together. */
    readonly read: number;
    readonly kept: number;
    /** Dropped because an earlier query has the same id. */
    readonly repeatedIds: number;
    /** Kept, but the normalised prompt is that of an earlier query (splits keep such queries together). */
    readonly repeatedPrompts: number;
  };
  readonly recordings: {
    readonly kept: number;
    /** Dropped because an earlier one is of the same query, model and sample. */
    readonly repeated: number;
    /** Kept, but of no query of the dataset: a run passes them over. */
    readonly withoutQuery: number;
  };
  readonly skipped: readonly SkippedCount[];
  readonly models: readonly ImportedModelCount[];
  /** Given costs that differ by more than 1 % from what tokens and prices come to; the given ones are kept. */
  readonly costMismatch: readonly CostMismatch[];
  readonly decisions: readonly { readonly strategy: string; readonly count: number }[];
  readonly notes: readonly string[];
  /** What the audits of the data find in the new workspace; null where they were not asked. */
  readonly audits: readonly Audit[] | null;
  /** Paths from `dir`. */
  readonly files: readonly { readonly path: string; readonly what: string }[];
}

/** What an import did. */
export interface ImportReport {
  readonly format: string;
  readonly source: string;
  readonly out: string;
  readonly workspaces: readonly ImportedWorkspace[];
  /** Commands to run next, ready to paste. */
  readonly next: readonly string[];
}
