import { type PairedInput, versusReference } from '../../compare/versus-reference.js';
import type { Estimate } from '../../domain/estimate.js';
import type { Results, VersusReference } from '../../domain/results.js';
import { moneyEstimates } from '../../metric/estimate/money.js';
import { moneyRatios } from '../../metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference, retentionEstimate } from '../../metric/estimate/paired.js';
import { pairedCounts } from '../../metric/estimate/paired-counts.js';
import { falling } from '../../metric/estimate/seen.js';
import { groupSums, type Part } from '../../metric/part.js';
import { type ArmSums, resampledAgainst } from '../../metric/resampled.js';
import { spread } from '../../stats/spread.js';
import type { QueryColumns } from '../pack/query-columns.js';

/** Where each side stands among the resampled arms. */
const [BASELINE, ROW] = [0, 1];

/**
 * Every row against one of them, on some of the queries: what a run works out against its reference, by the same code from
 * the same draws, so that against the reference it is the same to the last bit. Tests are left out.
 *
 * @param part the queries; all measured ones are `queries.part()`
 * @returns the comparison of a row (index); each takes a tenth of a second at 10,000 queries
 */
export function againstBaseline(
  results: Pick<Results, 'protocol'>,
  queries: QueryColumns,
  baseline: number,
  part: Part,
): (row: number) => VersusReference {
  const paired = pairedAgainst(results, queries, baseline, part);
  return (row) => paired(row).versus;
}

/** A row against another, and where the difference of their qualities falls on every resample. */
export interface Paired {
  readonly versus: VersusReference;
  readonly samples: Float64Array;
}

/** The same with the resampled differences behind the interval. */
export function pairedAgainst(
  results: Pick<Results, 'protocol'>,
  queries: QueryColumns,
  baseline: number,
  part: Part,
): (row: number) => Paired {
  const { bootstrap, nonInferiority, samples } = results.protocol;
  const { confidence, seed } = bootstrap;
  const sums = (index: number): ArmSums => {
    const { quality, costPico } = queries.row(index);
    return new Map([
      ['quality', groupSums(part, (query) => quality[query] as number)],
      ['cost', groupSums(part, (query) => costPico[query] as number)],
    ]);
  };
  const totalsWith = resampledAgainst([sums(baseline)], part, bootstrap);
  const arms = { self: ROW, reference: BASELINE };
  const ratios = Object.values(moneyRatios(arms)).flat();
  const n = part.rows.length;
  const other = queries.row(baseline).quality;
  return (row) => {
    const own = queries.row(row).quality;
    const totals = totalsWith([sums(row)], ratios);
    const difference = qualityDifference(totals, row === baseline ? BASELINE : ROW, BASELINE);
    const { difference: cost, ratio } = moneyEstimates(totals, arms, n, confidence);
    const input: PairedInput = {
      difference: (at): Estimate => differenceEstimate(difference, n, at),
      standardError: spread(difference.samples),
      retention: retentionEstimate(totals, difference, BASELINE, n, confidence),
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
  };
}
