import type { Dimension } from '../../strategy/search-space.js';

/**
 * Density over the values of one range, from the values that some trials had: a Parzen estimate on the grid of the range
 * (Bergstra, Bardenet, Bengio & Kégl 2011, "Algorithms for Hyper-Parameter Optimization", §4), with a uniform prior that
 * weighs as much as one trial.
 *
 * Unordered values: p(i) = (count(i) + 1/m) / (n + 1).
 * Ordered values:   p(i) = (1/m + Σⱼ k((i − xⱼ)/hⱼ) / Zⱼ) / (n + 1), with the kernel k(u) = max(0, 1 − u²) (Epanechnikov in
 * place of their Gaussian: sums and products alone, so that every machine draws the same candidates), hⱼ one more than the
 * larger distance to a neighbouring trial, at least 1 + m/(n + 1) and at most 1 + m, and Zⱼ the kernel's sum over the grid.
 *
 * @param places index of each trial's value
 * @returns one density a value, adding up to 1
 */
export function parzenDensity(
  { values, ordered }: Pick<Dimension, 'values' | 'ordered'>,
  places: readonly number[],
): Float64Array {
  const size = values.length;
  const density = new Float64Array(size).fill(1 / size);
  if (ordered) addKernels(density, places);
  else for (const place of places) density[place] = (density[place] as number) + 1;
  return density.map((mass) => mass / (places.length + 1));
}

function addKernels(density: Float64Array, places: readonly number[]): void {
  const size = density.length;
  const sorted = [...places].sort((a, b) => a - b);
  sorted.forEach((place, at) => {
    const before = place - (sorted[at - 1] ?? -1);
    const after = (sorted[at + 1] ?? size) - place;
    const width = 1 + Math.min(size, Math.max(before, after, size / (sorted.length + 1)));
    const kernel = Float64Array.from({ length: size }, (_, index) => Math.max(0, 1 - ((index - place) / width) ** 2));
    const total = kernel.reduce((sum, mass) => sum + mass, 0);
    kernel.forEach((mass, index) => {
      density[index] = (density[index] as number) + mass / total;
    });
  });
}

/** The value a uniform draw in [0, 1) falls on. */
export function drawFrom(density: Float64Array, draw: number): number {
  let cumulative = 0;
  for (let index = 0; index < density.length; index++) {
    cumulative += density[index] as number;
    if (draw < cumulative) return index;
  }
  return density.length - 1;
}
