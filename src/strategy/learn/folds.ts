import { murmur3 } from '../../router/identity/murmur3.js';
import type { Training } from '../training.js';

/**
 * Deals the training rows into folds of nearly equal size, whole groups at a time, in an order given by (seed, group). Fewer
 * groups than folds: as many folds as groups.
 *
 * @returns the rows of each fold, ascending
 */
export function innerFolds({ rows, group, seed }: Training, count: number): Uint32Array[] {
  const sizes = new Map<number, number>();
  for (const row of rows) sizes.set(group[row] as number, (sizes.get(group[row] as number) ?? 0) + 1);
  const rank = (one: number): number => murmur3(`fold ${one}`, seed);
  const order = [...sizes.keys()].sort((a, b) => rank(a) - rank(b) || a - b);
  const dealt = new Float64Array(Math.max(1, Math.min(count, order.length)));
  const foldOf = new Map<number, number>();
  for (const one of order) {
    const fold = dealt.indexOf(Math.min(...dealt));
    dealt[fold] = (dealt[fold] as number) + (sizes.get(one) ?? 0);
    foldOf.set(one, fold);
  }
  return Array.from(dealt, (_, fold) => rows.filter((row) => foldOf.get(group[row] as number) === fold));
}
