/** The one value that all items have, undefined where there is none or where two differ. */
export function only<T>(items: readonly T[]): T | undefined {
  const [first] = items;
  return items.every((item) => item === first) ? first : undefined;
}
