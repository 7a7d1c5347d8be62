import type { PairedCounts } from '../../stats/newcombe.js';
import type { Part } from '../part.js';

/**
 * Who was right on a part's queries, the first or the second, by quality per query; null unless every group is one query of
 * weight 1 with a quality of 0 or 1 on both sides.
 */
export function pairedCounts(part: Part, first: Float64Array, second: Float64Array): PairedCounts | null {
  if (part.groupKeys.length !== part.rows.length || part.weight.some((weight) => weight !== 1)) return null;
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  for (const query of part.rows) {
    const own = first[query] as number;
    const other = second[query] as number;
    if ((own !== 0 && own !== 1) || (other !== 0 && other !== 1)) return null;
    if (own === 1) counts[other === 1 ? 'both' : 'onlyFirst']++;
    else counts[other === 1 ? 'onlySecond' : 'neither']++;
  }
  return counts;
}
