import { type PairedInput, versusReference } from '../../compare/versus-reference.js';
import type { Estimate } from '../../domain/estimate.js';
import type { Results, VersusReference } from '../../domain/results.js';
import { moneyEstimates } from '../../metric/estimate/money.js';
import { moneyRatios } from '../../metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference, retentionEstimate } from '../../metric/estimate/paired.js';
import { pairedCounts } from '../../metric/estimate/paired-counts.js';
import { falling } from '../../metric/estimate/seen.js';
import type { ResampledTotals, TotalsWithSteps } from '../../metric/resampled.js';
import { spread } from '../../stats/spread.js';
import type { Steps } from '../../stats/steps.js';
import type { RowSums } from './row-sums.js';
import type { QueryView } from './what-if/query-view.js';

/** A row against another, and where the difference of their qualities falls on every resample. */
export interface Paired {
  readonly versus: VersusReference;
  readonly samples: Float64Array;
}

/** What is said of qualities; costs have their point values alone. */
export type PairedQuality = VersusReference;

/** Rows held against each other, each pair worked out once. Tests are left out. */
export interface Pairs {
  quality(row: number, baseline: number): Steps<PairedQuality>;
  knownQuality(row: number, baseline: number): PairedQuality | undefined;
  all(row: number, baseline: number): Steps<Paired>;
}

export function openPairs(
  results: Results,
  view: QueryView,
  sums: RowSums,
  draw: () => Steps<TotalsWithSteps>,
  allQualities: () => Steps<ResampledTotals>,
): Pairs {
  const { bootstrap, nonInferiority, samples } = results.protocol;
  const { confidence, seed } = bootstrap;
  const qualities = new Map<string, PairedQuality>();
  const held = new Map<string, Paired>();
  const key = (row: number, baseline: number): string => `${row} ${baseline}`;
  function* versus(row: number, baseline: number, money: Money): Steps<Paired> {
    const totals = yield* allQualities();
    const difference = qualityDifference(totals, row, baseline);
    const n = view.part.rows.length;
    const [own, other] = [view.columns.row(row).quality, view.columns.row(baseline).quality];
    yield;
    const input: PairedInput = {
      difference: (at): Estimate => differenceEstimate(difference, n, at),
      standardError: spread(difference.samples),
      retention: retentionEstimate(totals, difference, baseline, n, confidence),
      cost: money.difference,
      savings: falling(money.ratio, (share) => 1 - share),
      timesCheaper: falling(money.ratio, (share) => 1 / share),
      // Of use to tests alone.
      groupDifferences: new Float64Array(),
      counts: row === baseline || samples > 1 ? null : pairedCounts(view.part, own, other),
      testable: false,
      confidence,
      seed,
      nonInferiority,
    };
    return { versus: versusReference(input), samples: difference.samples };
  }
  return {
    knownQuality: (row, baseline) => qualities.get(key(row, baseline)),
    *quality(row, baseline) {
      const known = qualities.get(key(row, baseline));
      if (known !== undefined) return known;
      const made = yield* versus(row, baseline, pointMoney(sums, view.part.rows.length, row, baseline));
      qualities.set(key(row, baseline), made.versus);
      return made.versus;
    },
    *all(row, baseline) {
      const known = held.get(key(row, baseline));
      if (known !== undefined) return known;
      const arms = { self: 0, reference: row === baseline ? 0 : 1 };
      const totalsWith = yield* draw();
      const costs = [...new Set([row, baseline])].map((one) => sums.of(one, ['cost']));
      const totals = yield* totalsWith(costs, Object.values(moneyRatios(arms)));
      yield;
      const made = yield* versus(row, baseline, moneyEstimates(totals, arms, view.part.rows.length, confidence));
      held.set(key(row, baseline), made);
      return made;
    },
  };
}

interface Money {
  readonly difference: Estimate;
  readonly ratio: Estimate;
}

/** Difference and ratio of two rows' mean costs, without intervals. */
export function pointMoney(sums: Pick<RowSums, 'points'>, n: number, row: number, baseline: number): Money {
  const [own, other] = [sums.points(row).cost, sums.points(baseline).cost];
  return { difference: pointEstimate(own - other, n), ratio: pointEstimate(own / other, n) };
}

/** A value without an interval; not available where it is not finite. */
export function pointEstimate(value: number, n: number): Estimate {
  return Number.isFinite(value) ? { value, low: null, high: null, n } : { value: null, low: null, high: null, n: 0 };
}
