import { columnKind, distinctColumns } from './column-kinds.js';
import { finished, hashRound, seededHash } from './hash.js';
import { plainTotals, type ResampleSpec } from './plain-resample.js';
import { poisson1 } from './poisson.js';
import { simdDraws, simdTotals } from './simd-resample.js';

export type { ResampleSpec };

/** Columns to resample: one value a group, each of length groupKeys.length. */
export type ResampleColumns = ResampleSpec & { readonly columns: readonly Float64Array[] };

/**
 * Totals of additive columns over every Poisson(1) bootstrap resample of the groups (Hanley & MacGibbon 2006; Chamandy
 * et al. 2012, "Estimating uncertainty for massive data streams"). Callers keep a denominator among the columns and
 * divide, which makes the resampling self-normalised. Groups are summed in blocks of 4,096 in order, so that shards of
 * whole blocks add up to the same bits.
 *
 * @returns one array of length `replicates` a column; columns that are the same share one
 */
export function resampleTotals({ columns, ...spec }: ResampleColumns): Float64Array[] {
  const distinct = distinctColumns(columns);
  const totals = distinctTotals({ ...spec, columns: distinct.columns });
  return Array.from(distinct.placeOf, (place) => totals[place] as Float64Array);
}

/** The same of columns that are known to differ. */
export function distinctTotals({ columns, ...spec }: ResampleColumns): Float64Array[] {
  const kinds = columns.map(columnKind);
  const isSummed = (_: unknown, place: number): boolean => kinds[place] === 'small' || kinds[place] === 'any';
  const summed = columns.filter(isSummed);
  const small = kinds.filter(isSummed).map((kind) => kind === 'small');
  const sums = (simdTotals(spec, summed, small) ?? plainTotals(spec, summed)).values();
  return kinds.map((kind) => {
    if (kind === 'zero') return new Float64Array(spec.replicates);
    if (kind === 'unknown') return new Float64Array(spec.replicates).fill(Number.NaN);
    return sums.next().value as Float64Array;
  });
}

/** Calls `visit` with the groups' weights of every replicate; the array is reused between calls. */
export function forEachReplicate(spec: ResampleSpec, visit: (replicate: number, weights: Uint16Array) => void): void {
  const weights = new Uint16Array(spec.groupKeys.length);
  const draw = simdDraws(spec) ?? plainDraws(spec);
  for (let replicate = 0; replicate < spec.replicates; replicate++) {
    draw(replicate, weights);
    visit(replicate, weights);
  }
}

/** The definition, which any faster way must agree with. */
export function plainDraws({ seed, groupKeys }: ResampleSpec): (replicate: number, weights: Uint16Array) => void {
  const hashes = Int32Array.from(groupKeys, (key) => seededHash(seed, key));
  return (replicate, weights) => {
    const round = hashRound(replicate);
    for (let group = 0; group < weights.length; group++) weights[group] = poisson1(finished(hashes[group] as number, round));
  };
}
