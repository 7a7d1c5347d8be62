import type { PackedTexts } from './pack-header.js';

/** Where a query's texts are: block `texts-<block>`, and the place in it; null where they were left out. */
export function textPlace({ sampled, queries, perBlock }: PackedTexts, query: number): { block: number; at: number } | null {
  const index = sampled === null ? query : placeIn(sampled, query);
  if (index < 0 || index >= queries) return null;
  return { block: Math.floor(index / perBlock), at: index % perBlock };
}

/** Place of a value in an ascending list, or -1. */
function placeIn(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === value ? low : -1;
}
