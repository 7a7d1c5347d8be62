/** What one row did on every measured query, as its report kept it. */
export interface RowDecisions {
  /** 0..1 by measured query, mean over samples; NaN where unknown. */
  readonly quality: Float64Array;
  /** In the run's cost unit. */
  readonly cost: Float64Array;
  readonly latencyMs: Float64Array;
  /** Models called, one after the other (`a > b`), as an index into `texts`; -1 where the row is an expectation. */
  readonly calls: Int32Array;
  /** Why, as an index into `texts`; -1 where nothing is said. */
  readonly reason: Int32Array;
}

/** The decisions of a run on the queries its numbers rest on. */
export interface RunDecisions {
  readonly queryIds: readonly string[];
  /** Null for a query without a category. */
  readonly category: readonly (string | null)[];
  /** 32-bit key of the query's group: queries of one group are resampled together. */
  readonly groupKey: Uint32Array;
  readonly weight: Float64Array;
  readonly texts: readonly string[];
  /** By row id. */
  readonly rows: ReadonlyMap<string, RowDecisions>;
}
