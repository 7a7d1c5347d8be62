import type { Dataset } from '../../domain/dataset.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import type { Folds } from './folds.js';
import { PARTS, type PartName } from './parts.js';

/** A split as its file has it: one line a query. */
export interface SavedSplit {
  readonly file: string;
  /** `part`: train, validation, test; `fold`: any name. */
  readonly by: 'part' | 'fold';
  readonly lines: readonly SavedLine[];
  /** The file has groups, and they are kept: a later version may find other near-copies. */
  readonly hasGroups: boolean;
}

interface SavedLine {
  readonly line: number;
  readonly id: string;
  /** Name of the part or fold. */
  readonly place: string;
  readonly group?: string;
}

/** A saved split on the rows of a dataset. */
export interface PlacedSplit {
  /** Index into PARTS by query; null where the file has folds. */
  readonly part: Uint8Array | null;
  readonly folds: Folds | null;
  /** Group code by query; null where the file has none. */
  readonly group: Int32Array | null;
}

/** Problems named at most. */
const MOST_PROBLEMS = 20;

/**
 * Puts a saved split on its dataset.
 *
 * @throws UserError where the two don't hold the same queries, or a part has no such name
 */
export function placeSplit(saved: SavedSplit, { queries }: Dataset): PlacedSplit {
  const rowOf = new Map(Array.from({ length: queries.size }, (_, row) => [queries.ids.get(row), row]));
  const names = saved.by === 'part' ? [...PARTS] : [...new Set(saved.lines.map(({ place }) => place))].sort();
  const placeOf = new Int32Array(queries.size).fill(-1);
  const group = new Int32Array(queries.size).fill(-1);
  const groups = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { line, id, place, group: own } of saved.lines) {
    // Reports put an apostrophe in front of what a spreadsheet would run.
    const row = rowOf.get(id) ?? rowOf.get(id.replace(/^'/, ''));
    const code = names.indexOf(place as PartName);
    if (row === undefined)
      problems.push({ file: saved.file, line, field: 'id', message: 'no such query in the dataset', value: id });
    else if (placeOf[row] !== -1)
      problems.push({ file: saved.file, line, field: 'id', message: 'stands in the split twice', value: id });
    else if (code < 0) {
      problems.push({ file: saved.file, line, field: 'part', message: 'no such part', value: place, accepted: PARTS.join(', ') });
    } else placeOf[row] = code;
    if (row === undefined || own === undefined) continue;
    if (!groups.has(own)) groups.set(own, groups.size);
    group[row] = groups.get(own) as number;
  }
  if (problems.length === 0) {
    for (const row of placeOf.keys()) {
      if (placeOf[row] === -1)
        problems.push({ file: saved.file, message: 'a query of the dataset is not in the split', value: queries.ids.get(row) });
    }
  }
  if (problems.length > 0) throw new UserError(problems.slice(0, MOST_PROBLEMS));
  return {
    part: saved.by === 'part' ? Uint8Array.from(placeOf) : null,
    folds: saved.by === 'fold' ? { names, of: placeOf } : null,
    group: saved.hasGroups ? group : null,
  };
}
