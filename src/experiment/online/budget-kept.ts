import type { Estimate } from '../../domain/estimate.js';
import { PICO_PER_USD } from '../../domain/outcome-table.js';
import type { BudgetKept } from '../../domain/results.js';
import { PICO } from '../../metric/family.js';
import { budgetOptimum } from '../../replay/budget-optimum.js';
import type { PaceStage } from '../../router/config.js';
import { spanAt } from '../../router/window.js';
import type { Workbench } from '../workbench.js';
import { byBlock, ratioOver, type WalkTable } from './walk-table.js';

/** Fewer windows than this, resampled, say nothing of how windows vary: one alone would give an interval of no width. */
const FEWEST_WINDOWS = 4;

/** The requests of one window, and what there was for them. */
interface Window {
  /** Positions in the walk table. */
  readonly positions: readonly number[];
  readonly budgetPico: number;
}

/**
 * How a budget was kept over the streams. The last window of a number of requests has its share of the budget where fewer came; a
 * window of time has all of it.
 */
export function budgetKept(bench: Workbench, table: WalkTable, stage: PaceStage): BudgetKept {
  const windows = windowsOf(bench, table, stage);
  const overWindows = (of: (spent: number, window: Window) => number): Estimate => {
    const sums = new Float64Array(table.walks * windows.length);
    windows.forEach((window, at) => {
      for (let walk = 0; walk < table.walks; walk++) sums[walk * windows.length + at] = of(spentIn(table, walk, window), window);
    });
    const mean = ratioOver(
      bench,
      { walks: table.walks, blocks: windows.length, n: windows.length },
      sums,
      sums.map(() => 1),
      PICO,
    );
    return windows.length < FEWEST_WINDOWS ? { ...mean, low: null, high: null } : mean;
  };
  const best = optimumBy(bench, table, windows);
  const quality = byBlock(table, table.quality);
  const optimum = byBlock(table, (_, position) => best[position] as number);
  return {
    usd: stage.budget / PICO_PER_USD,
    per: stage.window.by,
    queries: stage.window.by === 'queries' ? stage.window.queries : null,
    windows: windows.length,
    spent: overWindows((spent) => spent),
    overspend: overWindows((spent, { budgetPico }) => Math.max(0, spent - budgetPico)),
    unspent: overWindows((spent, { budgetPico }) => Math.max(0, budgetPico - spent)),
    optimum: ratioOver(
      bench,
      table,
      optimum,
      byBlock(table, () => 1),
    ),
    ofOptimum: ratioOver(bench, table, quality, optimum),
  };
}

function windowsOf({ dataset }: Workbench, table: WalkTable, { window, budget }: PaceStage): Window[] {
  const { arrivedAtMs } = dataset.labels;
  return table.spans.flatMap(([from, to]) => {
    const held = new Map<number, number[]>();
    for (let position = from; position < to; position++) {
      const index =
        window.by === 'queries'
          ? Math.floor((position - from) / window.queries)
          : spanAt(window.by, arrivedAtMs[table.query[position] as number] as number).index;
      const positions = held.get(index) ?? [];
      positions.push(position);
      held.set(index, positions);
    }
    return [...held.values()].map((positions) => ({
      positions,
      budgetPico: window.by === 'queries' ? (budget * positions.length) / window.queries : budget,
    }));
  });
}

function spentIn(table: WalkTable, walk: number, { positions }: Window): number {
  return positions.reduce((sum, position) => sum + (table.known[position] === 1 ? table.costPico(walk, position) : 0), 0);
}

/** By position: the quality of the best that each window's budget could have bought. */
function optimumBy({ means }: Workbench, table: WalkTable, windows: readonly Window[]): Float64Array {
  const best = new Float64Array(table.query.length);
  for (const { positions, budgetPico } of windows) {
    const rows = positions.map((position) => table.query[position] as number);
    budgetOptimum(means, rows, budgetPico).forEach((quality, at) => {
      best[positions[at] as number] = quality;
    });
  }
  return best;
}
