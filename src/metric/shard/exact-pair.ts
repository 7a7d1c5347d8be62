import { UserError } from '../../domain/user-error.js';

/**
 * Sums of whole multiples of 2^exponent that are larger than a double holds exactly: each is `high` + `low`, where high is a multiple of
 * 2^(exponent + 26) and 0 ≤ low < 2^(exponent + 26). Null for low: 0 throughout. The two parts are the same however the sum was made.
 */
export interface ExactPair {
  readonly exponent: number;
  readonly high: Float64Array;
  readonly low: Float64Array | null;
}

/** Bits of the lower part. */
export const LOW_BITS = 26;

/** What the higher part is a multiple of. */
export function highUnit(exponent: number): number {
  return 2 ** (exponent + LOW_BITS);
}

/** Brings sums of pieces into their one form: carries what is too much for the lower part. */
export function exactPair(exponent: number, highs: Float64Array, lows: Float64Array | null): ExactPair {
  const unit = highUnit(exponent);
  const high = new Float64Array(highs.length);
  const low = new Float64Array(highs.length);
  let empty = true;
  for (let i = 0; i < highs.length; i++) {
    const whole = highs[i] as number;
    const upper = Math.floor(whole / unit) * unit;
    const rest = whole - upper + (lows === null ? 0 : (lows[i] as number));
    const carry = Math.floor(rest / unit) * unit;
    high[i] = upper + carry;
    low[i] = rest - carry;
    if (low[i] !== 0) empty = false;
  }
  return { exponent, high, low: empty ? null : low };
}

/** The sum of two pairs. @throws UserError where it is too large to be exact */
export function addedPairs(one: ExactPair, other: ExactPair): ExactPair {
  const { exponent } = one;
  const high = one.high.map((value, i) => value + (other.high[i] as number));
  requireExact(high, highUnit(exponent));
  if (one.low === null && other.low === null) return { exponent, high, low: null };
  return exactPair(
    exponent,
    high,
    high.map((_, i) => (one.low?.[i] ?? 0) + (other.low?.[i] ?? 0)),
  );
}

/** The doubles nearest to the sums. */
export function pairValues({ high, low }: ExactPair): Float64Array {
  return low === null ? high : high.map((value, i) => value + (low[i] as number));
}

/** Beyond 2⁵³ units of the higher part bits would get lost, and with them the promise that shards add up. */
export function requireExact(sums: Float64Array, unit: number): void {
  const most = unit * Number.MAX_SAFE_INTEGER;
  if (sums.every((sum) => !(Math.abs(sum) > most))) return;
  throw new UserError({
    message: 'sums over this dataset are too large to be added without rounding',
    accepted: 'more shards, or smaller weights',
  });
}
