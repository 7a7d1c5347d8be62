import { versusReference } from '../compare/versus-reference.js';
import type { Estimate } from '../domain/estimate.js';
import type { VersusReference } from '../domain/results.js';
import { moneyEstimates } from '../metric/estimate/money.js';
import { differenceEstimate, qualityDifference, retentionEstimate } from '../metric/estimate/paired.js';
import { pairedCounts } from '../metric/estimate/paired-counts.js';
import { falling } from '../metric/estimate/seen.js';
import { groupSums, type Part } from '../metric/part.js';
import type { ResampledTotals } from '../metric/resampled.js';
import type { Arm } from '../replay/arm.js';
import { spread } from '../stats/spread.js';
import type { Workbench } from './workbench.js';

/** A side of a comparison: its columns, and its number among the resampled arms. */
export interface Opponent {
  readonly arm: Arm;
  readonly index: number;
}

/** A row against another on the same queries: differences with intervals, and a test where the outcomes were drawn. */
export function versus(
  bench: Workbench,
  row: Opponent,
  other: Opponent,
  totals: ResampledTotals,
  part: Part,
  testable: boolean,
): VersusReference {
  const { confidence, seed } = bench.experiment.bootstrap;
  const n = part.rows.length;
  const arms = { self: row.index, reference: other.index };
  const difference = qualityDifference(totals, row.index, other.index);
  const { difference: cost, ratio } = moneyEstimates(totals, arms, n, confidence);
  return versusReference({
    difference: (at: number): Estimate => differenceEstimate(difference, n, at),
    standardError: spread(difference.samples),
    retention: retentionEstimate(totals, difference, other.index, n, confidence),
    cost,
    savings: falling(ratio, (share) => 1 - share),
    timesCheaper: falling(ratio, (share) => 1 / share),
    groupDifferences: groupSums(part, (query) => (row.arm.quality[query] as number) - (other.arm.quality[query] as number)),
    // An arm differs from itself by nothing, for certain.
    counts: row.index === other.index || bench.samples > 1 ? null : pairedCounts(part, row.arm.quality, other.arm.quality),
    testable,
    confidence,
    seed,
    nonInferiority: bench.experiment.nonInferiority,
  });
}
