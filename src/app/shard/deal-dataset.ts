import { readRows } from '../../dataset/read-rows.js';
import type { SplitSpec } from '../../experiment/experiment.js';
import { dealer, dealRank } from '../../experiment/split/deal.js';
import { groupSpec } from '../../experiment/split/group-spec.js';
import { PARTS } from '../../experiment/split/parts.js';
import { lineSpill, numberSpill, spilledRecords } from '../../file/spill.js';
import { type GroupLinks, ownNumber } from './link-groups.js';
import { keyOf } from './name-number.js';
import { datasetOf, type SpillFolder } from './spill-folder.js';

/** What is noted of a query: its place in the dataset, its group, its stratum, its part where the dataset says (−1: it doesn't), its line. */
const ROW_WIDTH = 5;
export interface RowNote {
  readonly row: number;
  readonly group: number;
  readonly stratum: number;
  readonly part: number;
  readonly line: number;
}

/** The queries of a shard, in their order. */
export function rowNotes(folder: SpillFolder, shard: number): RowNote[] {
  return spilledRecords(folder.files('rows')[shard] as string, ROW_WIDTH).map(([row, group, stratum, part, line]) => ({
    row: row as number,
    group: group as number,
    stratum: stratum as number,
    part: part as number,
    line: line as number,
  }));
}

/** A second pass: every query goes to the shard of its group. */
export async function spillDataset(
  path: string,
  split: SplitSpec,
  links: GroupLinks,
  folder: SpillFolder,
  signal?: AbortSignal,
): Promise<void> {
  const { by } = groupSpec(split);
  const lines = lineSpill(Array.from({ length: folder.shards }, (_, at) => datasetOf(folder.shard(at))));
  const notes = numberSpill(folder.files('rows'), ROW_WIDTH);
  const strata = new Map<string, number>();
  const stratified = 'stratifyBy' in split && split.stratifyBy === 'category';
  let row = 0;
  for await (const read of readRows(path)) {
    signal?.throwIfAborted();
    if (!('row' in read)) continue;
    const own = ownNumber(read.row, by);
    const group = links.get(own) ?? own;
    const stratum = stratified ? (read.row.category ?? '') : '';
    if (!strata.has(stratum)) strata.set(stratum, strata.size);
    const part = read.row.split === undefined ? -1 : PARTS.indexOf(read.row.split);
    lines.add(group % folder.shards, JSON.stringify(read.row));
    notes.add(group % folder.shards, [row++, group, strata.get(stratum) as number, part, read.line]);
  }
  lines.flush();
  notes.flush();
}

/** A group as it is dealt. */
interface Group {
  readonly group: number;
  readonly first: number;
  readonly stratum: number;
  size: number;
}

export function groupsOf(notes: readonly RowNote[]): Iterable<Group> {
  const groups = new Map<number, Group>();
  for (const { row, group, stratum } of notes) {
    const held = groups.get(group);
    if (held === undefined) groups.set(group, { group, first: row, stratum, size: 1 });
    else held.size++;
  }
  return groups.values();
}

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
    const order = spilledRecords(file, DEAL_WIDTH).sort((a, b) => byNumber(a, b, 0) || byNumber(a, b, 1) || byNumber(a, b, 2));
    for (const [, , , size, stratum, group] of order as unknown as Iterable<readonly number[]>) {
      const hand = dealers.get(stratum as number)?.(size as number) as number;
      parts.add((group as number) % folder.shards, [group as number, hand]);
    }
  }
  parts.flush();
}

function byNumber(a: Float64Array, b: Float64Array, at: number): number {
  return (a[at] as number) - (b[at] as number);
}

/** Index into PARTS of every query of a shard, −1 where the dataset doesn't tell. */
export function partsOf(split: SplitSpec, notes: readonly RowNote[], folder: SpillFolder, shard: number): Int8Array {
  if (split.kind === 'none') return new Int8Array(notes.length).fill(2);
  if (split.kind === 'column') return Int8Array.from(notes, ({ part }) => part);
  const hands = new Map(
    spilledRecords(folder.files('parts')[shard] as string, 2).map(([group, hand]) => [group as number, hand as number]),
  );
  return Int8Array.from(notes, ({ group }) => hands.get(group) ?? -1);
}
