import { sampleStandardDeviation } from 'simple-statistics';

/** Sample standard deviation (divisor n − 1) of the finite values: of bootstrap replicates, the standard error. Null with fewer than two. */
export function spread(values: Float64Array): number | null {
  const finite = Array.from(values).filter(Number.isFinite);
  return finite.length < 2 ? null : sampleStandardDeviation(finite);
}
