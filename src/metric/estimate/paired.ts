import type { Estimate } from '../../domain/estimate.js';
import { hash32 } from '../../stats/hash.js';
import { estimateOf, influenceOf } from '../../stats/interval.js';
import { poisson1 } from '../../stats/poisson.js';
import type { Term, Totals } from '../family.js';
import { leftOutBy, type ResampledTotals } from '../resampled.js';
import { sumOf } from './ratio.js';

/** A mean difference of two arms: on the part, on its resamples, and with blocks of groups left out. */
export interface PairedDifference {
  readonly value: number;
  readonly samples: Float64Array;
  readonly leftOut: Float64Array;
  readonly groups: number;
}

/**
 * A mean of differences (Σ times · total ÷ weight) on every resample, smoothed for arms that mostly agree: two groups that
 * were never seen, one better and one worse by the usual size of a difference, are drawn with the others, as Bonett & Price
 * (2012) add one observation to both discordant cells of a paired table. Without them, ten queries on which two rows
 * differ the same way, or none at all, would look certain. Their effect fades with the number of groups that differ.
 *
 * @param usual size of a difference where no group shows any: how far one query could go
 */
export function pairedDifference(totals: ResampledTotals, terms: readonly Term[], usual: number): PairedDifference {
  const mean = (view: Totals): number => sumOf(terms, view) / view.weight;
  const size = sizeOfDifference(totals, terms, usual);
  const samples = new Float64Array(totals.replicates);
  for (let index = 0; index < samples.length; index++) {
    const view = totals.replicate(index);
    const unseen = poisson1(hash32(totals.seed, BETTER, index)) - poisson1(hash32(totals.seed, WORSE, index));
    samples[index] = mean(view) + (size * unseen) / view.weight;
  }
  return { value: mean(totals.point), samples, leftOut: leftOutBy(totals, mean), groups: totals.groups };
}

/** Keys of the two unseen groups' random streams. */
const BETTER = 0x9e3779b9;
const WORSE = 0x7f4a7c15;

/** Root mean square of the group differences that are not 0; `usual` times a group's mean weight where all are. */
function sizeOfDifference(totals: ResampledTotals, terms: readonly Term[], usual: number): number {
  const { moving, squares } = totals.movement(terms);
  return moving === 0 ? (usual * totals.point.weight) / totals.groups : Math.sqrt(squares / moving);
}

/** A paired difference with its BCa interval. The unseen groups stand in for what few degrees of freedom would add. */
export function differenceEstimate(
  { value, samples, leftOut, groups }: PairedDifference,
  n: number,
  confidence: number,
): Estimate {
  return estimateOf(value, samples, n, confidence, { groups, acceleration: influenceOf(leftOut, groups).acceleration });
}

/** Quality of an arm less that of another: nothing to doubt where both are one arm. */
export function qualityDifference(totals: ResampledTotals, self: number, other: number): PairedDifference {
  const terms: readonly Term[] = [
    { arm: self, quantity: 'quality', times: 1 },
    { arm: other, quantity: 'quality', times: -1 },
  ];
  return pairedDifference(totals, terms, self === other ? 0 : 1);
}

/** Quality ÷ that of another arm, from their paired difference. */
export function retentionEstimate(
  totals: ResampledTotals,
  { value, samples, leftOut, groups }: PairedDifference,
  other: number,
  n: number,
  confidence: number,
): Estimate {
  const kept = (difference: number, view: Totals): number => 1 + difference / (view.of(other, 'quality') / view.weight);
  const left = leftOut.map((difference, block) => kept(difference, totals.without(block)));
  return estimateOf(
    kept(value, totals.point),
    samples.map((difference, index) => kept(difference, totals.replicate(index))),
    n,
    confidence,
    { groups, acceleration: influenceOf(left, groups).acceleration },
  );
}
