/** The highest score over several references; null where one of them can't be compared. */
export function bestOf<T>(references: readonly T[], score: (reference: T) => number | null): number | null {
  let best = 0;
  for (const reference of references) {
    const one = score(reference);
    if (one === null) return null;
    if (one > best) best = one;
  }
  return best;
}
