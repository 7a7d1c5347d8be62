import type { Part } from '../metric/part.js';
import type { Arm } from '../replay/arm.js';

/** Weighted share of queries whose first call goes to each model, over all walks of a stateful router; a mixture's chances as they are. */
export function firstShares(arm: Arm, part: Part, modelCount: number): Float64Array {
  if (arm.mixture !== null) return arm.mixture;
  const shares = new Float64Array(modelCount);
  let total = 0;
  for (const first of arm.firsts ?? [arm.first]) {
    part.rows.forEach((query, index) => {
      const model = first?.[query] ?? -1;
      const weight = part.weight[index] as number;
      total += weight;
      if (model >= 0) shares[model] = (shares[model] as number) + weight;
    });
  }
  return shares.map((sum) => sum / total);
}
