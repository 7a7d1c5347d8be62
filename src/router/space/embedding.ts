import { refuse, wholeAt } from '../check.js';
import type { Block } from './block.js';
import { type EmbeddingBlock, MOST_NORM } from './config.js';
import { push } from './vector.js';

const MOST_LENGTH = 2 ** 14;

/** The numbers of an embedding given with the request; without one, no column has a value. */
export const embedding: Block<EmbeddingBlock> = {
  type: 'embedding',
  members: ['type', 'length', 'norm'],
  check(block, field) {
    wholeAt(block['length'], `${field}.length`, 1, MOST_LENGTH);
    wholeAt(block['norm'], `${field}.norm`, 1, MOST_NORM);
  },
  columns: ({ length }) => length,
  norm: ({ norm }) => norm,
  compile: ({ length, norm }) => {
    return (batch) => (row, out, offset) => {
      const own = batch.embedding?.(row);
      if (own === undefined) return;
      if (own.length !== length)
        throw refuse('embedding', 'has another length than those the router learned from', {
          value: `${own.length} numbers`,
          accepted: `${length} numbers`,
        });
      let squares = 0;
      for (let i = 0; i < length; i++) squares += (own[i] as number) * (own[i] as number);
      const root = Math.floor(Math.sqrt(squares)) + 1;
      for (let i = 0; i < length; i++) {
        // Towards zero on both sides, so that the vector is never longer than `norm`.
        const value = Math.trunc(((own[i] as number) * norm) / root);
        if (value !== 0) push(out, offset + i, value);
      }
    };
  },
};
