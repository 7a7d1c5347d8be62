import type { ResultRow, Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { metricOf } from '../format.js';
import { chosenRow, rowNames } from '../row-name.js';

/** What a point stands for; each has a shape and a colour of its own. */
export type PointGroup = 'strategy' | 'single' | 'control' | 'oracle';

/** One row on the cost–quality chart; costs as the cost view shows them. */
export interface CostQualityPoint {
  readonly label: string;
  readonly group: PointGroup;
  readonly chosen: boolean;
  readonly front: boolean;
  readonly cost: number;
  readonly costLow: number;
  readonly costHigh: number;
  readonly quality: number;
  readonly qualityLow: number;
  readonly qualityHigh: number;
}

/** Rows that have both a cost and a quality, with their intervals. */
export function costQualityPoints(results: Results): CostQualityPoint[] {
  const chosen = chosenRow(results)?.id;
  const name = rowNames(results);
  const { of } = costView(results);
  return results.rows.flatMap((row) => {
    const quality = metricOf(row, 'quality.mean');
    const cost = of(row);
    if (quality.value === null || cost.value === null) return [];
    return [
      {
        label: name(row),
        group: groupOf(row),
        chosen: row.id === chosen,
        front: results.front.includes(row.id),
        cost: cost.value,
        costLow: cost.low ?? cost.value,
        costHigh: cost.high ?? cost.value,
        quality: quality.value,
        qualityLow: quality.low ?? quality.value,
        qualityHigh: quality.high ?? quality.value,
      },
    ];
  });
}

function groupOf({ kind, marks }: ResultRow): PointGroup {
  if (kind !== 'control') return 'strategy';
  if (marks.includes('single_model')) return 'single';
  return marks.includes('reads_outcomes') ? 'oracle' : 'control';
}

/** A vertex of a line on the chart. */
export interface LinePoint {
  readonly cost: number;
  readonly quality: number;
}

/** What the best deployable rows reach, cheapest first: drawn as steps, a budget buys the best below it. */
export function frontLine(points: readonly CostQualityPoint[]): LinePoint[] {
  return points
    .filter(({ front }) => front)
    .map(({ cost, quality }) => ({ cost, quality }))
    .sort((a, b) => a.cost - b.cost);
}

/** Points a straight piece of the hull is drawn with. */
const PIECES = 24;

/** The single models' hull. A mixture's cost is a straight mean, so on a logarithmic axis its pieces bend. */
export function hullLine(results: Results): LinePoint[] {
  const { perQueries } = costView(results);
  const vertices = results.hull.map(({ cost, quality }) => ({ cost: cost * perQueries, quality }));
  return vertices.flatMap((from, index) => {
    const to = vertices[index + 1];
    if (to === undefined) return [from];
    return Array.from({ length: PIECES }, (_, piece) => ({
      cost: from.cost + (piece / PIECES) * (to.cost - from.cost),
      quality: from.quality + (piece / PIECES) * (to.quality - from.quality),
    }));
  });
}
