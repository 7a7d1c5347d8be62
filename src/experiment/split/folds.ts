import { codedValue } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import { UserError } from '../../domain/user-error.js';
import { type DealSpec, dealGroups } from './deal.js';
import type { Grouping } from './group-queries.js';

/** A partition of all queries, each fold decided by what was learned and chosen outside it. */
export interface Folds {
  readonly names: readonly string[];
  /** Fold by query. */
  readonly of: Int32Array;
}

/** Folds of about equal size, groups whole. */
export function equalFolds(
  dataset: Dataset,
  grouping: Grouping,
  { folds, seed, stratifyBy }: { readonly folds: number } & Omit<DealSpec, 'fractions'>,
): Folds {
  const all = Uint32Array.from({ length: dataset.queries.size }, (_, row) => row);
  const fractions = new Array<number>(folds).fill(1 / folds);
  const of = dealGroups(dataset, grouping, all, { fractions, seed, ...(stratifyBy === undefined ? {} : { stratifyBy }) });
  return { names: fractions.map((_, fold) => `fold ${fold + 1}`), of };
}

/**
 * One fold a category: how well a router does on a kind of work it has never seen. Queries without a category are a fold too.
 *
 * @throws UserError where there are fewer than two categories
 */
export function categoryFolds({ queries, labels }: Dataset): Folds {
  const names = [...labels.category.values].sort();
  const nameless = labels.category.codes.some((code) => code < 0);
  const folds = nameless ? [...names, 'without category'] : names;
  if (folds.length < 2) {
    throw new UserError({
      field: 'split',
      message: `leaving one category out needs at least two, and the dataset has ${names.length}`,
      accepted: 'a category on the queries, or kfold',
    });
  }
  const of = Int32Array.from({ length: queries.size }, (_, row) => {
    const category = codedValue(labels.category, row);
    return category === undefined ? names.length : names.indexOf(category);
  });
  return { names: folds, of };
}

/** Query rows of a fold, ascending. */
export function rowsInFold({ of }: Folds, fold: number): Uint32Array {
  return Uint32Array.from(of.keys()).filter((row) => of[row] === fold);
}

/** Rows that may be learned from when a fold is held out: no query of a group that has one in the fold, ascending. */
export function rowsOutside({ of }: Folds, fold: number, { group, groups }: Grouping): Uint32Array {
  const inside = new Uint8Array(groups);
  of.forEach((own, row) => {
    if (own === fold) inside[group[row] as number] = 1;
  });
  return Uint32Array.from(of.keys()).filter((row) => inside[group[row] as number] === 0);
}
