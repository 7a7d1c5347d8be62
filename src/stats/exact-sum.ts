/**
 * A sum of doubles without any rounding: numbers of which none overlaps another, the smallest first (Shewchuk 1997, "Adaptive precision
 * floating-point arithmetic", grow-expansion). Whatever the order of additions, its value is the same.
 */
export type ExactSum = number[];

/** Adds a number; one that is not known leaves nothing known. */
export function addExactly(sum: ExactSum, value: number): void {
  if (Number.isNaN(value) || Number.isNaN(sum[0] ?? 0)) {
    sum.length = 0;
    sum.push(Number.NaN);
    return;
  }
  let kept = 0;
  let x = value;
  for (let i = 0; i < sum.length; i++) {
    let y = sum[i] as number;
    if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
    const high = x + y;
    const low = y - (high - x);
    if (low !== 0) sum[kept++] = low;
    x = high;
  }
  sum.length = kept;
  sum.push(x);
}

/**
 * The double nearest to the sum, ties to the even one (as Python's `math.fsum`).
 *
 * @example exactValue([]) // 0
 */
export function exactValue(sum: Readonly<ExactSum>): number {
  let at = sum.length;
  if (at === 0) return 0;
  let high = sum[--at] as number;
  let low = 0;
  while (at > 0 && low === 0) {
    const x = high;
    const y = sum[--at] as number;
    high = x + y;
    low = y - (high - x);
  }
  // Halfway between two doubles, what comes after decides.
  if (at > 0 && low !== 0 && Math.sign(low) === Math.sign(sum[at - 1] as number)) {
    const doubled = 2 * low;
    const x = high + doubled;
    if (doubled === x - high) high = x;
  }
  return high;
}
