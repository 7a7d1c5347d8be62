/** A number with its 95 % interval and the count it rests on. Null is "not available" (shown as —), never 0. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Queries (or groups, where stated) behind the value. */
  readonly n: number;
}

export const UNAVAILABLE: Estimate = { value: null, low: null, high: null, n: 0 };
