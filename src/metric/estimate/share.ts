import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import { total } from '../../stats/column-loops.js';
import { effectiveSize, wilsonInterval } from '../../stats/wilson.js';
import type { Part } from '../part.js';

/** A share of a part's weight, and how many independent queries would give it this precision. */
export interface ClusteredShare {
  readonly share: number;
  readonly standardError: number;
  /** Independent queries of equal weight with the same standard error (Kish 1965); groups where nothing varies. */
  readonly effective: number;
}

/**
 * The weighted mean of a property over a part's queries (1 with it, 0 without; in between for averages over samples), its
 * standard error from the groups' deviations (linearised ratio). n single queries count as n.
 */
export function clusteredShare(part: Part, has: (query: number) => number): ClusteredShare {
  const groups = part.groupKeys.length;
  const sums = new Float64Array(groups);
  const weights = new Float64Array(groups);
  for (let index = 0; index < part.rows.length; index++) {
    const group = part.group[index] as number;
    const weight = part.weight[index] as number;
    sums[group] = (sums[group] as number) + weight * has(part.rows[index] as number);
    weights[group] = (weights[group] as number) + weight;
  }
  const whole = total(weights);
  const share = total(sums) / whole;
  let squares = 0;
  for (let group = 0; group < groups; group++) squares += ((sums[group] as number) - share * (weights[group] as number)) ** 2;
  return shareOf(share, Math.sqrt(squares) / whole, groups);
}

/** The same from its standard error. */
export function shareOf(share: number, standardError: number, groups: number): ClusteredShare {
  return { share, standardError, effective: standardError > 0 ? effectiveSize(share, standardError) : groups };
}

/** A share with Wilson's interval at its effective size (Korn & Graubard 1998 do the same with Clopper–Pearson's). */
export function shareEstimate(part: Part, has: (query: number) => number, confidence: number): Estimate {
  const groups = part.groupKeys.length;
  const { share, effective } = clusteredShare(part, has);
  if (!Number.isFinite(share)) return UNAVAILABLE;
  if (groups < 2) return { value: share, low: null, high: null, n: part.rows.length };
  return { value: share, ...wilsonInterval(share, effective, confidence), n: part.rows.length };
}
