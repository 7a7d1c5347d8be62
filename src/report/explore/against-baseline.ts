import { type PairedInput, versusReference } from '../../compare/versus-reference.js';
import type { Estimate } from '../../domain/estimate.js';
import type { Results, VersusReference } from '../../domain/results.js';
import { moneyEstimates } from '../../metric/estimate/money.js';
import { moneyRatios } from '../../metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference, retentionEstimate } from '../../metric/estimate/paired.js';
import { pairedCounts } from '../../metric/estimate/paired-counts.js';
import { falling } from '../../metric/estimate/seen.js';
import { groupSums, type Part } from '../../metric/part.js';
import { type ArmSums, type ResampledTotals, resampledAgainstSteps } from '../../metric/resampled.js';
import { spread } from '../../stats/spread.js';
import { atOnce, type Steps } from '../../stats/steps.js';
import type { QueryColumns } from '../pack/query-columns.js';

/** A row against another, and where the difference of their qualities falls on every resample. */
export interface Paired {
  readonly versus: VersusReference;
  readonly samples: Float64Array;
}

/** The run's resamples of some rows' quality and cost on some queries: drawn once, for any two of them. */
export interface RowResamples {
  /** Arms are the rows, in their order. */
  readonly totals: ResampledTotals;
  /** A row against another (indices into the results' rows): the first pair with a row costs most. */
  paired(row: number, baseline: number): Paired;
}

/**
 * What a run works out of two rows, by the same code from the same draws, so that against the run's reference it is the same
 * to the last bit. Tests are left out.
 *
 * @param part the queries; all measured ones are `queries.part()`
 * @param rows which are wanted; all where nothing is said
 */
export function rowResamples(
  results: Pick<Results, 'protocol'>,
  queries: QueryColumns,
  part: Part,
  rows: readonly number[] = [...queries.header.rows.keys()],
): RowResamples {
  return atOnce(rowResampleSteps(results, queries, part, rows));
}

/** The same, stopping now and then while it draws. */
export function* rowResampleSteps(
  results: Pick<Results, 'protocol'>,
  queries: QueryColumns,
  part: Part,
  rows: readonly number[] = [...queries.header.rows.keys()],
): Steps<RowResamples> {
  const { bootstrap, nonInferiority, samples } = results.protocol;
  const { confidence, seed } = bootstrap;
  const totalsWith = yield* resampledAgainstSteps(
    rows.map((row) => sumsOf(queries, part, row)),
    part,
    bootstrap,
  );
  const n = part.rows.length;
  return {
    totals: totalsWith([]),
    paired(row, baseline) {
      const arms = { self: rows.indexOf(row), reference: rows.indexOf(baseline) };
      const totals = totalsWith([], Object.values(moneyRatios(arms)));
      const [own, other] = [queries.row(row).quality, queries.row(baseline).quality];
      const difference = qualityDifference(totals, arms.self, arms.reference);
      const { difference: cost, ratio } = moneyEstimates(totals, arms, n, confidence);
      const input: PairedInput = {
        difference: (at): Estimate => differenceEstimate(difference, n, at),
        standardError: spread(difference.samples),
        retention: retentionEstimate(totals, difference, arms.reference, n, confidence),
        cost,
        savings: falling(ratio, (share) => 1 - share),
        timesCheaper: falling(ratio, (share) => 1 / share),
        groupDifferences: groupSums(part, (query) => (own[query] as number) - (other[query] as number)),
        counts: row === baseline || samples > 1 ? null : pairedCounts(part, own, other),
        testable: false,
        confidence,
        seed,
        nonInferiority,
      };
      return { versus: versusReference(input), samples: difference.samples };
    },
  };
}

/** Every row against one of them, on some of the queries. */
export function againstBaseline(
  results: Pick<Results, 'protocol'>,
  queries: QueryColumns,
  baseline: number,
  part: Part,
): (row: number) => VersusReference {
  const { paired } = rowResamples(results, queries, part);
  return (row) => paired(row, baseline).versus;
}

/** As a run sums them; a column that is zero throughout is none. */
function sumsOf(queries: QueryColumns, part: Part, row: number): ArmSums {
  const { quality, costPico } = queries.row(row);
  const sums = (column: Float64Array): Float64Array | null => {
    const found = groupSums(part, (query) => column[query] as number);
    return found.every((sum) => sum === 0) ? null : found;
  };
  return new Map([
    ['quality', sums(quality)],
    ['cost', sums(costPico)],
  ]);
}

/** One row against another, with the resampled differences behind the interval: quicker than all rows where it is but one. */
export function pairedAgainst(
  results: Pick<Results, 'protocol'>,
  queries: QueryColumns,
  baseline: number,
  part: Part,
): (row: number) => Paired {
  return (row) => rowResamples(results, queries, part, [baseline, row]).paired(row, baseline);
}
