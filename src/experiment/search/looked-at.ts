import type { Objective } from '../../compare/objective.js';
import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import type { Optimism } from '../../domain/results.js';
import { forEachReplicate, resampleTotals } from '../../stats/bootstrap.js';
import { estimateOf } from '../../stats/interval.js';
import { type MaxStatistic, maxStatistic } from '../../stats/max-statistic.js';
import type { Columns, Field, Means } from './field.js';
import { type ChoosingRule, plainest } from './plainest.js';

/** Resamples at most: p-values resolve to a five-hundredth. */
const MOST_RESAMPLES = 500;

export interface LookSpec {
  readonly objective: Objective;
  readonly rule: ChoosingRule;
  readonly seed: number;
  readonly replicates: number;
  readonly confidence: number;
}

/** What having looked at many candidates does to the numbers of the one that was chosen. */
export interface LookedAt {
  readonly resamples: number;
  /** Mean over resamples of what choosing flatters. */
  readonly expected: Optimism;
  /** Every runner's objective against the reference's, in the field's order. */
  readonly advantages: MaxStatistic;
}

/**
 * Chooses anew on every bootstrap resample of the groups and looks at the choice where it was not made: on the groups that the
 * resample left out (about 37 %; Efron & Tibshirani 1993, ch. 17, of a choice instead of a fit). The gap is divided by √2: with
 * noise of variance σ² in every candidate's mean, the resample adds as much again, so the winner's luck inside is
 * σ²/√(2σ² + τ²) times the expected maximum, and as much is missing outside, because what a resample holds too much of, the rest
 * holds too little of; a choice on the part itself has σ²/√(σ² + τ²). Exact where all candidates are alike (τ = 0), at most √2
 * too much where they differ. The same resamples give the max-statistic.
 */
export function lookedAt(field: Field, spec: LookSpec): LookedAt {
  const replicates = Math.min(MOST_RESAMPLES, spec.replicates);
  const draws = { seed: spec.seed, replicates, groupKeys: field.part.groupKeys };
  const columns = [field.weight, ...[field.reference, ...field.runners.map((runner) => runner.columns)].flatMap(members)];
  const totals = resampleTotals({ ...draws, columns });
  const meansAt = (arm: number, replicate: number): Means => {
    const weight = totals[0]?.[replicate] as number;
    const of = (member: number): number => (totals[1 + 3 * arm + member]?.[replicate] as number) / weight;
    return { objective: of(0), quality: of(1), cost: of(2) };
  };
  const chosen = Array.from({ length: replicates }, (_, replicate) => chosenOn(field, spec, (arm) => meansAt(arm, replicate)));
  return {
    resamples: replicates,
    expected: optimismOf(field, chosen, (arm, replicate) => meansAt(arm, replicate), draws, spec.confidence),
    advantages: maxStatistic(
      field.runners.map(({ columns: own }, index) => ({
        value: meanOf(own.objective, field.weight) - meanOf(field.reference.objective, field.weight),
        samples: Float64Array.from(
          { length: replicates },
          (_, replicate) => meansAt(index + 1, replicate).objective - meansAt(0, replicate).objective,
        ),
      })),
    ),
  };
}

function members({ objective, quality, cost }: Columns): Float64Array[] {
  return [objective, quality, cost];
}

function meanOf(column: Float64Array, weight: Float64Array): number {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  return sum(column) / sum(weight);
}

/** The runner a resample chooses; -1 where none passes there. */
function chosenOn({ runners }: Field, { objective, rule }: LookSpec, meansOf: (arm: number) => Means): number {
  const reference = meansOf(0);
  const passing = runners.flatMap((runner, index) => {
    const means = meansOf(index + 1);
    return runner.passes(means, reference) ? [{ index, ...means }] : [];
  });
  const picked = plainest(passing, objective, rule, (best) => runners[passing[best]?.index ?? 0]?.standardError ?? 0);
  return passing[picked]?.index ?? -1;
}

function optimismOf(
  { runners, weight }: Field,
  chosen: readonly number[],
  meansAt: (arm: number, replicate: number) => Means,
  draws: Parameters<typeof forEachReplicate>[0],
  confidence: number,
): Optimism {
  const gaps = { objective: [] as number[], quality: [] as number[], cost: [] as number[] };
  forEachReplicate(draws, (replicate, counts) => {
    const runner = runners[chosen[replicate] as number];
    if (runner === undefined) return;
    const inside = meansAt((chosen[replicate] as number) + 1, replicate);
    for (const member of ['objective', 'quality', 'cost'] as const) {
      const outside = meanWhereZero(runner.columns[member], weight, counts);
      if (Number.isFinite(outside)) gaps[member].push((inside[member] - outside) * Math.SQRT1_2);
    }
  });
  const estimate = (values: readonly number[]): Estimate => {
    if (values.length === 0) return UNAVAILABLE;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return estimateOf(mean, Float64Array.from(values), values.length, confidence);
  };
  return { objective: estimate(gaps.objective), quality: estimate(gaps.quality), cost: estimate(gaps.cost) };
}

/** Mean over the groups that the resample left out. */
function meanWhereZero(column: Float64Array, weight: Float64Array, counts: Uint16Array): number {
  let sum = 0;
  let total = 0;
  for (let group = 0; group < counts.length; group++) {
    if (counts[group] !== 0) continue;
    sum += column[group] as number;
    total += weight[group] as number;
  }
  return sum / total;
}
