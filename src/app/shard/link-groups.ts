import type { Row } from '../../dataset/row-schema.js';
import { type Message, promptMessages } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';
import { ownName, promptName } from '../../experiment/split/group-queries.js';
import { spilledNumbers } from '../../file/spill.js';
import { nameNumber } from './name-number.js';

/** Which names of groups are one group, because a prompt stands in several: by name, the name of the whole. */
export type GroupLinks = ReadonlyMap<number, number>;

export const NO_LINKS: GroupLinks = new Map();

/** A prompt, a name that it stands under, and the query's place in the dataset. */
export const LINK_WIDTH = 3;

/** Names that can be linked to others in memory. */
const MOST_LINKED = 1_000_000;

/** Numbers of a query's prompt and of its own name: that of its explicit group, else of its prompt. */
export function namesOf(row: Row, by: 'group' | 'prompt'): { readonly own: number; readonly prompt: number } {
  const messages = row.messages === undefined ? promptMessages(row.prompt ?? '') : (row.messages as readonly Message[]);
  const group = by === 'group' ? row.group : undefined;
  const prompt = nameNumber(promptName(messages));
  return { prompt, own: group === undefined ? prompt : nameNumber(ownName(group, messages)) };
}

/** Joins names that meet on a prompt; each whole is named by its first query, as everywhere. @param files of prompts, by their hash */
export function linksIn(files: readonly string[], path: string): GroupLinks {
  const names = joinedNames();
  for (const file of files) {
    const nameOf = new Map<number, number>();
    const met = spilledNumbers(file);
    for (let at = 0; at < met.length; at += LINK_WIDTH) {
      const [prompt, own] = [met[at] as number, met[at + 1] as number];
      const first = nameOf.get(prompt);
      if (first === undefined) nameOf.set(prompt, own);
      else if (first !== own) names.join(first, own);
      if (names.size() <= MOST_LINKED) continue;
      throw new UserError({
        file: path,
        message: `more than ${MOST_LINKED} groups share prompts with others`,
        accepted: 'split: { group_by: prompt }, or prompts of their own',
      });
    }
  }
  return names.size() === 0 ? NO_LINKS : namedByFirst(files, names);
}

interface JoinedNames {
  join(one: number, other: number): void;
  has(name: number): boolean;
  rootOf(name: number): number;
  all(): Iterable<number>;
  size(): number;
}

/** Disjoint sets; paths are halved on the way up, so that a long chain of joins is climbed once (Tarjan and van Leeuwen 1984). */
export function joinedNames(): JoinedNames {
  const parent = new Map<number, number>();
  const rootOf = (name: number): number => {
    let at = name;
    for (;;) {
      const above = parent.get(at) ?? at;
      if (above === at) return at;
      const next = parent.get(above) ?? above;
      parent.set(at, next);
      at = next;
    }
  };
  return {
    join(one, other) {
      for (const name of [one, other]) if (!parent.has(name)) parent.set(name, name);
      parent.set(rootOf(other), rootOf(one));
    },
    has: (name) => parent.has(name),
    rootOf,
    all: () => parent.keys(),
    size: () => parent.size,
  };
}

function namedByFirst(files: readonly string[], names: JoinedNames): GroupLinks {
  const first = new Map<number, { readonly row: number; readonly own: number }>();
  for (const file of files) {
    const met = spilledNumbers(file);
    for (let at = 0; at < met.length; at += LINK_WIDTH) {
      const [own, row] = [met[at + 1] as number, met[at + 2] as number];
      if (!names.has(own)) continue;
      const root = names.rootOf(own);
      const held = first.get(root);
      if (held === undefined || row < held.row) first.set(root, { row, own });
    }
  }
  return new Map(Array.from(names.all(), (name) => [name, first.get(names.rootOf(name))?.own ?? name]));
}
