/**
 * The lowest weighted mean of class means when each class's weight may be anything between 1 − spread and 1 + spread times its own. The
 * lowest lies where every weight is at one of its ends, the classes below some value at the upper one (a linear-fractional programme
 * over a box), so that sorting the classes finds it exactly.
 *
 * @param weights of the classes, not negative, at least one of them positive
 * @param spread 0..1
 * @returns the mean, and what each class's weight is multiplied by
 * @example worstMix([1, 1], [0, 1], 0.5).mean // (1.5·0 + 0.5·1) / 2 = 0.25
 */
export function worstMix(
  weights: readonly number[],
  means: readonly number[],
  spread: number,
): { readonly mean: number; readonly factors: readonly number[] } {
  const order = weights.map((_, index) => index).sort((a, b) => (means[a] as number) - (means[b] as number) || a - b);
  let weight = weights.reduce((sum, own) => sum + (1 - spread) * own, 0);
  let total = weights.reduce((sum, own, index) => sum + (1 - spread) * own * (means[index] as number), 0);
  let best = { mean: total / weight, raised: 0 };
  order.forEach((index, position) => {
    const more = 2 * spread * (weights[index] as number);
    weight += more;
    total += more * (means[index] as number);
    if (!(total / weight >= best.mean)) best = { mean: total / weight, raised: position + 1 };
  });
  const factors = weights.map(() => 1 - spread);
  for (const index of order.slice(0, best.raised)) factors[index] = 1 + spread;
  return { mean: best.mean, factors };
}
