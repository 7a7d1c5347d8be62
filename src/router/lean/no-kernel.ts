/** Stands in for dot products by WebAssembly: entries are walked, to the same numbers. A file that is to be small, and runs in njs too, is without. */
export function wholeDots(): null {
  return null;
}
