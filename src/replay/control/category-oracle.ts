import { armOfChoice } from '../arm.js';
import type { Control, ControlContext } from './control.js';

const FOLDS = 5;

/**
 * The best single model per category. In-sample it knows the answers it is graded on; cross-fitted, each fifth of
 * the groups uses the ranking of the other four. Both need the category, which production does not know.
 */
export const categoryOracle: Control = {
  name: 'category_oracle',
  title: 'Category oracle (in-sample and cross-fitted)',
  arms: (context) => {
    if (!context.rows.some((query) => (context.category[query] as number) >= 0)) return [];
    return [
      {
        id: 'control:category_oracle',
        label: 'category oracle (in-sample)',
        description: 'Best model of each category on the very rows it is measured on.',
        marks: ['reads_outcomes', 'in_sample'],
        arm: armOfChoice(byCategory(context, 1), context.means),
      },
      {
        id: 'control:category_oracle_crossfit',
        label: 'category oracle (cross-fitted)',
        description: `Best model of each category as ranked on the other ${FOLDS - 1} fifths of the groups.`,
        marks: ['reads_outcomes'],
        arm: armOfChoice(byCategory(context, FOLDS), context.means),
      },
    ];
  },
};

/** Sums of weight, quality and cost by fold × category × model. */
interface Tally {
  readonly weight: Float64Array;
  readonly quality: Float64Array;
  readonly cost: Float64Array;
}

/** Model per query: the best of its category over the other folds (over all rows when there is one fold). */
function byCategory(context: ControlContext, folds: number): Int16Array {
  const categories = 1 + context.category.reduce((most, code) => Math.max(most, code), -1);
  const slots = categories + 1;
  const tally = tallied(context, folds, slots);
  const choice = new Int16Array(context.means.queryCount).fill(-1);
  const everySlot = Array.from({ length: slots }, (_, slot) => slot);
  const best: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const otherFolds = everyFoldBut(folds, fold);
    const overall = bestOf(tally, context, slots, otherFolds, everySlot);
    for (let slot = 0; slot < slots; slot++) {
      const model = bestOf(tally, context, slots, otherFolds, [slot]);
      best.push(model < 0 ? overall : model);
    }
  }
  for (const query of context.rows)
    choice[query] = best[foldOf(context, query, folds) * slots + slotOf(context, query, slots)] as number;
  return choice;
}

/** Folds deal groups round robin in order of first appearance, so that a group is never split. */
function foldOf(context: ControlContext, query: number, folds: number): number {
  return (context.group[query] as number) % folds;
}

/** Queries without a category share the last slot. */
function slotOf(context: ControlContext, query: number, slots: number): number {
  const code = context.category[query] as number;
  return code < 0 ? slots - 1 : code;
}

function tallied(context: ControlContext, folds: number, slots: number): Tally {
  const models = context.modelIds.length;
  const size = folds * slots * models;
  const tally = { weight: new Float64Array(size), quality: new Float64Array(size), cost: new Float64Array(size) };
  for (const query of context.rows) {
    const base = (foldOf(context, query, folds) * slots + slotOf(context, query, slots)) * models;
    const weight = context.weight[query] as number;
    for (let model = 0; model < models; model++) {
      const cell = query * models + model;
      tally.weight[base + model] = (tally.weight[base + model] as number) + weight;
      tally.quality[base + model] = (tally.quality[base + model] as number) + weight * (context.means.quality[cell] as number);
      tally.cost[base + model] = (tally.cost[base + model] as number) + weight * (context.means.costPico[cell] as number);
    }
  }
  return tally;
}

/** The folds a ranking may learn from: all others, or the only one there is. */
function everyFoldBut(folds: number, left: number): number[] {
  return Array.from({ length: folds }, (_, fold) => fold).filter((fold) => folds === 1 || fold !== left);
}

/** Best model over some folds and slots; ties to the cheaper, then the earlier; -1 where there is nothing to learn from. */
function bestOf(
  tally: Tally,
  context: ControlContext,
  slots: number,
  folds: readonly number[],
  among: readonly number[],
): number {
  const models = context.modelIds.length;
  const total = (sums: Float64Array, model: number): number =>
    folds.reduce(
      (sum, fold) => sum + among.reduce((part, slot) => part + (sums[(fold * slots + slot) * models + model] as number), 0),
      0,
    );
  let best = -1;
  let bestQuality = Number.NEGATIVE_INFINITY;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const model of context.compared) {
    if (total(tally.weight, model) === 0) return -1;
    const quality = total(tally.quality, model);
    const cost = total(tally.cost, model);
    if (quality > bestQuality || (quality === bestQuality && cost < bestCost)) {
      best = model;
      bestQuality = quality;
      bestCost = cost;
    }
  }
  return best;
}
