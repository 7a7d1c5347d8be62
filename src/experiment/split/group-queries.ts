import { codedValue } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import { murmur3 } from '../../router/identity/murmur3.js';
import { nearCopies as nearCopiesOf } from './near-copies.js';
import { normalisePrompt } from './normalise-prompt.js';
import { type Sketches, shingleSketch, sketchList } from './shingles.js';

/** Which queries belong together: never split apart, resampled as one. */
export interface Grouping {
  /** Group index by query, numbered in order of first appearance. */
  readonly group: Uint32Array;
  readonly groups: number;
  /** 32-bit key by group, from its name (explicit group, else prompt), so that it doesn't depend on row order. */
  readonly keys: Uint32Array;
  /** Queries whose normalised prompt repeats an earlier one. */
  readonly repeatedPrompts: number;
  /** Queries joined to an earlier one for being nearly the same text; null where that was not looked for. */
  readonly nearCopies: number | null;
}

export interface GroupSpec {
  readonly by: 'group' | 'prompt';
  /** Share of five-word runs from which two prompts are near-copies; null: only the same text is the same question. */
  readonly nearCopies: number | null;
}

/**
 * Joins queries that share an explicit group (unless `by` is prompt), the same normalised prompt, or nearly the same one,
 * transitively.
 *
 * @param frozen group code by query of a saved split (-1 none): these are joined, and near-copies are not looked for again
 */
export function groupQueries({ queries, labels }: Dataset, { by, nearCopies }: GroupSpec, frozen?: Int32Array | null): Grouping {
  const parent = Uint32Array.from({ length: queries.size }, (_, row) => row);
  const firstOf = new Map<string, number>();
  let repeatedPrompts = 0;
  const looked = nearCopies !== null && frozen == null;
  const sketches = sketchList(queries.size);
  const names: string[] = [];
  for (let row = 0; row < queries.size; row++) {
    const text = normalisePrompt(queries.messages(row));
    const name = textName(text);
    names.push(name);
    const prompt = firstOf.get(name);
    if (looked) sketches.add(shingleSketch(text), prompt !== undefined);
    if (prompt === undefined) firstOf.set(name, row);
    else {
      repeatedPrompts++;
      join(parent, prompt, row);
    }
    for (const own of groupNames(labels, row, by, frozen)) {
      const mate = firstOf.get(own);
      if (mate === undefined) firstOf.set(own, row);
      else join(parent, mate, row);
    }
  }
  const near = looked ? joinNearCopies(sketches.done(), parent, nearCopies) : null;
  const nameOf = (root: number): string => {
    const group = by === 'group' ? codedValue(labels.group, root) : undefined;
    return group === undefined ? (names[root] as string) : `g:${group}`;
  };
  return { ...numbered(parent, nameOf), repeatedPrompts, nearCopies: near };
}

/** What a query belongs to beside its prompt. */
function groupNames(labels: Dataset['labels'], row: number, by: GroupSpec['by'], frozen?: Int32Array | null): string[] {
  const group = by === 'group' ? codedValue(labels.group, row) : undefined;
  const code = frozen?.[row] ?? -1;
  return [...(group === undefined ? [] : [`g:${group}`]), ...(code < 0 ? [] : [`f:${code}`])];
}

/** Joins near-copies; counts the queries that this moved into another group. */
function joinNearCopies(sketches: Sketches, parent: Uint32Array, atLeast: number): number {
  let joined = 0;
  nearCopiesOf(
    sketches,
    atLeast,
    (earlier, later) => {
      join(parent, earlier, later);
      joined++;
    },
    (earlier, later) => rootOf(parent, earlier) === rootOf(parent, later),
  );
  return joined;
}

/** A short stand-in for the normalised prompt: long prompts are not kept, only 64 bits of hash and their length. */
export function promptName(messages: Parameters<typeof normalisePrompt>[0]): string {
  return textName(normalisePrompt(messages));
}

function textName(text: string): string {
  if (text.length <= 32) return `p:${text}`;
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 15);
  }
  return `h:${a >>> 0}:${b >>> 0}:${text.length}`;
}

/** Name of the group that a query begins: its explicit group, else its prompt. */
export function ownName(group: string | undefined, messages: Parameters<typeof normalisePrompt>[0]): string {
  return group === undefined ? promptName(messages) : `g:${group}`;
}

function numbered(parent: Uint32Array, nameOf: (root: number) => string): Pick<Grouping, 'group' | 'groups' | 'keys'> {
  const indexOf = new Map<number, number>();
  const keys: number[] = [];
  const group = Uint32Array.from(parent, (_, row) => {
    const top = rootOf(parent, row);
    let index = indexOf.get(top);
    if (index === undefined) {
      index = keys.length;
      indexOf.set(top, index);
      keys.push(murmur3(nameOf(top), 0));
    }
    return index;
  });
  return { group, groups: keys.length, keys: Uint32Array.from(keys) };
}

/** The smaller root wins, so that a group's root is its first row. */
function join(parent: Uint32Array, a: number, b: number): void {
  const left = rootOf(parent, a);
  const right = rootOf(parent, b);
  parent[Math.max(left, right)] = Math.min(left, right);
}

function rootOf(parent: Uint32Array, row: number): number {
  let at = row;
  while ((parent[at] as number) !== at) {
    parent[at] = parent[parent[at] as number] as number;
    at = parent[at] as number;
  }
  return at;
}
