/**
 * Holm's step-down correction (1979): p-values adjusted so that all comparisons together err with at most the stated
 * level. Returned in the order given; each at most 1 and never below its own p.
 *
 * @example holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let held = 0;
  order.forEach((index, rank) => {
    held = Math.max(held, Math.min(1, (pValues.length - rank) * (pValues[index] as number)));
    adjusted[index] = held;
  });
  return adjusted;
}
