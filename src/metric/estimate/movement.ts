import type { Term } from '../family.js';

/** How far groups are moved by a sum of terms: how many at all, and the sum of the squares. */
export interface Movement {
  readonly moving: number;
  readonly squares: number;
}

/**
 * The sum of terms by group.
 *
 * @param columnOf weighted sums by group; null where zero throughout, undefined where not kept
 */
export function termsByGroup(
  terms: readonly Term[],
  groups: number,
  columnOf: (term: Term) => Float64Array | null | undefined,
): Float64Array {
  const sums = new Float64Array(groups);
  for (const term of terms) {
    if (term.quantity === 'weight') continue;
    const column = columnOf(term);
    if (column != null) addTimes(sums, column, term.times);
  }
  return sums;
}

function addTimes(sums: Float64Array, values: Float64Array, times: number): void {
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + times * (values[at] as number);
}

export function movementOf(sums: Float64Array): Movement {
  let squares = 0;
  let moving = 0;
  for (let group = 0; group < sums.length; group++) {
    const sum = sums[group] as number;
    if (sum === 0) continue;
    squares += sum * sum;
    moving++;
  }
  return { moving, squares };
}
