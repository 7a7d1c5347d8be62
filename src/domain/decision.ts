/** How a request ended: an answer was served, every call failed, no model was allowed, or a needed recording is missing. */
export const DECISION_STATUS = { served: 0, failed: 1, refused: 2, missing: 3 } as const;

/** Why a call was made, as codes in attempt columns. */
export const ATTEMPT_WHY = ['first', 'escalated', 'fallback', 'retry', 'hedged', 'sampled'] as const;

/**
 * What replay made of one router on one replicate of the recordings: one row a query, attempts by offsets.
 * A failed or refused request has quality 0 (the user got no answer) and keeps what was paid for it.
 */
export interface DecisionColumns {
  readonly size: number;
  /** Which sample of each cell was read (modulo the cell's size). */
  readonly sample: number;
  /** Length size + 1. */
  readonly attemptOffsets: Uint32Array;
  /** Index into the table's modelIds. */
  readonly attemptModel: Uint16Array;
  /** Index into ATTEMPT_WHY. */
  readonly attemptWhy: Uint8Array;
  /** Row of the outcome table, -1 where the recording is missing. */
  readonly attemptRow: Int32Array;
  /** 1 where nobody waited for the answer any more: it took too long, or another one came first. */
  readonly attemptGivenUp: Uint8Array;
  /** DECISION_STATUS. */
  readonly status: Uint8Array;
  /** Model index whose answer was served, -1 if none. */
  readonly served: Int16Array;
  /** 0..1; NaN where missing or unscored. */
  readonly quality: Float64Array;
  /** Whole pico-USD over all attempts; NaN where any attempt's cost is unknown. */
  readonly costPico: Float64Array;
  /** Router time plus the legs one after another; NaN where unknown. */
  readonly latencyMs: Float64Array;
}
