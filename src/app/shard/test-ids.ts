import type { SplitSpec } from '../../experiment/experiment.js';
import { PARTS } from '../../experiment/split/parts.js';
import { lineSpill, spilledLines } from '../../file/spill.js';
import { partsOf } from './deal-parts.js';
import { rowNotes } from './row-notes.js';
import type { SpillFolder } from './spill-folder.js';

const TEST = PARTS.indexOf('test');

/**
 * Ids of the test part's queries in the order of their UTF-16 units, which nobody holds at once: they go to files by where they fall among those
 * of the first shard that has any, and one file is sorted at a time.
 */
export function* testIds(split: SplitSpec, folder: SpillFolder): Generator<string> {
  const files = folder.files('test-ids');
  const sorted = lineSpill(files);
  let ends: readonly string[] | null = null;
  for (let shard = 0; shard < folder.shards; shard++) {
    const ids = [...idsOf(split, folder, shard)];
    if (ids.length === 0) continue;
    ends ??= endsAmong(ids.toSorted(), folder.shards);
    for (const id of ids) sorted.add(placeAmong(ends, id), JSON.stringify(id));
  }
  sorted.flush();
  for (const file of files) yield* Array.from(spilledLines(file), (line) => JSON.parse(line) as string).sort();
}

function* idsOf(split: SplitSpec, folder: SpillFolder, shard: number): Generator<string> {
  const parts = partsOf(split, rowNotes(folder, shard), folder, shard);
  let at = 0;
  for (const line of spilledLines(folder.files('ids')[shard] as string))
    if (parts[at++] === TEST) yield JSON.parse(line) as string;
}

/** Texts that divide a sorted sample into as many stretches. */
function endsAmong(ids: readonly string[], stretches: number): string[] {
  return Array.from({ length: stretches - 1 }, (_, at) => ids[Math.floor(((at + 1) * ids.length) / stretches)] as string);
}

/** How many of the ends, ascending, a text lies behind. */
function placeAmong(ends: readonly string[], id: string): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] as string) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
