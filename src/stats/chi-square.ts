/**
 * P(X ≥ x) for X chi-square distributed: the regularised upper incomplete gamma function Q(df/2, x/2), by its series below
 * x = df + 2 and by its continued fraction above (Numerical Recipes, §6.2). Relative error below 10⁻¹⁰.
 *
 * @param df degrees of freedom, a whole number ≥ 1
 * @example chiSquareTail(3.841458820694124, 1) // 0.05
 */
export function chiSquareTail(x: number, df: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 1;
  const a = df / 2;
  const half = x / 2;
  const scale = Math.exp(a * Math.log(half) - half - logGammaHalf(df));
  return half < a + 1 ? 1 - scale * series(a, half) : scale * continuedFraction(a, half);
}

/** P(|Z| ≥ |z|) for a standard normal Z. */
export function normalTwoSided(z: number): number {
  return chiSquareTail(z * z, 1);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > 1e-16 * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's method. */
function continuedFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 1000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b, tiny);
    c = nonZero(b + numerator / c, tiny);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** Natural log of Γ(n/2): from Γ(½) = √π or Γ(1) = 1 upwards by Γ(x + 1) = x·Γ(x). */
function logGammaHalf(n: number): number {
  let log = n % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let x = n % 2 === 0 ? 1 : 0.5; x < n / 2; x++) log += Math.log(x);
  return log;
}
