import type { InputSpec } from '../config.js';
import type { RequestBatch } from '../router.js';
import type { BlockConfig } from './config.js';
import type { SparseVector } from './vector.js';

/** Appends a row's entries to a vector, its columns counted from `offset`. */
export type BoundBlock = (row: number, out: SparseVector, offset: number) => void;

/** How one kind of block is checked, measured and compiled. */
export interface Block<C extends BlockConfig = BlockConfig> {
  readonly type: C['type'];
  /** Members a block of this kind has. */
  readonly members: readonly string[];
  /** @throws UserError naming the member and what is accepted */
  check(block: Readonly<Record<string, unknown>>, field: string): void;
  columns(block: C): number;
  /** Upper bound of a row's Euclidean length. */
  norm(block: C): number;
  compile(block: C, input: InputSpec): (batch: RequestBatch) => BoundBlock;
}
