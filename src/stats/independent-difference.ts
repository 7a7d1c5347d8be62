import type { Interval } from './interval.js';
import { normalCdf, normalQuantile } from './normal.js';

/** A value with the limits of its interval. */
export interface Bounded extends Interval {
  readonly value: number;
}

/**
 * Difference b − a of two independent estimates from nothing but their intervals, which may be lopsided: the method of
 * variance estimates recovery (Zou & Donner 2008, Statistics in Medicine 27:1693; with Wilson's limits it is Newcombe's
 * interval for two proportions). `p` is two-sided against no difference, by the side of the interval that faces 0, so that
 * p < 1 − confidence exactly where the interval leaves 0 out.
 */
export function independentDifference(a: Bounded, b: Bounded, confidence: number): Bounded & { readonly p: number } {
  const value = b.value - a.value;
  const below = Math.hypot(b.value - b.low, a.high - a.value);
  const above = Math.hypot(b.high - b.value, a.value - a.low);
  const reach = value > 0 ? below : above;
  const z = normalQuantile(1 - (1 - confidence) / 2);
  const p = value === 0 ? 1 : reach === 0 ? 0 : 2 * normalCdf(-(Math.abs(value) / reach) * z);
  return { value, low: value - below, high: value + above, p };
}
