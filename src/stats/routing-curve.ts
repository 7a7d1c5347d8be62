/** Quality as more queries go to the strong model, from none to all. */
export interface RoutingCurve {
  /** Share sent to the strong model, ascending from 0 to 1. */
  readonly strongShare: Float64Array;
  readonly quality: Float64Array;
}

/** Rows in the order in which they are sent and what each gains there; by point its threshold, and where its rows end. */
export interface Way {
  readonly order: Uint32Array;
  readonly gain: Float64Array;
  readonly thresholds: Float64Array;
  readonly ends: Uint32Array;
}
