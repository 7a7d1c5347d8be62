import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';

/** An estimate in another unit. @param by above 0 */
export function scaled({ value, low, high, n }: Estimate, by: number): Estimate {
  const times = (number: number | null): number | null => (number === null ? null : number * by);
  return { value: times(value), low: times(low), high: times(high), n };
}

/** An estimate seen through a falling function; what is then infinite is not available. */
export function falling({ value, low, high, n }: Estimate, by: (number: number) => number): Estimate {
  const through = (number: number | null): number | null => {
    const seen = number === null ? Number.NaN : by(number);
    return Number.isFinite(seen) ? seen : null;
  };
  return through(value) === null ? UNAVAILABLE : { value: through(value), low: through(high), high: through(low), n };
}

/** No bill is below zero, whatever the interval's width. */
export function atLeastZero(estimate: Estimate): Estimate {
  return { ...estimate, low: estimate.low === null ? null : Math.max(0, estimate.low) };
}
