import type { Interval } from './interval.js';
import type { PairedCounts } from './newcombe.js';
import { normalQuantile } from './normal.js';

/** Halvings of the search: the bound is then exact to the last bits. */
const STEPS = 60;

/**
 * Score interval of the difference of two paired shares, first minus second (Tango 1998, Statistics in Medicine 17:
 * 891–908): the differences δ with |b − c − nδ| ≤ z·√(n(2q̃ + δ(1 − δ))), q̃ the likeliest chance of only the second being
 * right given δ. At δ = 0 it is McNemar's statistic, so interval and test agree. Has a width where no pair differs, and
 * misses equally on both sides where few do.
 */
export function tangoInterval({ both, onlyFirst: b, onlySecond: c, neither }: PairedCounts, confidence: number): Interval {
  const n = both + b + c + neither;
  const z = normalQuantile((1 + confidence) / 2);
  const score = (delta: number): number => {
    const linear = (2 * n - b + c) * delta - b - c;
    const root = Math.sqrt(Math.max(0, linear * linear + 8 * n * c * delta * (1 - delta)));
    const likeliest = (root - linear) / (4 * n);
    const variance = n * (2 * likeliest + delta * (1 - delta));
    const over = b - c - n * delta;
    return over === 0 ? 0 : variance > 0 ? over / Math.sqrt(variance) : Math.sign(over) * Number.POSITIVE_INFINITY;
  };
  const observed = (b - c) / n;
  return { low: crossing(score, z, -1, observed), high: crossing(score, -z, 1, observed) };
}

/** The difference between `outer` and the observed one at which the falling score takes the value. */
function crossing(score: (delta: number) => number, value: number, outer: number, observed: number): number {
  let outside = outer;
  let inside = observed;
  for (let step = 0; step < STEPS; step++) {
    const middle = (outside + inside) / 2;
    if (Math.abs(score(middle)) > Math.abs(value)) outside = middle;
    else inside = middle;
  }
  return (outside + inside) / 2;
}
