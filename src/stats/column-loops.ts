/** Whether there is nothing but 0. */
export function isZero(sums: Float64Array): boolean {
  for (let group = 0; group < sums.length; group++) if (sums[group] !== 0) return false;
  return true;
}

/** A column times one of ones is that column itself, whose totals may be known already. */
export function product(one: Float64Array, other: Float64Array): Float64Array {
  if (isOne(one)) return other;
  if (isOne(other)) return one;
  const both = new Float64Array(one.length);
  for (let group = 0; group < both.length; group++) both[group] = (one[group] as number) * (other[group] as number);
  return both;
}

function isOne(column: Float64Array): boolean {
  for (let group = 0; group < column.length; group++) if (column[group] !== 1) return false;
  return true;
}

/** Sum in order. */
export function total(column: Float64Array): number {
  let sum = 0;
  for (let group = 0; group < column.length; group++) sum += column[group] as number;
  return sum;
}

/** Sums of a column over every `blocks`-th group, made when first asked for. */
export function blockSums(columns: readonly Float64Array[], blocks: number): (column: number, block: number) => number {
  const made = new Map<number, Float64Array>();
  return (column, block) => {
    let sums = made.get(column);
    if (sums === undefined) {
      const fresh = new Float64Array(blocks);
      addUp(columns[column] as Float64Array, fresh);
      made.set(column, fresh);
      sums = fresh;
    }
    return sums[block] as number;
  };
}

/** Adds every n-th value to one of n sums. */
function addUp(values: Float64Array, sums: Float64Array): void {
  for (let from = 0; from < values.length; from += sums.length) {
    const size = Math.min(sums.length, values.length - from);
    for (let at = 0; at < size; at++) sums[at] = (sums[at] as number) + (values[from + at] as number);
  }
}
