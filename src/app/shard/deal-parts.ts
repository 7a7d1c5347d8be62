import type { SplitSpec } from '../../experiment/experiment.js';
import { dealer, dealRank } from '../../experiment/split/deal.js';
import { numberSpill, spilledNumbers } from '../../file/spill.js';
import { keyOf } from './name-number.js';
import { groupsOf, type RowNotes, rowNotes } from './row-notes.js';
import type { SpillFolder } from './spill-folder.js';

/** A group as it is dealt: rank, key, first query, size, stratum, number. */
const DEAL_WIDTH = 6;

/**
 * Deals groups into train, validation and test exactly as a run does that holds them all: in the order of their ranks, which are
 * sorted file by file. What came of it is noted by shard.
 */
export function dealParts(split: Extract<SplitSpec, { kind: 'holdout' }>, folder: SpillFolder): void {
  const ranked = folder.files('ranks');
  const ranks = numberSpill(ranked, DEAL_WIDTH);
  const totals = new Map<number, number>();
  for (let shard = 0; shard < folder.shards; shard++) {
    for (const { group, first, stratum, size } of groupsOf(rowNotes(folder, shard))) {
      const rank = dealRank(keyOf(group), split.seed);
      totals.set(stratum, (totals.get(stratum) ?? 0) + size);
      ranks.add(Math.floor((rank / 2 ** 32) * folder.shards), [rank, keyOf(group), first, size, stratum, group]);
    }
  }
  ranks.flush();
  const fractions = [split.train, split.validation, split.test];
  const dealers = new Map([...totals].map(([stratum, total]) => [stratum, dealer(fractions, total)]));
  const parts = numberSpill(folder.files('parts'), 2);
  for (const file of ranked) {
    const groups = spilledNumbers(file);
    for (const at of inOrder(groups)) {
      const [size, stratum, group] = [groups[at + 3] as number, groups[at + 4] as number, groups[at + 5] as number];
      parts.add(group % folder.shards, [group, dealers.get(stratum)?.(size) as number]);
    }
  }
  parts.flush();
}

/** Where groups begin, by rank, then key, then first query. */
function inOrder(groups: Float64Array): Uint32Array {
  const by = (a: number, b: number, field: number): number => (groups[a + field] as number) - (groups[b + field] as number);
  return Uint32Array.from({ length: groups.length / DEAL_WIDTH }, (_, at) => at * DEAL_WIDTH).sort(
    (a, b) => by(a, b, 0) || by(a, b, 1) || by(a, b, 2),
  );
}

/** Index into PARTS of every query of a shard, −1 where the dataset doesn't tell. */
export function partsOf(split: SplitSpec, notes: RowNotes, folder: SpillFolder, shard: number): Int8Array {
  const parts = new Int8Array(notes.size);
  if (split.kind === 'none') return parts.fill(2);
  if (split.kind === 'column') return parts.map((_, at) => notes.get(at, 'part'));
  const dealt = spilledNumbers(folder.files('parts')[shard] as string);
  const hands = new Map<number, number>();
  for (let at = 0; at < dealt.length; at += 2) hands.set(dealt[at] as number, dealt[at + 1] as number);
  return parts.map((_, at) => hands.get(notes.get(at, 'group')) ?? -1);
}
