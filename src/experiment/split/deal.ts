import { codedValue } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import { murmur3 } from '../../router/identity/murmur3.js';
import type { Grouping } from './group-queries.js';

export interface DealSpec {
  /** Due share of each hand, adding up to 1. */
  readonly fractions: readonly number[];
  readonly seed: number;
  /** Each category is dealt by itself, so that every hand gets its share of it. */
  readonly stratifyBy?: 'category';
}

/**
 * Deals whole groups into hands so that their query counts follow the fractions: in an order set by hash, each group to the
 * hand furthest below its due share. Depends on group keys and the seed, not on row order.
 *
 * @param among query rows to deal; the groups are taken as far as they are among them
 * @returns hand by query row; -1 for rows that were not dealt
 */
export function dealGroups(
  dataset: Dataset,
  { group, groups, keys }: Grouping,
  among: Uint32Array,
  { fractions, seed, stratifyBy }: DealSpec,
): Int32Array {
  const sizes = new Uint32Array(groups);
  const strata = new Map<string, number[]>();
  for (const row of among) {
    const own = group[row] as number;
    const size = sizes[own] as number;
    sizes[own] = size + 1;
    if (size > 0) continue;
    const stratum = stratifyBy === 'category' ? (codedValue(dataset.labels.category, row) ?? '') : '';
    const members = strata.get(stratum);
    if (members === undefined) strata.set(stratum, [own]);
    else members.push(own);
  }
  const hand = new Int32Array(groups).fill(-1);
  for (const name of [...strata.keys()].sort()) dealStratum(strata.get(name) ?? [], { sizes, keys, fractions, seed }, hand);
  const dealt = new Int32Array(group.length).fill(-1);
  for (const row of among) dealt[row] = hand[group[row] as number] as number;
  return dealt;
}

interface Deck {
  readonly sizes: Uint32Array;
  readonly keys: Uint32Array;
  readonly fractions: readonly number[];
  readonly seed: number;
}

function dealStratum(groups: readonly number[], { sizes, keys, fractions, seed }: Deck, hand: Int32Array): void {
  const rank = new Map(groups.map((group) => [group, dealRank(keys[group] as number, seed)]));
  const rankOf = (group: number): number => rank.get(group) as number;
  const order = [...groups].sort((a, b) => rankOf(a) - rankOf(b) || (keys[a] as number) - (keys[b] as number) || a - b);
  const total = order.reduce((sum, group) => sum + (sizes[group] as number), 0);
  const deal = dealer(fractions, total);
  for (const group of order) hand[group] = deal(sizes[group] as number);
}

/**
 * Gives each group, in their order, to the hand furthest below its due share.
 *
 * @param total queries of all groups
 */
export function dealer(fractions: readonly number[], total: number): (size: number) => number {
  const dealt = fractions.map(() => 0);
  return (size) => {
    const lack = fractions.map((fraction, index) => fraction * total - (dealt[index] as number));
    const neediest = lack.indexOf(Math.max(...lack));
    dealt[neediest] = (dealt[neediest] as number) + size;
    return neediest;
  };
}

/** The place of a group in the order of dealing; smaller keys first where two are equal. */
export function dealRank(key: number, seed: number): number {
  return murmur3(`${key}`, seed);
}
