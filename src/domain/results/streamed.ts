/** What results from shards differ in from those of a run that holds all queries at once. */
export interface Streamed {
  /** Percentiles of latencies are told to this share: they are read off a histogram. */
  readonly latencyError: number;
  /** Queries of the train part that strategies learned from; null where nothing learns. */
  readonly learnedFrom: number | null;
  /** What shards don't tell, and why. */
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
}
