import type { ResultRow } from '../domain/results.js';
import type { Arm } from '../replay/arm.js';

/** How many of a part's queries the arm could be evaluated on, and its mean quality with the rest at 0 and at 1. */
export function coverage(arm: Arm, rows: Uint32Array, weight: Float64Array): ResultRow['coverage'] {
  let evaluable = 0;
  let total = 0;
  let known = 0;
  let quality = 0;
  for (const query of rows) {
    const w = weight[query] as number;
    total += w;
    const value = arm.quality[query] as number;
    if (Number.isNaN(value)) continue;
    evaluable++;
    known += w;
    quality += w * value;
  }
  return {
    evaluable,
    of: rows.length,
    bounds: total === 0 ? null : [quality / total, (quality + total - known) / total],
  };
}
