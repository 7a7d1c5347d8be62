import type { Estimate } from '../estimate.js';

/** Queries of one label that were classified as one class. */
export interface ConfusionCell {
  readonly label: string;
  /** Null where nothing was set. */
  readonly predicted: string | null;
  readonly n: number;
  /** Of the labelled queries, by traffic weight: all cells sum to 1. */
  readonly share: number;
  /** Null where the classes are no labels of the dataset. */
  readonly right: boolean | null;
  /** Of wrong cells, per query of the cell: what the row did less what it would have done, had it known the right class. */
  readonly quality: Estimate | null;
  readonly cost: Estimate | null;
}

/** What a row's classify policies made of the labels, and what their mistakes cost. */
export interface Confusion {
  readonly of: 'category' | 'difficulty';
  /** Labelled queries of the reported part. */
  readonly n: number;
  /** Labels most frequent first; within a label the class that was set most often first. */
  readonly cells: readonly ConfusionCell[];
  /** Null where the classes are no labels of the dataset: then nothing is right or wrong. */
  readonly total: {
    /** Share of the labelled queries in their right class: their label where the pipeline knows it, else its rest. */
    readonly right: Estimate;
    /** All mistakes together, per labelled query. */
    readonly quality: Estimate;
    readonly cost: Estimate;
  } | null;
}
