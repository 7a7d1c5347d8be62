import { spilledNumbers } from '../../file/spill.js';
import type { SpillFolder } from './spill-folder.js';

/** What is noted of a query: its place in the dataset, its group, its stratum, its part where the dataset says (−1: it doesn't), its line. */
const FIELDS = ['row', 'group', 'stratum', 'part', 'line'] as const;
export const NOTE_WIDTH = FIELDS.length;

export type RowNote = Readonly<Record<(typeof FIELDS)[number], number>>;

/** Notes of a shard's queries, in the dataset's order. */
export interface RowNotes {
  readonly size: number;
  get(at: number, field: (typeof FIELDS)[number]): number;
}

export function noteOf({ row, group, stratum, part, line }: RowNote): readonly number[] {
  return [row, group, stratum, part, line];
}

export function rowNotes(folder: SpillFolder, shard: number): RowNotes {
  const numbers = spilledNumbers(folder.files('rows')[shard] as string);
  return {
    size: numbers.length / NOTE_WIDTH,
    get: (at, field) => numbers[at * NOTE_WIDTH + FIELDS.indexOf(field)] as number,
  };
}

/** A group as it is dealt. */
export interface DealtGroup {
  readonly group: number;
  /** Place in the dataset of its first query. */
  readonly first: number;
  readonly stratum: number;
  size: number;
}

/** The groups of some queries, in the order of their first ones. @param among whether a query counts */
export function groupsOf(notes: RowNotes, among: (at: number) => boolean = () => true): Iterable<DealtGroup> {
  const groups = new Map<number, DealtGroup>();
  for (let at = 0; at < notes.size; at++) {
    if (!among(at)) continue;
    const group = notes.get(at, 'group');
    const held = groups.get(group);
    if (held === undefined) groups.set(group, { group, first: notes.get(at, 'row'), stratum: notes.get(at, 'stratum'), size: 1 });
    else held.size++;
  }
  return groups.values();
}
