import { spread } from './spread.js';

/** One candidate's advantage over a common reference. */
export interface Advantage {
  readonly value: number;
  /** The same on every bootstrap resample; all advantages share their resamples. */
  readonly samples: Float64Array;
}

export interface MaxStatistic {
  /** Advantage ÷ its standard error, in the order given; null where nothing varies. */
  readonly statistics: readonly (number | null)[];
  /** One-sided, corrected for the number of candidates, in the order given; null where nothing varies. */
  readonly pAdjusted: readonly (number | null)[];
}

/**
 * Whether the best of many candidates really beats the reference, having looked at them all: White's reality check (2000) with
 * studentised statistics, one step (Romano & Wolf 2005). Against tₖ = dₖ/seₖ stands the distribution of the largest centred
 * statistic, maxⱼ (d*ⱼ − dⱼ)/seⱼ over the resamples; p = (1 + #{max ≥ tₖ}) / (1 + resamples). Candidates that decide alike count
 * about once, because their statistics move together.
 *
 * @example two candidates, d = 1 and 0.2 with se = 1: only resamples in which either is a full se above its own mean count
 */
export function maxStatistic(advantages: readonly Advantage[]): MaxStatistic {
  const errors = advantages.map(standardError);
  const moving = advantages.flatMap(({ value, samples }, index) => {
    const error = errors[index];
    return error == null ? [] : [{ value, samples, error }];
  });
  const resamples = moving[0]?.samples.length ?? 0;
  const largest = Float64Array.from({ length: resamples }, (_, resample) =>
    moving.reduce(
      (most, { value, samples, error }) => Math.max(most, ((samples[resample] as number) - value) / error),
      Number.NEGATIVE_INFINITY,
    ),
  );
  const statistics = advantages.map(({ value }, index) => {
    const error = errors[index];
    return error == null ? null : value / error;
  });
  const adjusted = (statistic: number): number =>
    (1 + largest.reduce((count, one) => count + (one >= statistic ? 1 : 0), 0)) / (1 + resamples);
  return { statistics, pAdjusted: statistics.map((statistic) => (statistic === null ? null : adjusted(statistic))) };
}

/** Null where the samples differ by rounding alone: a constant advantage has nothing to be tested. */
function standardError({ value, samples }: Advantage): number | null {
  const error = spread(samples);
  return error === null || error <= 1e-9 * Math.abs(value) || error === 0 ? null : error;
}
