/** McNemar's test on discordant pairs. */
export interface McNemar {
  /** Exact two-sided binomial p-value; 0 where it underflows, see log10PExact. */
  readonly pExact: number;
  readonly log10PExact: number;
  /** Exact p less half the observed outcome's chance (Lancaster 1961), two-sided. */
  readonly pMid: number;
  readonly chi2: number;
  /** With Edwards' continuity correction. */
  readonly chi2Corrected: number;
}

/**
 * McNemar's test (1947) for paired right/wrong outcomes: under no difference the discordant pairs are a fair coin.
 *
 * @param b pairs only the first got right
 * @param c pairs only the second got right
 */
export function mcnemar(b: number, c: number): McNemar {
  const n = b + c;
  if (n === 0) return { pExact: 1, log10PExact: 0, pMid: 1, chi2: 0, chi2Corrected: 0 };
  const least = Math.min(b, c);
  const logAtLeast = logBinomialHalf(n, least);
  // P(B ≤ least) relative to P(B = least): a geometric-like sum going down from `least`.
  let ratio = 1;
  let sum = 0;
  for (let k = least; k >= 0 && ratio > 1e-18 * sum; k--) {
    sum += ratio;
    ratio *= k / (n - k + 1);
  }
  const logTail = logAtLeast + Math.log(sum);
  const logTwoSided = Math.min(0, logTail + Math.LN2);
  const exact = b === c ? 1 : Math.exp(logTwoSided);
  return {
    pExact: exact,
    log10PExact: b === c ? 0 : logTwoSided / Math.LN10,
    pMid: b === c ? 1 : Math.min(1, 2 * Math.exp(logTail) - Math.exp(logAtLeast)),
    chi2: (b - c) ** 2 / n,
    chi2Corrected: Math.max(0, Math.abs(b - c) - 1) ** 2 / n,
  };
}

/** Natural log of P(B = k) for B ~ Binomial(n, ½). */
function logBinomialHalf(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k) - n * Math.LN2;
}

/** Natural log of n!: summed for small n, Stirling's series (Abramowitz & Stegun 6.1.41) above. */
function logFactorial(n: number): number {
  if (n < 64) {
    let log = 0;
    for (let i = 2; i <= n; i++) log += Math.log(i);
    return log;
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}
