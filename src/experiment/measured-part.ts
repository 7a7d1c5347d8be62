import { type Part, subPart } from '../metric/part.js';
import type { Compared } from './compared.js';
import { LEAST_KNOWN } from './compared-models.js';
import { LEAST_PRICED } from './complete-rows.js';

/**
 * The queries on which every routed row is known too: the one denominator of a comparison. A row known on fewer than half
 * of the part's queries is not waited for; its own numbers are then not available.
 */
export function measuredPart(part: Part, routed: readonly Compared[]): Part {
  const size = part.rows.length;
  const knownShare = (column: Float64Array): number =>
    part.rows.reduce((count, query) => count + (Number.isNaN(column[query] as number) ? 0 : 1), 0) / Math.max(1, size);
  const needed = routed.flatMap(({ arm }) => {
    if (knownShare(arm.quality) < LEAST_KNOWN) return [];
    return knownShare(arm.costPico) < LEAST_PRICED * knownShare(arm.quality) ? [arm.quality] : [arm.quality, arm.costPico];
  });
  const isKnown = (query: number): boolean => needed.every((column) => !Number.isNaN(column[query] as number));
  return part.rows.every(isKnown) ? part : subPart(part, isKnown);
}
