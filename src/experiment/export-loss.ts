import { codedValue } from '../domain/column.js';
import type { ExportLoss } from '../domain/exported.js';
import { moneyEstimates } from '../metric/estimate/money.js';
import { moneyRatios } from '../metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference } from '../metric/estimate/paired.js';
import { shareEstimate } from '../metric/estimate/share.js';
import type { Part } from '../metric/part.js';
import { armSums, resampled } from '../metric/resampled.js';
import type { RouteColumns } from '../router/router.js';
import { replayRouted } from './replayed.js';
import { categoriesOf, type Workbench } from './workbench.js';

/** Two decisions on every query of the dataset, and which of them differ. */
export interface HeldRoutes {
  readonly measured: RouteColumns;
  readonly exported: RouteColumns;
  /** 1 where another model is asked first, or another ladder climbed. */
  readonly differs: Uint8Array;
  /** 1 where the fallback chain is another. */
  readonly otherChain: Uint8Array;
}

/**
 * What a target's decisions come to against the measured router's: both are replayed on the same recordings, one call after
 * another (what a target does about errors and slow calls is its own), without the router's own time, and compared query by query. Shares have Wilson's interval at the groups' effective size, differences
 * the paired bootstrap's (docs/inference.md).
 */
export function exportLoss(bench: Workbench, part: Part, on: ExportLoss['on'], held: HeldRoutes): ExportLoss {
  const { bootstrap, cost: basis } = bench.experiment;
  const arms = [held.exported, held.measured].map(({ plan, plans }) => replayRouted(bench, { plan, plans }, 0).arm);
  const totals = resampled(
    arms.map((arm) => armSums(arm, part, bench.means, bench.isRight, ['quality', 'cost'])),
    part,
    { ...bootstrap, ratios: [moneyRatios(AGAINST).difference] },
  );
  const n = part.rows.length;
  const { confidence } = bootstrap;
  const same = held.differs.every((differs) => differs === 0) && held.otherChain.every((differs) => differs === 0);
  const none = { value: 0, low: 0, high: 0, n };
  return {
    on,
    n,
    disagreement: shareEstimate(part, (query) => held.differs[query] as number, confidence),
    fallbacks: shareEstimate(part, (query) => held.otherChain[query] as number, confidence),
    // One and the same decisions everywhere are one arm: nothing to doubt.
    quality: same ? none : differenceEstimate(qualityDifference(totals, 0, 1), n, confidence),
    cost: same ? none : moneyEstimates(totals, AGAINST, n, confidence).difference,
    costUnit: basis.by,
    worst: worstCategory(bench, part, held.differs),
  };
}

/** The exported decisions against the measured ones. */
const AGAINST = { self: 0, reference: 1 } as const;

function worstCategory(bench: Workbench, part: Part, differs: Uint8Array): ExportLoss['worst'] {
  const { category: column } = bench.dataset.labels;
  const cells = categoriesOf(bench, part).map(({ category, n }) => {
    let weight = 0;
    let differing = 0;
    part.rows.forEach((query, index) => {
      if (codedValue(column, query) !== category) return;
      weight += part.weight[index] as number;
      differing += (part.weight[index] as number) * (differs[query] as number);
    });
    return { category, n, disagreement: differing / weight };
  });
  const worst = cells.reduce((most, cell) => (cell.disagreement > most.disagreement ? cell : most), {
    category: '',
    n: 0,
    disagreement: 0,
  });
  return worst.disagreement > 0 ? worst : null;
}
