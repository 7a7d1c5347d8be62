/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON value without parts: what a signal or a condition's operand may be. */
export type Scalar = null | boolean | number | string;
