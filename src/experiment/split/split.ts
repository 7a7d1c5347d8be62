import { codedValue } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import { UserError } from '../../domain/user-error.js';
import { murmur3 } from '../../router/identity/murmur3.js';
import type { SplitSpec } from '../experiment.js';
import type { Grouping } from './group-queries.js';

export type PartName = 'train' | 'validation' | 'test';
export const PARTS: readonly PartName[] = ['train', 'validation', 'test'];

/** Where every query went. */
export interface Split {
  /** Index into PARTS by query; all test where there is no split. */
  readonly part: Uint8Array;
  /** Groups that the dataset's own split column spreads over several parts; 0 for splits made here. */
  readonly straddlingGroups: number;
}

/** Divides queries by whole groups. The same dataset and seed give the same parts, whatever the row order. */
export function splitQueries(dataset: Dataset, grouping: Grouping, spec: SplitSpec): Split {
  switch (spec.kind) {
    case 'none':
      return { part: new Uint8Array(dataset.queries.size).fill(2), straddlingGroups: 0 };
    case 'column':
      return byColumn(dataset, grouping);
    case 'holdout':
      return holdout(dataset, grouping, spec);
  }
}

function byColumn({ queries, labels }: Dataset, grouping: Grouping): Split {
  const part = new Uint8Array(queries.size);
  const seen = new Int8Array(grouping.groups).fill(-1);
  const straddling = new Set<number>();
  for (let row = 0; row < queries.size; row++) {
    const name = codedValue(labels.split, row);
    const code = PARTS.indexOf(name as PartName);
    if (code < 0) {
      throw new UserError({
        message: `split: column needs a split on every query, and ${queries.ids.get(row)} has none`,
        field: 'split',
        accepted: PARTS.join(', '),
      });
    }
    part[row] = code;
    const group = grouping.group[row] as number;
    if ((seen[group] as number) >= 0 && seen[group] !== code) straddling.add(group);
    seen[group] = code;
  }
  return { part, straddlingGroups: straddling.size };
}

/** Deals the groups of each stratum, in an order set by hash, so that the parts' query counts follow the fractions. */
function holdout(dataset: Dataset, grouping: Grouping, spec: Extract<SplitSpec, { kind: 'holdout' }>): Split {
  const strata = new Map<string, number[]>();
  const sizes = new Uint32Array(grouping.groups);
  const firstRow = new Int32Array(grouping.groups).fill(-1);
  grouping.group.forEach((group, row) => {
    sizes[group] = (sizes[group] as number) + 1;
    if ((firstRow[group] as number) < 0) firstRow[group] = row;
  });
  for (let group = 0; group < grouping.groups; group++) {
    const stratum = spec.stratifyBy === 'category' ? (codedValue(dataset.labels.category, firstRow[group] as number) ?? '') : '';
    const members = strata.get(stratum);
    if (members === undefined) strata.set(stratum, [group]);
    else members.push(group);
  }
  const partOfGroup = new Uint8Array(grouping.groups);
  for (const name of [...strata.keys()].sort()) dealStratum(strata.get(name) ?? [], sizes, grouping.keys, spec, partOfGroup);
  return { part: Uint8Array.from(grouping.group, (group) => partOfGroup[group] as number), straddlingGroups: 0 };
}

function dealStratum(
  groups: readonly number[],
  sizes: Uint32Array,
  keys: Uint32Array,
  spec: Extract<SplitSpec, { kind: 'holdout' }>,
  partOfGroup: Uint8Array,
): void {
  const rank = (group: number): number => murmur3(`${keys[group]}`, spec.seed);
  const order = [...groups].sort((a, b) => rank(a) - rank(b) || (keys[a] as number) - (keys[b] as number) || a - b);
  const total = order.reduce((sum, group) => sum + (sizes[group] as number), 0);
  const fractions = [spec.train, spec.validation, spec.test];
  const dealt = [0, 0, 0];
  for (const group of order) {
    // The part furthest below its due share takes the next group.
    const lack = fractions.map((fraction, part) => fraction * total - (dealt[part] as number));
    const part = lack.indexOf(Math.max(...lack));
    partOfGroup[group] = part;
    dealt[part] = (dealt[part] as number) + (sizes[group] as number);
  }
}
