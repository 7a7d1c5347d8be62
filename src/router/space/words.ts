import type { WordsBlock } from './config.js';
import { wordGrams } from './grams.js';
import { readWords } from './normal-text.js';
import { gramBlock, type Scheme } from './tf-idf.js';

/** Runs of words. */
export const wordScheme: Scheme = { read: readWords, grams: wordGrams };

/** Hashed n-grams of words. */
export const words = gramBlock<WordsBlock>('words', wordScheme);
