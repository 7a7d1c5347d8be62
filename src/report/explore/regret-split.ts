import { type ArmColumns, quantityColumn, type SingleOutcomes } from '../../metric/columns.js';
import { PICO } from '../../metric/family.js';
import { numberAt, type Part } from '../../metric/part.js';
import type { RowColumns } from '../pack/query-columns.js';

/** Where a row falls short of the best that its models could do. Shares and means are over all queries of the part, by weight. */
export interface RegretSplit {
  /** Share of queries answered rightly at a higher cost than some model that was right too: metric `routing.over`. */
  readonly over: number;
  /** Mean cost above the cheapest right model, in the cost unit: metric `routing.overspend`. NaN where costs are unknown. */
  readonly overspend: number;
  /** Share of queries not answered rightly though some model was right: metric `routing.under`. */
  readonly under: number;
  /** Mean quality lost on those, against the best answer of any model. */
  readonly underserved: number;
  /** Mean quality lost on all queries, against the best answer of any model: metric `regret.quality`. */
  readonly regret: number;
}

/** Splits a row's regret into paying more than was needed and serving less than could be had. */
export function regretSplit(
  row: Pick<RowColumns, 'quality' | 'costPico'>,
  part: Part,
  singles: SingleOutcomes,
  isRight: (quality: number) => boolean,
): RegretSplit {
  const arm: ArmColumns = { ...ASIDE, quality: row.quality, costPico: row.costPico };
  const column = (quantity: 'over' | 'overspend' | 'under'): ((query: number) => number) => {
    const found = quantityColumn(arm, quantity, singles, isRight) ?? (() => 0);
    return (query) => numberAt(found, query);
  };
  const [over, overspend, under] = [column('over'), column('overspend'), column('under')];
  const lost = (query: number): number => bestQuality(singles, query) - (row.quality[query] as number);
  const mean = weightedMean(part);
  return {
    over: mean(over),
    overspend: mean(overspend) * PICO,
    under: mean(under),
    underserved: mean((query) => (under(query) > 0 ? lost(query) : 0)),
    regret: mean(lost),
  };
}

/** What no quantity of misrouting reads. */
export const ASIDE = { latencyMs: new Float64Array(), failed: null, refused: null, fellBack: null, escalated: null };

/** Mean of a column over a part, by traffic weight. */
export function weightedMean(part: Part): (column: (query: number) => number) => number {
  const weights = part.weight.reduce((sum, weight) => sum + weight, 0);
  return (column) => {
    let sum = 0;
    for (let index = 0; index < part.rows.length; index++)
      sum += (part.weight[index] as number) * column(part.rows[index] as number);
    return sum / weights;
  };
}

/** Highest known quality of any model; NaN where none is known. */
function bestQuality({ quality, modelCount }: SingleOutcomes, query: number): number {
  let best = Number.NaN;
  for (let model = 0; model < modelCount; model++) {
    const own = quality[query * modelCount + model] as number;
    if (!(own <= best)) best = Number.isNaN(own) ? best : own;
  }
  return best;
}
