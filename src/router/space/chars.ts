import type { CharsBlock } from './config.js';
import { charGrams } from './grams.js';
import { readChunks } from './normal-text.js';
import { gramBlock, type Scheme } from './tf-idf.js';

/** Runs of code points inside chunks. */
export const charScheme: Scheme = { read: readChunks, grams: charGrams };

/** Hashed n-grams of code points inside chunks. */
export const chars = gramBlock<CharsBlock>('chars', charScheme);
