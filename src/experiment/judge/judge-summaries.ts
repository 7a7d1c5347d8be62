import type { Estimate } from '../../domain/estimate.js';
import type { JudgeSummary, PositionBias, SelfAgreement } from '../../domain/results/judge.js';
import { resampleTotals } from '../../stats/bootstrap.js';
import { estimateOf } from '../../stats/interval.js';
import { agreementSums, krippendorffAlpha } from '../../stats/krippendorff.js';
import type { Workbench } from '../workbench.js';
import type { JudgeFacts } from './judge-facts.js';

/** What results say of the judges. */
export function judgeSummaries(facts: readonly JudgeFacts[], bench: Workbench): JudgeSummary[] {
  return facts.map(({ counts, repeats, swaps, isCompared: _isCompared, ...asked }) => ({
    ...asked,
    ...counts,
    selfAgreement: selfAgreement(repeats, bench),
    positionBias: positionBias(swaps, bench),
  }));
}

/** Standard deviation of one verdict about the judge's own mean on that answer, pooled; null where every answer was judged once. */
export function verdictDeviation(repeats: JudgeFacts['repeats']): number | null {
  const sums = { squares: 0, degrees: 0 };
  for (const { values } of repeats) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    sums.squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    sums.degrees += values.length - 1;
  }
  return sums.degrees === 0 ? null : Math.sqrt(sums.squares / sums.degrees);
}

function selfAgreement(repeats: JudgeFacts['repeats'], bench: Workbench): SelfAgreement | null {
  const deviation = verdictDeviation(repeats);
  if (deviation === null) return null;
  const units = repeats.map(({ query, values }) => {
    const pairs = values.flatMap((one, at) => values.slice(at + 1).map((other) => Number(one === other)));
    const { values: count, sum, squares, within } = agreementSums(values);
    return { query, columns: [pairs.length, pairs.reduce((all, same) => all + same, 0), count, sum, squares, within] };
  });
  return {
    share: estimated(bench, units, ([pairs = 0, same = 0]) => same / pairs),
    alpha: estimated(bench, units, ([, , values = 0, sum = 0, squares = 0, within = 0]) =>
      krippendorffAlpha({ values, sum, squares, within }),
    ),
    deviation,
  };
}

function positionBias(swaps: JudgeFacts['swaps'], bench: Workbench): PositionBias | null {
  if (swaps.length === 0) return null;
  const units = swaps.map(({ query, first, second }) => ({
    query,
    // Shown first the judged answer wins with 1, shown second the other one does with 0.
    columns: [
      1,
      Number(first !== second),
      Number(first !== 0.5) + Number(second !== 0.5),
      Number(first === 1) + Number(second === 0),
    ],
  }));
  return {
    changed: estimated(bench, units, ([all = 0, changed = 0]) => changed / all),
    firstWins: estimated(bench, units, ([, , decided = 0, first = 0]) => first / decided),
  };
}

interface Unit {
  readonly query: number;
  /** What adds up. */
  readonly columns: readonly number[];
}

/** A statistic of sums over units, with the interval of resampled groups of queries; n counts the units. */
function estimated(
  { grouping, experiment }: Workbench,
  units: readonly Unit[],
  statistic: (sums: readonly number[]) => number,
): Estimate {
  const groups = [...new Set(units.map(({ query }) => grouping.group[query] as number))].sort((a, b) => a - b);
  const placeOf = new Map(groups.map((group, place) => [group, place]));
  const columns = (units[0] as Unit).columns.map(() => new Float64Array(groups.length));
  for (const unit of units) {
    const place = placeOf.get(grouping.group[unit.query] as number) as number;
    for (const [at, column] of columns.entries()) column[place] = (column[place] as number) + (unit.columns[at] as number);
  }
  const value = statistic(columns.map((column) => column.reduce((sum, one) => sum + one, 0)));
  const { seed, replicates, confidence } = experiment.bootstrap;
  const groupKeys = Uint32Array.from(groups, (group) => grouping.keys[group] as number);
  const totals = resampleTotals({ seed, replicates, groupKeys, columns });
  const resampled = Float64Array.from({ length: replicates }, (_, at) => statistic(totals.map((total) => total[at] as number)));
  return estimateOf(value, resampled, units.length, confidence, { groups: groups.length });
}
