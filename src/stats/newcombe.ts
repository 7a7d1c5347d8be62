import type { Interval } from './interval.js';
import { wilsonInterval } from './wilson.js';

/** Pairs by who was right. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/**
 * Interval of the difference of two paired shares, first minus second: Newcombe's method 10 (1998, Statistics in Medicine
 * 17: 2635–2650), the Wilson intervals of both shares squared and added with the correlation φ̂, whose numerator is
 * lowered by n/2 where positive (not below 0). Has a width where no pair differs.
 */
export function newcombePaired({ both, onlyFirst, onlySecond, neither }: PairedCounts, confidence: number): Interval {
  const n = both + onlyFirst + onlySecond + neither;
  const first = (both + onlyFirst) / n;
  const second = (both + onlySecond) / n;
  const one = wilsonInterval(first, n, confidence);
  const two = wilsonInterval(second, n, confidence);
  const correlation = phi({ both, onlyFirst, onlySecond, neither });
  const span = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
  const difference = first - second;
  return {
    low: difference - span(first - one.low, two.high - second),
    high: difference + span(one.high - first, second - two.low),
  };
}

function phi({ both: a, onlyFirst: b, onlySecond: c, neither: d }: PairedCounts): number {
  const under = (a + b) * (c + d) * (a + c) * (b + d);
  if (under === 0) return 0;
  const over = a * d - b * c;
  return (over > 0 ? Math.max(0, over - (a + b + c + d) / 2) : over) / Math.sqrt(under);
}
