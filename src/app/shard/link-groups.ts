import { createHash } from 'node:crypto';
import { problemList } from '../../dataset/problem-list.js';
import { readRows } from '../../dataset/read-rows.js';
import type { Row } from '../../dataset/row-schema.js';
import { type Message, promptMessages } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';
import { ownName, promptName } from '../../experiment/split/group-queries.js';
import { numberSpill, spilledRecords } from '../../file/spill.js';
import { nameNumber } from './name-number.js';
import type { SpillFolder } from './spill-folder.js';

/** Which names of groups are one group, because a prompt stands in several: by name, the name of the whole. */
export type GroupLinks = ReadonlyMap<number, number>;

export interface ScannedDataset {
  readonly links: GroupLinks;
  readonly rows: number;
  readonly sha256: string;
  readonly warnings: readonly string[];
}

/** Names that can be linked to others in memory. */
const MOST_LINKED = 1_000_000;

/** Number of a query's own name: that of its explicit group, else of its prompt. */
export function ownNumber(row: Row, by: 'group' | 'prompt'): number {
  return nameNumber(ownName(by === 'group' ? row.group : undefined, messagesOf(row)));
}

function messagesOf({ messages, prompt }: Row): readonly Message[] {
  return messages === undefined ? promptMessages(prompt ?? '') : (messages as readonly Message[]);
}

/**
 * A first pass over a dataset: checks every row, and finds which groups belong together. Prompts are sorted into files by their
 * hash, one of which is looked at at a time.
 *
 * @throws UserError with every problem found
 */
export async function scanDataset(
  path: string,
  by: 'group' | 'prompt',
  folder: SpillFolder,
  signal?: AbortSignal,
): Promise<ScannedDataset> {
  const hash = createHash('sha256');
  const problems = problemList(path);
  const files = folder.files('prompts');
  const prompts = numberSpill(files, 3);
  let rows = 0;
  let empty = 0;
  for await (const read of readRows(path, hash)) {
    signal?.throwIfAborted();
    if ('problems' in read) {
      for (const problem of read.problems) problems.note(problem, read.line);
      continue;
    }
    if (read.row.prompt === '') empty++;
    const prompt = nameNumber(promptName(messagesOf(read.row)));
    prompts.add(prompt % folder.shards, [prompt, ownNumber(read.row, by), rows++]);
  }
  problems.throwAny();
  if (rows === 0) throw new UserError({ file: path, message: 'holds no query' });
  prompts.flush();
  const warnings = empty === 0 ? [] : [`${path}: ${empty} ${empty === 1 ? 'query has' : 'queries have'} an empty prompt`];
  return { rows, sha256: hash.digest('hex'), warnings, links: linksIn(files, path) };
}

/** Joins names that meet on a prompt; each whole is named by its first query, as everywhere. */
function linksIn(files: readonly string[], path: string): GroupLinks {
  const parent = new Map<number, number>();
  const rootOf = (name: number): number => {
    let at = name;
    for (let next = parent.get(at) ?? at; next !== at; next = parent.get(at) ?? at) at = next;
    return at;
  };
  for (const file of files) {
    const nameOf = new Map<number, number>();
    for (const [prompt, own] of spilledRecords(file, 3) as Iterable<readonly [number, number, number]> & Float64Array[]) {
      const met = nameOf.get(prompt) ?? own;
      nameOf.set(prompt, met);
      if (met === own) continue;
      for (const name of [met, own]) if (!parent.has(name)) parent.set(name, name);
      parent.set(rootOf(own), rootOf(met));
      if (parent.size <= MOST_LINKED) continue;
      throw new UserError({
        file: path,
        message: `more than ${MOST_LINKED} groups share prompts with others`,
        accepted: 'split: { group_by: prompt }, or prompts of their own',
      });
    }
  }
  return namedByFirst(files, parent, rootOf);
}

function namedByFirst(
  files: readonly string[],
  parent: ReadonlyMap<number, number>,
  rootOf: (name: number) => number,
): GroupLinks {
  if (parent.size === 0) return new Map();
  const first = new Map<number, { readonly row: number; readonly own: number }>();
  for (const file of files) {
    for (const record of spilledRecords(file, 3)) {
      const [own, row] = [record[1] as number, record[2] as number];
      if (!parent.has(own)) continue;
      const held = first.get(rootOf(own));
      if (held === undefined || row < held.row) first.set(rootOf(own), { row, own });
    }
  }
  return new Map([...parent.keys()].map((name) => [name, first.get(rootOf(name))?.own ?? name]));
}
