import { existsSync } from 'node:fs';
import type { SplitSpec } from '../../experiment/experiment.js';
import { fileLines } from '../../file/lines.js';
import { lineSpill } from '../../file/spill.js';
import { murmur3 } from '../../router/identity/murmur3.js';
import { groupsOf, partsOf, type RowNote, rowNotes } from './deal-dataset.js';
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

/**
 * Notes for every query, under a hash of its id, where its recordings have to go; writes the queries that are learned from, in the
 * dataset's order.
 */
export async function placeQueries(split: SplitSpec, { most, seed }: Learned, folder: SpillFolder): Promise<PlacedSample> {
  const sample = trainSample(most, seed);
  let train = 0;
  for (let shard = 0; most > 0 && shard < folder.shards; shard++) {
    const own = trainOf(split, folder, shard);
    train += own.length;
    sample.offer(own);
  }
  const drawn = sample.drawn();
  const ids = lineSpill(folder.files('ids'));
  const kept: { readonly note: RowNote; readonly text: string }[] = [];
  for (let shard = 0; shard < folder.shards; shard++) {
    if (!existsSync(datasetOf(folder.shard(shard)))) continue;
    const notes = rowNotes(folder, shard);
    const parts = partsOf(split, notes, folder, shard);
    let at = 0;
    for await (const { text } of fileLines(datasetOf(folder.shard(shard)))) {
      const note = notes[at] as RowNote;
      const sampled = parts[at++] === 0 && drawn.has(note.group);
      const { id } = JSON.parse(text) as { readonly id: string };
      if (sampled) kept.push({ note, text });
      ids.add(murmur3(id, 0) % folder.shards, JSON.stringify([id, shard, sampled, note.line]));
    }
  }
  ids.flush();
  const lines = lineSpill([datasetOf(folder.sample)]);
  kept.sort((a, b) => a.note.row - b.note.row);
  for (const { text } of kept) lines.add(0, text);
  lines.flush();
  const numbers = numbersOf(drawn, folder);
  return { learned: kept.length, train, groups: Uint32Array.from(kept, ({ note }) => numbers.get(note.group) as number) };
}

function trainOf(split: SplitSpec, folder: SpillFolder, shard: number): RowNote[] {
  const notes = rowNotes(folder, shard);
  const parts = partsOf(split, notes, folder, shard);
  return notes.filter((_, at) => parts[at] === 0);
}

/** Groups by the order of their first queries in the whole dataset: as many come before each as begin earlier. */
function numbersOf(drawn: ReadonlySet<number>, folder: SpillFolder): ReadonlyMap<number, number> {
  if (drawn.size === 0) return new Map();
  const firstOf = new Map<number, number>();
  for (let shard = 0; shard < folder.shards; shard++)
    for (const { group, first } of groupsOf(rowNotes(folder, shard))) if (drawn.has(group)) firstOf.set(group, first);
  const order = [...firstOf].sort(([, a], [, b]) => a - b);
  const firsts = Float64Array.from(order, ([, first]) => first);
  const begun = new Uint32Array(firsts.length + 1);
  for (let shard = 0; shard < folder.shards; shard++)
    for (const { first } of groupsOf(rowNotes(folder, shard))) {
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
