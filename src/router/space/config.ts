import type { Scalar } from '../../domain/json.js';
import type { PackedArray } from '../packed.js';

/** A vector of Euclidean length 1 in integers. */
export const UNIT = 2 ** 14;

/** Longest a block may be: 16 times as heavy as another of length 1. */
export const MOST_NORM = UNIT * 16;

/**
 * Hashed n-grams of the text as a TF-IDF vector. For a bucket with count c the value is ⌊tf[min(c, tf.length)] · idf / 2⁸⌋,
 * then scaled to Euclidean length `norm`: ⌊value · norm / (⌊√Σ value²⌋ + 1)⌋. All of it in whole numbers below 2⁵³. Only buckets
 * that weigh anything have a column.
 */
interface GramBlock {
  /** Shortest and longest n-gram. */
  readonly least: number;
  readonly most: number;
  /** Buckets: a power of two up to 2¹⁶. */
  readonly dimension: number;
  readonly norm: number;
  /** Weight of a count, in units of 2⁻⁸: tf[0] for one occurrence. The last stands for all higher counts. */
  readonly tf: readonly number[];
  /** Weight of a bucket, in units of 2⁻¹²; 0 leaves it out. */
  readonly idf: PackedArray;
}

/** N-grams of words. */
export interface WordsBlock extends GramBlock {
  readonly type: 'words';
}

/** N-grams of words and of the marks between them. */
export interface MarksBlock extends GramBlock {
  readonly type: 'marks';
}

/** N-grams of code points inside chunks. */
export interface CharsBlock extends GramBlock {
  readonly type: 'chars';
}

/** Where a number lies among edges: one column per interval, edges[i - 1] ≤ x < edges[i]. A missing number has no column. */
export interface BinsBlock {
  readonly type: 'bins';
  /** A numeric field: `prompt.*` or `signals.*`. */
  readonly of: string;
  /** Strictly ascending. */
  readonly edges: readonly number[];
  readonly value: number;
}

/** One column for each known value of a signal; any other value, and none, have no column. */
export interface SignalBlock {
  readonly type: 'signal';
  /** Name of the signal. */
  readonly of: string;
  readonly values: readonly Scalar[];
  readonly value: number;
}

/** One column for each set of words of which the text contains any; ASCII case is ignored. */
export interface KeywordsBlock {
  readonly type: 'keywords';
  readonly sets: readonly (readonly string[])[];
  readonly value: number;
}

/** An embedding given with the request: ⌊number · norm / (⌊√Σ number²⌋ + 1)⌋ towards zero, of numbers in units of 2⁻¹⁴. */
export interface EmbeddingBlock {
  readonly type: 'embedding';
  /** Numbers of an embedding. */
  readonly length: number;
  readonly norm: number;
}

export type BlockConfig = WordsBlock | MarksBlock | CharsBlock | BinsBlock | SignalBlock | KeywordsBlock | EmbeddingBlock;

/** The blocks of a feature space, one after another: what a request looks like to a predictor. */
export type SpaceConfig = readonly BlockConfig[];
