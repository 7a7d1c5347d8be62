import type { SplitSpec } from '../../experiment/experiment.js';
import { lineSpill, linesBeside, numberSpill, spilledLines } from '../../file/spill.js';
import { murmur3 } from '../../router/identity/murmur3.js';
import { partsOf } from './deal-parts.js';
import { groupsOf, rowNotes } from './row-notes.js';
import { datasetOf, type SpillFolder } from './spill-folder.js';
import { trainSample } from './train-sample.js';

/** Which queries are held in memory to be learned from. */
export interface Learned {
  /** At most so many; 0: none. */
  readonly most: number;
  readonly seed: number;
}

/** What is learned from. */
export interface PlacedSample {
  /** Queries that are learned from. */
  readonly learned: number;
  /** Queries of the train part. */
  readonly train: number;
  /** Number of the group of each of them, as a run that holds everything numbers groups. */
  readonly groups: Uint32Array;
}

/** Where a query lies: shard, its row there, its row among those that are learned from (−1: it isn't), line of the dataset. */
export const PLACE_WIDTH = 4;

/** The bucket of a query's id, written as JSON. */
export function bucketOf(id: string, { shards }: SpillFolder): number {
  return murmur3(id, 0) % shards;
}

/**
 * Notes for every query, under a hash of its id, where its recordings have to go; writes the queries that are learned from, in the
 * dataset's order.
 */
export function placeQueries(split: SplitSpec, { most, seed }: Learned, folder: SpillFolder): PlacedSample {
  const sample = trainSample(most, seed);
  let train = 0;
  for (let shard = 0; most > 0 && shard < folder.shards; shard++) {
    const notes = rowNotes(folder, shard);
    const parts = partsOf(split, notes, folder, shard);
    for (const part of parts) if (part === 0) train++;
    sample.offer(groupsOf(notes, (at) => parts[at] === 0));
  }
  const drawn = sample.drawn();
  const kept: Kept[] = [];
  for (let shard = 0; drawn.size > 0 && shard < folder.shards; shard++) keepDrawn(split, folder, shard, drawn, kept);
  kept.sort((a, b) => a.row - b.row);
  const lines = lineSpill([datasetOf(folder.sample)]);
  for (const { text } of kept) lines.add(0, text);
  lines.flush();
  placeAll(folder, new Map(kept.map(({ row }, at) => [row, at])));
  const numbers = numbersOf(drawn, folder);
  return { learned: kept.length, train, groups: Uint32Array.from(kept, ({ group }) => numbers.get(group) as number) };
}

/** A query that is learned from. */
interface Kept {
  readonly row: number;
  readonly group: number;
  readonly text: string;
}

function keepDrawn(split: SplitSpec, folder: SpillFolder, shard: number, drawn: ReadonlySet<number>, kept: Kept[]): void {
  const notes = rowNotes(folder, shard);
  const parts = partsOf(split, notes, folder, shard);
  let at = 0;
  for (const text of spilledLines(datasetOf(folder.shard(shard)))) {
    const group = notes.get(at, 'group');
    if (parts[at] === 0 && drawn.has(group)) kept.push({ row: notes.get(at, 'row'), group, text });
    at++;
  }
}

/** @param sampleRow rows among those that are learned from, by place in the dataset */
function placeAll(folder: SpillFolder, sampleRow: ReadonlyMap<number, number>): void {
  const ids = lineSpill(folder.files('placed-ids'));
  const labels = lineSpill(folder.files('placed-labels'));
  const places = numberSpill(folder.files('places'), PLACE_WIDTH);
  for (let shard = 0; shard < folder.shards; shard++) {
    const notes = rowNotes(folder, shard);
    const of = (name: string): string => folder.files(name)[shard] as string;
    let at = 0;
    for (const [id, label] of linesBeside(of('ids'), of('labels'))) {
      const bucket = bucketOf(id, folder);
      ids.add(bucket, id);
      if (label !== undefined) labels.add(bucket, label);
      places.add(bucket, [shard, at, sampleRow.get(notes.get(at, 'row')) ?? -1, notes.get(at, 'line')]);
      at++;
    }
  }
  for (const spill of [ids, labels, places]) spill.flush();
}

/** Groups by the order of their first queries in the whole dataset: as many come before each as begin earlier. */
function numbersOf(drawn: ReadonlySet<number>, folder: SpillFolder): ReadonlyMap<number, number> {
  if (drawn.size === 0) return new Map();
  const firstOf = new Map<number, number>();
  const allOf = (shard: number) => groupsOf(rowNotes(folder, shard));
  for (let shard = 0; shard < folder.shards; shard++)
    for (const { group, first } of allOf(shard)) if (drawn.has(group)) firstOf.set(group, first);
  const order = [...firstOf].sort(([, a], [, b]) => a - b);
  const firsts = Float64Array.from(order, ([, first]) => first);
  const begun = new Uint32Array(firsts.length + 1);
  for (let shard = 0; shard < folder.shards; shard++)
    for (const { first } of allOf(shard)) {
      const at = firstAbove(firsts, first);
      begun[at] = (begun[at] as number) + 1;
    }
  let before = 0;
  return new Map(
    order.map(([group], at) => {
      before += begun[at] as number;
      return [group, before];
    }),
  );
}

/** Place of the first value above some other, in ascending order. */
function firstAbove(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
