/**
 * Quantile of the standard normal distribution: Wichura's algorithm AS 241 (PPND16, 1988), relative error below 10⁻¹⁵.
 *
 * @param p strictly between 0 and 1
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * horner(CENTRE_OVER, r)) / horner(CENTRE_UNDER, r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const value =
    r <= 5 ? horner(MIDDLE_OVER, r - 1.6) / horner(MIDDLE_UNDER, r - 1.6) : horner(FAR_OVER, r - 5) / horner(FAR_UNDER, r - 5);
  return q < 0 ? -value : value;
}

/**
 * Distribution function of the standard normal: ½ + φ(x)·(x + x³/3 + x⁵/15 + …) (Marsaglia 2004, Journal of Statistical
 * Software 11/5), summed until nothing changes. Absolute error below 10⁻¹⁵; 0 and 1 beyond ±8.
 *
 * @example normalCdf(1.959963984540054) // 0.975
 */
export function normalCdf(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let sum = x;
  let term = x;
  let before = 0;
  for (let odd = 3; sum !== before; odd += 2) {
    before = sum;
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * Smallest true difference a two-sided test at level `alpha` would find with the given power, for a normal estimate
 * with this standard error: (z₁₋α⁄₂ + z_power) · SE.
 */
export function minimumDetectableDifference(
  standardError: number,
  { alpha, power }: { readonly alpha: number; readonly power: number },
): number {
  return (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * standardError;
}

/**
 * How many observations show a difference of this size with the given power, where `n` of them give it this standard
 * error: n · ((z₁₋α⁄₂ + z_power) · SE ÷ |difference|)², rounded up. Infinity for no difference.
 *
 * @example observationsNeeded({ n: 100, difference: 0.01, standardError: 0.01 }, { alpha: 0.05, power: 0.8 }) // 785
 */
export function observationsNeeded(
  { n, difference, standardError }: { readonly n: number; readonly difference: number; readonly standardError: number },
  test: { readonly alpha: number; readonly power: number },
): number {
  return Math.ceil(n * (minimumDetectableDifference(standardError, test) / Math.abs(difference)) ** 2);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

const CENTRE_OVER = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const CENTRE_UNDER = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852546,
];
const MIDDLE_OVER = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const MIDDLE_UNDER = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345,
  1.0507500716444169e-9,
];
const FAR_OVER = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
  0.000027115555687434876, 2.0103343992922881e-7,
];
const FAR_UNDER = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548,
  1.421511758316446e-7, 2.0442631033899397e-15,
];
