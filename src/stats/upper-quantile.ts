/** Row numbers by descending value; NaN is left out. */
export function descending(values: Float64Array): Uint32Array {
  const known = Uint32Array.from(values.keys()).filter((index) => !Number.isNaN(values[index] as number));
  return known.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
}

/**
 * The weighted quantile of `weightedQuantile` found from the top, so that a high percentile of a resample costs a walk over
 * its few largest values instead of a sort.
 *
 * @param order row numbers by descending value
 * @param total the rows' summed weight
 */
export function upperQuantile(
  values: Float64Array,
  order: Uint32Array,
  weightOf: (index: number) => number,
  total: number,
  p: number,
): number {
  // A rounding error of the running sum must not push the quantile to the next value.
  const room = total - p * total * (1 - 1e-12);
  let above = 0;
  let found = Number.NaN;
  for (let place = 0; place < order.length && above <= room; place++) {
    const index = order[place] as number;
    const weight = weightOf(index);
    if (weight === 0) continue;
    found = values[index] as number;
    above += weight;
  }
  return found;
}
