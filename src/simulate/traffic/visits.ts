import { type CodedColumn, codedValue } from '../../domain/column.js';
import { PURPOSE, uniform } from '../chance.js';
import type { Mix } from '../scenario.js';

/** Queries that come as one visit: those of a session in dataset order, or one alone. Rows of visit v: `offsets[v] .. offsets[v + 1]`. */
export interface Visits {
  readonly offsets: Uint32Array;
  readonly rows: Uint32Array;
  /** Traffic weight: the mean of its queries'. */
  readonly weight: Float64Array;
}

/** Groups rows by session; rows without one, or all where there is no such signal, come alone. */
export function visitsOf(rows: Uint32Array, weight: Float64Array, session: CodedColumn | null): Visits {
  const groups = new Map<number | string, number[]>();
  for (const row of rows) {
    const code = session === null ? -1 : (session.codes[row] as number);
    const key = code < 0 ? `row ${row}` : code;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const offsets = new Uint32Array(groups.size + 1);
  const weights = new Float64Array(groups.size);
  const ordered = [...groups.values()];
  ordered.forEach((group, visit) => {
    offsets[visit + 1] = (offsets[visit] as number) + group.length;
    weights[visit] = group.reduce((sum, row) => sum + (weight[row] as number), 0) / group.length;
  });
  return { offsets, rows: Uint32Array.from(ordered.flat()), weight: weights };
}

/** Queries of a visit drawn by weight. */
export function meanVisitSize({ offsets, weight }: Visits): number {
  let total = 0;
  let queries = 0;
  weight.forEach((one, visit) => {
    total += one;
    queries += one * ((offsets[visit + 1] as number) - (offsets[visit] as number));
  });
  return queries / total;
}

/** Which visit comes at a time: drawn by weight, times what the mix of that time makes of its first query's category. */
export function visitDraw(
  visits: Visits,
  category: CodedColumn<string>,
  mix: readonly Mix[],
  seed: number,
): (number: number, atMs: number) => number {
  const ordered = [...mix].sort((a, b) => a.fromMs - b.fromMs);
  const pieces = [{ fromMs: 0, weights: {} }, ...ordered].map(({ fromMs, weights }) => ({
    fromMs,
    cumulative: cumulativeWeights(visits, category, weights),
  }));
  let piece = 0;
  return (number, atMs) => {
    while (piece + 1 < pieces.length && (pieces[piece + 1]?.fromMs ?? 0) <= atMs) piece++;
    const { cumulative } = pieces[piece] as (typeof pieces)[number];
    const total = cumulative[cumulative.length - 1] as number;
    return firstAbove(cumulative, uniform(seed, PURPOSE.session, number, 0) * total);
  };
}

function cumulativeWeights(
  { offsets, rows, weight }: Visits,
  category: CodedColumn<string>,
  weights: Readonly<Record<string, number>>,
): Float64Array {
  let sum = 0;
  return weight.map((one, visit) => {
    const name = codedValue(category, rows[offsets[visit] as number] as number);
    sum += one * (name === undefined ? 1 : (weights[name] ?? 1));
    return sum;
  });
}

/** First index whose value is above `target`; the last one where rounding leaves none. */
function firstAbove(ascending: Float64Array, target: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
