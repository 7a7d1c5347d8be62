import type { Part } from '../metric/part.js';
import type { Grouping } from './split/group-queries.js';

/** The measured part over some query rows, with groups numbered within it. */
export function partOf(rows: Uint32Array, weight: Float64Array, grouping: Grouping): Part {
  const indexOf = new Map<number, number>();
  const keys: number[] = [];
  const group = new Uint32Array(rows.length);
  rows.forEach((query, index) => {
    const whole = grouping.group[query] as number;
    let local = indexOf.get(whole);
    if (local === undefined) {
      local = keys.length;
      indexOf.set(whole, local);
      keys.push(grouping.keys[whole] as number);
    }
    group[index] = local;
  });
  return {
    rows,
    weight: Float64Array.from(rows, (query) => weight[query] as number),
    group,
    groupKeys: Uint32Array.from(keys),
  };
}
