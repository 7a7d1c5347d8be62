import type { Dataset } from '../../domain/dataset.js';
import type { SplitSpec } from '../experiment.js';
import { splitByColumn } from './by-column.js';
import { splitByTime } from './by-time.js';
import { dealGroups } from './deal.js';
import { categoryFolds, equalFolds, type Folds } from './folds.js';
import type { Grouping } from './group-queries.js';
import type { PlacedSplit } from './saved-split.js';

/** Where every query went: into a part, or into a fold of a partition that is decided fold by fold. */
export interface Split {
  /** Index into PARTS by query; all test where there is no split, or where there are folds. */
  readonly part: Uint8Array;
  /** Set where the protocol is cross-fitting. */
  readonly folds: Folds | null;
  /** Groups that a given split (a column, a file) spreads over several parts; 0 for splits made here. */
  readonly straddlingGroups: number;
}

/**
 * Divides queries by whole groups. The same dataset and seed give the same parts, whatever the row order.
 *
 * @param placed the saved split, where the experiment names a file
 */
export function splitQueries(dataset: Dataset, grouping: Grouping, spec: SplitSpec, placed: PlacedSplit | null = null): Split {
  const size = dataset.queries.size;
  switch (spec.kind) {
    case 'none':
      return parts(new Uint8Array(size).fill(2), 0);
    case 'column':
      return given(splitByColumn(dataset), grouping);
    case 'holdout': {
      const all = Uint32Array.from({ length: size }, (_, row) => row);
      const fractions = [spec.train, spec.validation, spec.test];
      return parts(Uint8Array.from(dealGroups(dataset, grouping, all, { ...spec, fractions })), 0);
    }
    case 'time':
      return parts(splitByTime(dataset, grouping, [spec.train, spec.validation, spec.test]), 0);
    case 'file':
      if (placed === null) throw new Error(`the split file ${spec.file} was not loaded`);
      return placed.folds === null ? given(placed.part as Uint8Array, grouping) : folded(placed.folds);
    case 'kfold':
      return folded(equalFolds(dataset, grouping, spec));
    case 'leave_one_category_out':
      return folded(categoryFolds(dataset));
  }
}

function parts(part: Uint8Array, straddlingGroups: number): Split {
  return { part, folds: null, straddlingGroups };
}

function folded(folds: Folds): Split {
  return { part: new Uint8Array(folds.of.length).fill(2), folds, straddlingGroups: 0 };
}

/** A split that was made elsewhere: groups may stand in several parts, and that is counted. */
function given(part: Uint8Array, { group, groups }: Grouping): Split {
  const seen = new Int8Array(groups).fill(-1);
  const straddling = new Set<number>();
  part.forEach((code, row) => {
    const own = group[row] as number;
    if ((seen[own] as number) >= 0 && seen[own] !== code) straddling.add(own);
    seen[own] = code;
  });
  return parts(part, straddling.size);
}
