import type { Estimate } from '../domain/estimate.js';
import type { CategoryCell } from '../domain/results.js';
import { holm } from '../stats/holm.js';
import { normalCdf, normalQuantile } from '../stats/normal.js';
import { FEW_QUERIES } from './worst-categories.js';

/** Whether a category's difference is shown to be one: not where it isn't, nor where there are too few queries to say. */
export type CategoryMark = 'better' | 'worse' | null;

/** Level of all marks together. */
const LEVEL = 0.05;

/**
 * The p-value that an interval comes to, as if the estimate were normal: the standard error is the distance from the value to the end
 * on 0's side ÷ z, so that p < 1 − confidence exactly where the interval excludes 0 (Altman & Bland 2011, BMJ 343:d2304). 1 where
 * nothing is known.
 */
export function pOfInterval({ value, low, high }: Estimate, confidence: number): number {
  if (value === null || low === null || high === null || value === 0) return 1;
  const towardsZero = value > 0 ? value - low : high - value;
  if (towardsZero <= 0) return 0;
  return 2 * normalCdf((-Math.abs(value) * normalQuantile((1 + confidence) / 2)) / towardsZero);
}

/**
 * Marks of cells that are looked at together: Holm's correction over those with enough queries, so that all marks together
 * err in at most 5 % of cases.
 *
 * @returns one a cell, in their order
 */
export function categoryMarks(cells: readonly (CategoryCell | undefined)[], confidence: number): CategoryMark[] {
  const judged = cells.flatMap((cell, index) =>
    cell !== undefined && cell.n >= FEW_QUERIES && cell.difference.value !== null ? [{ index, ...cell.difference }] : [],
  );
  const adjusted = holm(judged.map((difference) => pOfInterval({ ...difference, n: 0 }, confidence)));
  const marks = cells.map((): CategoryMark => null);
  for (const [at, { index, value }] of judged.entries()) {
    if ((adjusted[at] as number) < LEVEL) marks[index] = (value as number) > 0 ? 'better' : 'worse';
  }
  return marks;
}
