/** The queries a set of numbers rests on: complete for every compared arm, so that all share one denominator. */
export interface Part {
  /** Query rows of the dataset, ascending. */
  readonly rows: Uint32Array;
  /** Traffic weight, one a row. */
  readonly weight: Float64Array;
  /** Index into groupKeys, one a row: rows of one group are resampled together. */
  readonly group: Uint32Array;
  /** 32-bit key of each group, from its name, so that a shard draws the same weights as the whole. */
  readonly groupKeys: Uint32Array;
}

/** The rows of a part for which `keep` holds, with groups renumbered in order of appearance. */
export function subPart(part: Part, keep: (query: number) => boolean): Part {
  const picked = Array.from(part.rows.keys()).filter((index) => keep(part.rows[index] as number));
  const indexOf = new Map<number, number>();
  const keys: number[] = [];
  const group = Uint32Array.from(picked, (index) => {
    const old = part.group[index] as number;
    let renumbered = indexOf.get(old);
    if (renumbered === undefined) {
      renumbered = keys.length;
      indexOf.set(old, renumbered);
      keys.push(part.groupKeys[old] as number);
    }
    return renumbered;
  });
  return {
    rows: Uint32Array.from(picked, (index) => part.rows[index] as number),
    weight: Float64Array.from(picked, (index) => part.weight[index] as number),
    group,
    groupKeys: Uint32Array.from(keys),
  };
}

/** Numbers by query of the dataset. */
export type QueryColumn = Float64Array | ((query: number) => number);

/** One number of a column. */
export function numberAt(column: QueryColumn, query: number): number {
  return typeof column === 'function' ? column(query) : (column[query] as number);
}

/** Weighted sums of a per-query column (over the whole dataset) by group of the part. */
export function groupSums(part: Part, column: QueryColumn): Float64Array {
  const { rows, weight, group, groupKeys } = part;
  const sums = new Float64Array(groupKeys.length);
  if (typeof column === 'function') {
    for (let index = 0; index < rows.length; index++) {
      const own = group[index] as number;
      sums[own] = (sums[own] as number) + (weight[index] as number) * column(rows[index] as number);
    }
    return sums;
  }
  // The same once more: a call for every number takes several times as long.
  for (let index = 0; index < rows.length; index++) {
    const own = group[index] as number;
    sums[own] = (sums[own] as number) + (weight[index] as number) * (column[rows[index] as number] as number);
  }
  return sums;
}
