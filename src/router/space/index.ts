import { listAt, objectAt, refuse, refuseWord } from '../check.js';
import type { InputSpec } from '../config.js';
import type { CountRows, RequestBatch } from '../router.js';
import { bins } from './bins.js';
import type { Block, BoundBlock } from './block.js';
import { charScheme, chars } from './chars.js';
import type { BlockConfig, SpaceConfig } from './config.js';
import { embedding } from './embedding.js';
import { keywords } from './keywords.js';
import { markScheme, marks } from './marks.js';
import { signal } from './signal.js';
import { compileGramCounts } from './tf-idf.js';
import { type SparseVector, sparseVector } from './vector.js';
import { wordScheme, words } from './words.js';

/** Every kind of block. One file each; a test holds this list and the folder equal. */
export const blocks: { readonly [T in BlockConfig['type']]: Block<Extract<BlockConfig, { type: T }>> } = {
  words,
  marks,
  chars,
  bins,
  signal,
  keywords,
  embedding,
};

/** Most columns of a space. */
const MOST_COLUMNS = 2 ** 20;
/** Longest a row may be. */
const MOST_LENGTH = 2 ** 20;

/** Reads a row of the batch as a vector, which the next row overwrites. */
export type ReadVector = (row: number) => SparseVector;

/** How a space reads batches. The vector is shared: use it before reading on. */
export function compileSpace(space: SpaceConfig, input: InputSpec): (batch: RequestBatch) => ReadVector {
  const compiled = space.map((block) => blockOf(block).compile(block, input));
  const offsets = offsetsOf(space);
  const vector = sparseVector();
  return (batch) => {
    const bound: BoundBlock[] = compiled.map((block) => block(batch));
    return (row) => {
      vector.size = 0;
      for (let i = 0; i < bound.length; i++) (bound[i] as BoundBlock)(row, vector, offsets[i] as number);
      return vector;
    };
  };
}

/** Columns of a space. */
export function spaceColumns(space: SpaceConfig): number {
  return offsetsOf(space)[space.length] as number;
}

/** Upper bound of any row's Euclidean length. */
export function spaceNorm(space: SpaceConfig): number {
  let squares = 0;
  for (const block of space) {
    const norm = blockOf(block).norm(block);
    squares += norm * norm;
  }
  return Math.floor(Math.sqrt(squares)) + 1;
}

/** @throws UserError naming the block's member and what is accepted */
export function checkSpace(value: unknown, field: string): SpaceConfig {
  listAt(value, field).forEach((entry, index) => {
    const at = `${field}[${index}]`;
    const type = (entry as { type?: unknown } | null | undefined)?.type;
    if (typeof type !== 'string' || !Object.hasOwn(blocks, type))
      throw refuseWord(`${at}.type`, 'unknown block', typeof type === 'string' ? type : 'missing', Object.keys(blocks));
    const kind = blocks[type as BlockConfig['type']];
    kind.check(objectAt(entry, at, kind.members), at);
  });
  const space = value as SpaceConfig;
  if (spaceColumns(space) > MOST_COLUMNS) throw refuse(field, 'has too many columns', { accepted: `up to ${MOST_COLUMNS}` });
  if (spaceNorm(space) > MOST_LENGTH)
    throw refuse(field, 'is too heavy', { accepted: `blocks of a length up to ${MOST_LENGTH}` });
  return space;
}

const schemes = { words: wordScheme, marks: markScheme, chars: charScheme };

/** Counts of the n-grams of a scheme over batches, as the blocks of that scheme count them. */
export function gramCounts(
  type: keyof typeof schemes,
  block: { readonly least: number; readonly most: number; readonly dimension: number },
  input: InputSpec,
): (batch: RequestBatch) => CountRows {
  return compileGramCounts(type, schemes[type], block, input);
}

function offsetsOf(space: SpaceConfig): number[] {
  const offsets = [0];
  for (let i = 0; i < space.length; i++) {
    const block = space[i] as BlockConfig;
    offsets.push((offsets[i] as number) + blockOf(block).columns(block));
  }
  return offsets;
}

function blockOf(block: BlockConfig): Block {
  return blocks[block.type] as Block;
}
