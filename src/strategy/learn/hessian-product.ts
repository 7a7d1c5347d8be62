/** A product that is asked for: XᵀDX · direction for D = diag(curvature); entries as in `times`, the intercept last. */
export interface HessianProduct {
  readonly curvature: Float64Array;
  readonly direction: Float64Array;
  /** Overwritten with the product. */
  readonly product: Float64Array;
}
