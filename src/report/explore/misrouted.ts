import type { Estimate } from '../../domain/estimate.js';
import { UNAVAILABLE } from '../../domain/estimate.js';
import type { Results } from '../../domain/results.js';
import { ratioEstimate } from '../../metric/estimate/ratio.js';
import type { Totals } from '../../metric/family.js';
import { misrouting } from '../../metric/misrouting.js';
import { armSums, estimated, type ResampledTotals, type TotalsWithSteps } from '../../metric/resampled.js';
import { withWidth } from '../../metric/score-arm.js';
import type { Steps } from '../../stats/steps.js';
import { ASIDE } from './regret-split.js';
import { rightness } from './rightness.js';
import type { RowSums } from './row-sums.js';
import { singleOutcomes } from './singles.js';
import type { QueryView } from './what-if/query-view.js';

/** How far a row falls short of the best its models could do; `regret.quality` only where the oracle is compared. */
export type Misrouted = Readonly<Record<'routing.over' | 'routing.under' | 'routing.overspend' | 'regret.quality', Estimate>>;

const SELF = { self: 0, reference: 0 };

/** Works a row's regret and misrouting out, as a run does. */
export function* misrouted(
  results: Results,
  view: QueryView,
  sums: RowSums,
  totalsWith: TotalsWithSteps,
  row: number,
): Steps<Misrouted> {
  const { confidence } = results.protocol.bootstrap;
  const { columns, part } = view;
  const { quality, costPico } = columns.row(row);
  const oracle = results.rows.findIndex(({ id }) => id === 'control:oracle');
  const arm = { ...ASIDE, quality, costPico };
  const own = armSums(arm, part, singleOutcomes(columns), rightness(results), ['over', 'under', 'overspend']);
  yield;
  const ratios = misrouting.ratios?.(SELF) ?? [];
  const totals: ResampledTotals = yield* totalsWith(
    [new Map([...sums.of(row, ['quality']), ...own]), ...(oracle < 0 ? [] : [sums.of(oracle, ['quality'])])],
    ratios,
  );
  yield;
  const n = part.rows.length;
  const mean = (of: (view: Totals) => number): Estimate => estimated(totals, (view) => of(view) / view.weight, n, confidence);
  const share = (quantity: 'over' | 'under'): Estimate =>
    withWidth(
      mean((of) => of.of(0, quantity)),
      totals.groups,
      confidence,
    );
  const [overspend] = ratios.map(({ over, under, seen }) =>
    seen(ratioEstimate(totals, { over, under }, n, confidence), totals.point),
  );
  return {
    'routing.over': share('over'),
    'routing.under': share('under'),
    'routing.overspend': overspend ?? UNAVAILABLE,
    'regret.quality': oracle < 0 ? UNAVAILABLE : mean((of) => of.of(1, 'quality') - of.of(0, 'quality')),
  };
}
