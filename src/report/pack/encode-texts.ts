import { hash32 } from '../../stats/hash.js';
import { type MadeBlock, makeBlock } from './pack.js';
import type { PackedTexts, QueryTexts } from './pack-header.js';

/** What the reader asked for; `auto` is all of them up to the budget, a sample above it. */
export type TextsMode = 'auto' | 'none' | 'sample' | 'all';

/** Queries whose texts share a block: opening one query inflates that many. */
const PER_BLOCK = 256;

/** Queries of a sample that was asked for. */
const SAMPLE = 500;

export interface TextsInput {
  readonly mode: TextsMode;
  /** Queries there are. */
  readonly queries: number;
  /** Rough length of a query's texts, in characters. */
  readonly lengthOf: (query: number) => number;
  /** Queries that a reader looks for first: on them rows came to different qualities. */
  readonly telling: (query: number) => boolean;
  /** Bytes of a page that compressed texts may take, as base64. */
  readonly budget: number;
  /** Texts of some queries (ascending), in their order. */
  readonly read: (queries: readonly number[]) => Promise<readonly QueryTexts[]>;
}

/** Texts by query, in blocks of their own, within the budget. The same input gives the same choice. */
export async function encodeTexts(input: TextsInput): Promise<{ readonly texts: PackedTexts; readonly made: MadeBlock[] }> {
  const { mode, queries, budget } = input;
  if (mode === 'none') return { texts: left(0, 'left out by --texts none'), made: [] };
  if (mode === 'all') return attempt(input, everything(queries), 'all', null);
  if (mode === 'sample') {
    const some = ranked(input).slice(0, SAMPLE);
    const chosen = some.length === queries ? everything(queries) : ascending(some);
    return attempt(input, chosen, chosen.length === queries ? 'all' : 'sample', 'a sample by --texts sample');
  }
  const order = ranked(input);
  let chosen = within(order, input.lengthOf, MOST_SQUEEZED * budget);
  for (;;) {
    const whole = chosen.length === queries;
    const tried = await attempt(
      input,
      whole ? everything(queries) : ascending(chosen),
      whole ? 'all' : 'sample',
      reasonOf(budget),
    );
    const size = tried.made.reduce((sum, { block }) => sum + BASE64 * block.bytes, 0);
    if (size <= budget || chosen.length === 0) return tried;
    // A little less than would fit at the same rate, so that one more try is mostly enough.
    chosen = chosen.slice(0, Math.floor((0.95 * chosen.length * budget) / size));
  }
}

/** Characters of base64 a byte. */
const BASE64 = 4 / 3;
/** No text of use is squeezed to less than this part of itself: what is longer than that is not even tried. */
const MOST_SQUEEZED = 8;

function reasonOf(budget: number): string {
  return `all texts together are larger than the ${(budget / 1e6).toFixed(1)} MB a page has for them; --texts all takes them in`;
}

function left(queries: number, reason: string): PackedTexts {
  return { mode: 'none', queries, perBlock: PER_BLOCK, sampled: null, reason };
}

async function attempt(
  input: TextsInput,
  chosen: readonly number[],
  mode: 'sample' | 'all',
  reason: string | null,
): Promise<{ texts: PackedTexts; made: MadeBlock[] }> {
  const texts = await input.read(chosen);
  const made: MadeBlock[] = [];
  for (let from = 0; from < texts.length; from += PER_BLOCK) {
    const raw = new TextEncoder().encode(JSON.stringify(texts.slice(from, from + PER_BLOCK)));
    made.push(await makeBlock(`texts-${from / PER_BLOCK}`, raw));
  }
  const all = mode === 'all';
  return {
    texts: { mode, queries: chosen.length, perBlock: PER_BLOCK, sampled: all ? null : chosen, reason: all ? null : reason },
    made,
  };
}

/** Every second query is one a reader looks for, as far as there are some; else by a hash of its place. */
function ranked({ queries, telling }: TextsInput): number[] {
  const drawn = everything(queries).sort((a, b) => hash32(1, a, 0) - hash32(1, b, 0) || a - b);
  const [first, second] = [drawn.filter(telling), drawn.filter((query) => !telling(query))];
  return drawn.flatMap((_, place) => [first[place], second[place]].filter((query) => query !== undefined));
}

function within(order: readonly number[], lengthOf: (query: number) => number, most: number): number[] {
  let length = 0;
  const taken: number[] = [];
  for (const query of order) {
    length += lengthOf(query);
    if (length > most) break;
    taken.push(query);
  }
  return taken;
}

function everything(queries: number): number[] {
  return Array.from({ length: queries }, (_, query) => query);
}

function ascending(queries: readonly number[]): number[] {
  return [...queries].sort((a, b) => a - b);
}
