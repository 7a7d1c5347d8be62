import { keptWith } from '../unit/kept.js';
import type { Workbench } from '../workbench.js';
import { type FoldSet, foldSet } from './fold-set.js';
import { innerFolds, outerFolds } from './folds-of.js';

/** The folds that decide, with what is kept for them. */
export function outerSet(bench: Workbench): FoldSet {
  return keptWith(bench, 'outer folds', () => {
    const { folds } = bench.split;
    if (folds === null) throw new Error('a workbench without folds');
    return foldSet(bench, outerFolds(bench, folds));
  });
}

/** Folds inside one fold's complement: only the latest asked for are kept, because choices are made fold after fold. */
export function innerSet(bench: Workbench, fold: number): FoldSet {
  const latest = keptWith(bench, 'inner folds', (): { fold: number | null; set: FoldSet | null } => ({ fold: null, set: null }));
  if (latest.fold !== fold || latest.set === null) {
    const { split } = bench.experiment;
    if (!('innerFolds' in split)) throw new Error(`a ${split.kind} split has no folds`);
    latest.set = foldSet(bench, innerFolds(bench, learnedRows(bench, fold), split.innerFolds, split.seed + 1 + fold));
    latest.fold = fold;
  }
  return latest.set;
}

/** The rows that what decides a fold may learn from; all rows for no fold. */
export function learnedRows(bench: Workbench, fold: number | null): Uint32Array {
  if (fold === null) return Uint32Array.from(bench.split.part.keys());
  return outerSet(bench).folds[fold]?.learned ?? new Uint32Array(0);
}
