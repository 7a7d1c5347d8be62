import { concaveEnvelope } from '../stats/hull.js';
import type { CellMeans } from './cell-means.js';

/** A step up the hull of one request: from one answer to a better, dearer one. */
interface Step {
  readonly position: number;
  readonly cost: number;
  readonly quality: number;
}

/**
 * The best mean quality that knowing every outcome could buy within a budget: the linear relaxation of the multiple-choice knapsack
 * (Sinha & Zoltners 1979), which takes steps up the requests' cost–quality hulls, most quality per cost first, and a share of the last.
 * No router can have more. A request may also go unanswered, at no cost; a model of which cost or quality is unknown is left out.
 *
 * @param rows query rows
 * @returns quality of each of them, in their order
 */
export function budgetOptimum(means: CellMeans, rows: ArrayLike<number>, budgetPico: number): Float64Array {
  const quality = new Float64Array(rows.length);
  const steps: Step[] = [];
  for (let position = 0; position < rows.length; position++) {
    const points = pointsOf(means, rows[position] as number);
    const hull = concaveEnvelope(points).map((index) => points[index] as (typeof points)[number]);
    // What costs nothing is had in any case.
    quality[position] = hull[0]?.y ?? 0;
    for (let at = 1; at < hull.length; at++) {
      const from = hull[at - 1] as (typeof hull)[number];
      const to = hull[at] as (typeof hull)[number];
      steps.push({ position, cost: to.x - from.x, quality: to.y - from.y });
    }
  }
  steps.sort((a, b) => b.quality / b.cost - a.quality / a.cost || a.position - b.position);
  let left = budgetPico;
  for (const { position, cost, quality: gain } of steps) {
    if (left <= 0) break;
    const share = Math.min(1, left / cost);
    quality[position] = (quality[position] as number) + share * gain;
    left -= share * cost;
  }
  return quality;
}

function pointsOf({ modelCount, quality, costPico }: CellMeans, query: number): { x: number; y: number }[] {
  const points = [{ x: 0, y: 0 }];
  for (let model = 0; model < modelCount; model++) {
    const cell = query * modelCount + model;
    const x = costPico[cell] as number;
    const y = quality[cell] as number;
    if (!Number.isNaN(x) && !Number.isNaN(y)) points.push({ x, y });
  }
  return points;
}
