import { listAt, refuse, wholeAt } from '../check.js';

/** Quality 1 in integers: predicted qualities are multiples of 2⁻²⁰. */
export const QUALITY_ONE = 2 ** 20;

/** Raw scores lie strictly between −this and this. */
export const SCORE_LIMIT = 2 ** 31;

const MOST_KNOTS = 4096;

/**
 * A non-decreasing function from raw scores to quality: straight between knots, flat outside. `x` ascends strictly, `y` never
 * falls and is in units of 2⁻²⁰. Between two knots: y₀ + ⌊(y₁ − y₀)(x − x₀) / (x₁ − x₀)⌋, whole numbers below 2⁵³.
 */
export interface MonotoneTable {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The quality of a raw score, 0..2²⁰. */
export function lookUp({ x, y }: MonotoneTable, score: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (score < (x[middle] as number)) high = middle;
    else low = middle + 1;
  }
  if (low === 0) return y[0] as number;
  if (low === x.length) return y[low - 1] as number;
  const x0 = x[low - 1] as number;
  const y0 = y[low - 1] as number;
  return y0 + Math.floor((((y[low] as number) - y0) * (score - x0)) / ((x[low] as number) - x0));
}

/** @throws UserError naming the member and what is accepted */
export function checkTable(value: Readonly<Record<string, unknown>>, field: string): void {
  const x = listAt(value['x'], `${field}.x`);
  const y = listAt(value['y'], `${field}.y`);
  if (x.length === 0 || x.length > MOST_KNOTS || x.length !== y.length)
    throw refuse(field, 'has the wrong number of knots', {
      value: `${x.length} x, ${y.length} y`,
      accepted: `as many x as y, 1 to ${MOST_KNOTS}`,
    });
  let above = -SCORE_LIMIT;
  let least = 0;
  for (let i = 0; i < x.length; i++) {
    above = wholeAt(x[i], `${field}.x[${i}]`, above + 1, SCORE_LIMIT - 1);
    least = wholeAt(y[i], `${field}.y[${i}]`, least, QUALITY_ONE);
  }
}
