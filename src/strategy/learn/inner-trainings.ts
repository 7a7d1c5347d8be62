import { sharedFit, type Training } from '../training.js';
import { innerFolds } from './folds.js';

/** Inner folds of everything that is fitted out of fold. */
const FOLDS = 5;

/** Each inner fold with the training on all others: made once, so that what specs have in common is fitted once a fold. */
export function innerTrainings(training: Training): { readonly fold: Uint32Array; readonly rest: Training }[] {
  return sharedFit(training, 'inner folds', () =>
    innerFolds(training, FOLDS).map((fold) => {
      const out = new Set(fold);
      const rows = training.rows.filter((row) => !out.has(row));
      // A single group can't be held out from itself.
      return { fold, rest: { ...training, rows: rows.length === 0 ? training.rows : rows } };
    }),
  );
}
