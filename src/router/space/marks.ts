import type { MarksBlock } from './config.js';
import { markGrams } from './grams.js';
import { readMarks } from './normal-text.js';
import { gramBlock, type Scheme } from './tf-idf.js';

/** Runs of words and of the marks between them. */
export const markScheme: Scheme = { read: readMarks, grams: markGrams };

/** Hashed n-grams of words and marks. */
export const marks = gramBlock<MarksBlock>('marks', markScheme);
