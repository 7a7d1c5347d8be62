import { formatCount, formatShare, points } from '../format.js';
import { type PlainTable, plainTable } from '../page/plain-table.js';
import type { Bin, CostPair } from './duel.js';

/** Resampled differences by bin, in points. */
export function differenceTable(bins: readonly Bin[]): PlainTable | null {
  return plainTable({
    label: 'Resampled differences by bin',
    columns: [
      ['points from', 'text'],
      ['to', 'number'],
      ['resamples', 'number'],
    ],
    rows: bins.map(({ from, to, count }) => [points(from), points(to), formatCount(count)]),
  });
}

const KINDS: readonly (readonly [title: string, holds: (pair: CostPair) => boolean])[] = [
  ['A paid more', ({ first, second }) => first > second],
  ['both paid the same', ({ first, second }) => first === second],
  ['B paid more', ({ first, second }) => first < second],
];

/** How often either side paid more; null without pairs. */
export function costPairTable(pairs: readonly CostPair[]): PlainTable | null {
  if (pairs.length === 0) return null;
  return plainTable({
    label: 'Who paid more',
    columns: [
      ['queries', 'text'],
      ['n', 'number'],
      ['share', 'number'],
    ],
    rows: KINDS.map(([title, holds]) => {
      const n = pairs.filter(holds).length;
      return [title, formatCount(n), formatShare(n / pairs.length)];
    }),
  });
}
