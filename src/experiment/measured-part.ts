import { type Part, subPart } from '../metric/part.js';
import type { Arm } from '../replay/arm.js';
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
  return knownOn(
    part,
    routed.map(({ arm }) => ({ arm, awaited: awaitedOf(knownShare(arm.quality), knownShare(arm.costPico)) })),
  );
}

/** What of a row is waited for. */
export type Awaited = 'nothing' | 'quality' | 'quality_and_cost';

/** @param quality share of the part's queries on which it is known, as `cost` */
export function awaitedOf(quality: number, cost: number): Awaited {
  if (quality < LEAST_KNOWN) return 'nothing';
  return cost < LEAST_PRICED * quality ? 'quality' : 'quality_and_cost';
}

/** The queries on which all that is waited for is known. */
export function knownOn(
  part: Part,
  rows: readonly { readonly arm: Pick<Arm, 'quality' | 'costPico'>; readonly awaited: Awaited }[],
): Part {
  const needed = rows.flatMap(({ arm, awaited }) => {
    if (awaited === 'nothing') return [];
    return awaited === 'quality' ? [arm.quality] : [arm.quality, arm.costPico];
  });
  const isKnown = (query: number): boolean => needed.every((column) => !Number.isNaN(column[query] as number));
  return part.rows.every(isKnown) ? part : subPart(part, isKnown);
}
