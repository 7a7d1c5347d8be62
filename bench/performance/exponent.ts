/**
 * The exponent k of cost ∝ size^k that fits best: the slope of least squares through the logarithms of both. 1 is linear.
 *
 * @example fittedExponent([1, 4, 16], [3, 12, 48]) // 1
 */
export function fittedExponent(sizes: readonly number[], seconds: readonly number[]): number {
  const x = sizes.map(Math.log);
  const y = seconds.map(Math.log);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  let products = 0;
  let squares = 0;
  for (const [at, value] of x.entries()) {
    products += (value - middleX) * ((y[at] as number) - middleY);
    squares += (value - middleX) ** 2;
  }
  return products / squares;
}
