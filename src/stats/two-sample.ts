import { chiSquareTail } from './chi-square.js';

/**
 * Two-sample Kolmogorov–Smirnov test: the greatest distance between the two empirical distribution functions, and its asymptotic
 * p-value with Stephens' correction (Numerical Recipes, §14.3).
 *
 * @param size independent units behind each sample, where they are fewer than its values
 */
export function kolmogorovSmirnov(
  a: Float64Array,
  b: Float64Array,
  size: readonly [number, number] = [a.length, b.length],
): { readonly distance: number; readonly p: number } {
  const left = a.slice().sort();
  const right = b.slice().sort();
  let i = 0;
  let j = 0;
  let distance = 0;
  while (i < left.length && j < right.length) {
    const value = Math.min(left[i] as number, right[j] as number);
    while (left[i] === value) i++;
    while (right[j] === value) j++;
    distance = Math.max(distance, Math.abs(i / left.length - j / right.length));
  }
  const root = Math.sqrt((size[0] * size[1]) / (size[0] + size[1]));
  return { distance, p: kolmogorovTail((root + 0.12 + 0.11 / root) * distance) };
}

/** P(K ≥ λ) = 2 Σ (−1)^(j−1) exp(−2 j² λ²). */
function kolmogorovTail(lambda: number): number {
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let j = 1; j <= 100; j++) {
    const term = Math.exp(-2 * j * j * lambda * lambda);
    sum += j % 2 === 1 ? term : -term;
    if (term < 1e-18) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/**
 * Chi-square test that two rows of counts come from one distribution, and the population stability index
 * PSI = Σ (pₐ − p_b)·ln(pₐ/p_b), counts increased by ½ so that an empty class stays finite (Siddiqi, Credit Risk Scorecards:
 * below 0.1 stable, above 0.25 shifted).
 *
 * @param unitsPerCount independent units a count stands for, at most 1 (groups ÷ queries)
 */
export function countShift(
  a: readonly number[],
  b: readonly number[],
  unitsPerCount = 1,
): { readonly psi: number; readonly p: number } {
  const totalA = sum(a);
  const totalB = sum(b);
  let chi2 = 0;
  let psi = 0;
  let classes = 0;
  a.forEach((countA, index) => {
    const countB = b[index] ?? 0;
    const both = countA + countB;
    if (both === 0) return;
    classes++;
    const expectedA = (both * totalA) / (totalA + totalB);
    const expectedB = both - expectedA;
    chi2 += (countA - expectedA) ** 2 / expectedA + (countB - expectedB) ** 2 / expectedB;
    const shareA = (countA + 0.5) / (totalA + 0.5 * a.length);
    const shareB = (countB + 0.5) / (totalB + 0.5 * a.length);
    psi += (shareA - shareB) * Math.log(shareA / shareB);
  });
  return { psi, p: classes < 2 ? 1 : chiSquareTail(chi2 * unitsPerCount, classes - 1) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
