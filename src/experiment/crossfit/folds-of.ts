import { dealGroups } from '../split/deal.js';
import { type Folds, rowsInFold, rowsOutside } from '../split/folds.js';
import type { Workbench } from '../workbench.js';
import type { Fold } from './fold-set.js';

/** The folds of a split: each learns from all groups that have no query in it. */
export function outerFolds({ grouping }: Workbench, folds: Folds): Fold[] {
  return folds.names.map((name, fold) => ({
    name,
    decided: rowsInFold(folds, fold),
    learned: rowsOutside(folds, fold, grouping),
  }));
}

/**
 * Folds inside the rows that an outer fold may learn from, dealt by whole groups: choices are made on them.
 *
 * @param seed another for each outer fold
 */
export function innerFolds(bench: Workbench, rows: Uint32Array, count: number, seed: number): Fold[] {
  const { dataset, grouping } = bench;
  const fractions = new Array<number>(count).fill(1 / count);
  const hand = dealGroups(dataset, grouping, rows, { fractions, seed });
  return fractions.flatMap((_, fold) => {
    const decided = rows.filter((row) => hand[row] === fold);
    // With fewer groups than folds some stay empty.
    return decided.length === 0
      ? []
      : [{ name: `inner ${fold + 1}`, decided, learned: rows.filter((row) => hand[row] !== fold) }];
  });
}
