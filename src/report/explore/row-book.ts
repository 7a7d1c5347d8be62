import type { Estimate } from '../../domain/estimate.js';
import type { Results } from '../../domain/results.js';
import { meanCost } from '../../metric/estimate/money.js';
import { moneyRatios } from '../../metric/estimate/money-ratios.js';
import type { ResampledTotals, TotalsWithSteps } from '../../metric/resampled.js';
import { estimated, resampledAgainstSteps } from '../../metric/resampled.js';
import { withWidth } from '../../metric/score-arm.js';
import type { Steps } from '../../stats/steps.js';
import { type Misrouted, misrouted } from './misrouted.js';
import { openPairs, type Paired, type PairedQuality } from './pairs.js';
import { openSums } from './row-sums.js';
import type { QueryView } from './what-if/query-view.js';
import { rowLatency } from './what-if/row-latency.js';

/** What sections want to know of rows, each with its interval. */
export const NEEDS = ['difference', 'quality', 'cost', 'latency', 'routing'] as const;
export type Need = (typeof NEEDS)[number];

/**
 * What a run works out of every row, by the same code from the same draws, so that with nothing supposed it is the same to
 * the last bit. Everything is worked out when it is first wanted, in steps, and kept.
 */
export interface RowBook {
  readonly view: QueryView;
  /** Mean quality, and mean cost of a query in the cost unit; NaN where not known. At hand at once. */
  points(row: number): { readonly quality: number; readonly cost: number };
  /** What is known by now; undefined where it was not worked out yet. */
  quality(row: number): Estimate | undefined;
  cost(row: number): Estimate | undefined;
  latency(row: number): Readonly<Record<string, Estimate>> | null | undefined;
  routing(row: number): Misrouted | undefined;
  difference(row: number, baseline: number): PairedQuality | undefined;
  /** Works a need of a row out; `baseline` is the row that differences are against. */
  work(need: Need, row: number, baseline: number): Steps<void>;
  /** Everything of a row against another. */
  paired(row: number, baseline: number): Steps<Paired>;
  /** Quality and cost of all rows on every resample; arms are the rows, in their order. */
  totals(): Steps<ResampledTotals>;
}

/** Opens the book of a view. */
export function openRowBook(results: Results, view: QueryView): RowBook {
  const { bootstrap } = results.protocol;
  const { confidence } = bootstrap;
  const sums = openSums(results, view);
  const rows = [...view.columns.header.rows.keys()];
  const n = (): number => view.part.rows.length;
  let drawn: TotalsWithSteps | null = null;
  function* draw(): Steps<TotalsWithSteps> {
    drawn ??= yield* resampledAgainstSteps([], view.part, bootstrap);
    return drawn;
  }
  // All rows at once: they take few values together.
  let qualities: ResampledTotals | null = null;
  function* allQualities(): Steps<ResampledTotals> {
    if (qualities !== null) return qualities;
    const totalsWith = yield* draw();
    qualities = yield* totalsWith(rows.map((row) => sums.of(row, ['quality'])));
    return qualities;
  }
  const quality = new Map<number, Estimate>();
  const cost = new Map<number, Estimate>();
  const latency = new Map<number, Readonly<Record<string, Estimate>> | null>();
  const routing = new Map<number, Misrouted>();
  const pairs = openPairs(results, view, sums, draw, allQualities);
  const workers: Readonly<Record<Need, (row: number, baseline: number) => Steps<void>>> = {
    *quality(row) {
      const totals = yield* allQualities();
      const mean = estimated(totals, (of) => of.of(row, 'quality') / of.weight, n(), confidence);
      quality.set(row, withWidth(mean, totals.groups, confidence));
    },
    *cost(row) {
      const arms = { self: 0, reference: 0 };
      const totalsWith = yield* draw();
      const totals = yield* totalsWith([sums.of(row, ['cost'])], [moneyRatios(arms).mean]);
      yield;
      cost.set(row, meanCost(totals, arms, n(), confidence));
    },
    *latency(row) {
      latency.set(row, yield* rowLatency(results, view, row));
    },
    *routing(row) {
      routing.set(row, yield* misrouted(results, view, sums, yield* draw(), row));
    },
    *difference(row, baseline) {
      yield* pairs.quality(row, baseline);
    },
  };
  return {
    view,
    points: sums.points,
    quality: (row) => quality.get(row),
    cost: (row) => cost.get(row),
    latency: (row) => latency.get(row),
    routing: (row) => routing.get(row),
    difference: pairs.knownQuality,
    *work(need, row, baseline) {
      const known =
        need === 'difference' ? pairs.knownQuality(row, baseline) : { quality, cost, latency, routing }[need].get(row);
      if (known === undefined) yield* workers[need](row, baseline);
    },
    paired: pairs.all,
    *totals() {
      yield* allQualities();
      const totalsWith = yield* draw();
      return yield* totalsWith(rows.map((row) => sums.of(row, ['quality', 'cost'])));
    },
  };
}
