/**
 * A ratio of sums Σu ÷ Σv over independent units with its standard error by linearisation, √Σ(u − r·v)² ÷ |Σv| (Cochran,
 * Sampling Techniques, §2.11, without the finite-population factor). NaN where Σv is 0.
 */
export function ratioOfSums(
  numerators: Float64Array,
  denominators: Float64Array,
): { readonly value: number; readonly standardError: number } {
  let over = 0;
  let under = 0;
  for (let i = 0; i < numerators.length; i++) {
    over += numerators[i] as number;
    under += denominators[i] as number;
  }
  const value = over / under;
  let squares = 0;
  for (let i = 0; i < numerators.length; i++) squares += ((numerators[i] as number) - value * (denominators[i] as number)) ** 2;
  return { value, standardError: Math.sqrt(squares) / Math.abs(under) };
}
