import { UserError } from '../../domain/user-error.js';
import { addExactly, type ExactSum, exactValue } from '../../stats/exact-sum.js';

/**
 * Sums of whole multiples of 2^exponent that are larger than a double holds exactly, each in three parts that add up to it. The lower ones
 * hold 26 bits each and are at least 0, the highest takes the rest; so the parts are the same however a sum was made.
 */
export interface ExactParts {
  readonly exponent: number;
  /** The lowest first; null: 0 throughout. */
  readonly parts: readonly (Float64Array | null)[];
}

const PART_BITS = 26;
const PARTS = 3;

/** What a part is a multiple of; the lowest is number 0. */
function unitOf(exponent: number, part: number): number {
  return 2 ** (exponent + part * PART_BITS);
}

/** What the highest part is a multiple of. */
export function highestUnit(exponent: number): number {
  return unitOf(exponent, PARTS - 1);
}

/** Whole multiples of 2^exponent, taken apart. */
export function partsOf(values: Float64Array, exponent: number): Float64Array[] {
  const parts: Float64Array[] = [];
  let rest = values;
  for (let part = PARTS - 1; part > 0; part--) {
    const unit = unitOf(exponent, part);
    const own = rest.map((value) => Math.floor(value / unit) * unit);
    parts.unshift(own);
    rest = rest.map((value, i) => value - (own[i] as number));
  }
  return [rest, ...parts];
}

/**
 * Brings sums into their one form: what is too much for a part is carried to the next.
 *
 * @param sums of the parts, the lowest first; parts that are absent are 0, so a whole may stand for the lowest
 */
export function exactParts(
  exponent: number,
  [lowest, middle, highest]: readonly (Float64Array | null | undefined)[],
): ExactParts {
  const size = (lowest ?? middle ?? highest ?? new Float64Array(0)).length;
  const [unit, upper] = [unitOf(exponent, 1), unitOf(exponent, 2)];
  // Made when something other than 0 falls into them: most sums need but two of the three.
  let low: Float64Array | null = null;
  let mid: Float64Array | null = null;
  let high: Float64Array | null = null;
  for (let i = 0; i < size; i++) {
    const a = lowest?.[i] ?? 0;
    const carried = Math.floor(a / unit) * unit;
    const b = (middle?.[i] ?? 0) + carried;
    const over = Math.floor(b / upper) * upper;
    const top = (highest?.[i] ?? 0) + over;
    if (a !== carried) low = heldAt(low, size, i, a - carried);
    if (b !== over) mid = heldAt(mid, size, i, b - over);
    if (top !== 0) high = heldAt(high, size, i, top);
  }
  return { exponent, parts: [low, mid, high] };
}

function heldAt(part: Float64Array | null, size: number, at: number, value: number): Float64Array {
  const own = part ?? new Float64Array(size);
  own[at] = value;
  return own;
}

/** The sum of two. @throws UserError where it is too large to be exact */
export function addedParts(one: ExactParts, other: ExactParts): ExactParts {
  if (one.parts.every((part) => part === null)) return other;
  if (other.parts.every((part) => part === null)) return one;
  const sums = one.parts.map((part, at) => added(part, other.parts[at] ?? null));
  requireExact(sums[PARTS - 1] ?? null, highestUnit(one.exponent));
  return exactParts(one.exponent, sums);
}

function added(one: Float64Array | null, other: Float64Array | null): Float64Array | null {
  if (one === null || other === null) return one ?? other;
  const sums = new Float64Array(one.length);
  for (let i = 0; i < sums.length; i++) sums[i] = (one[i] as number) + (other[i] as number);
  return sums;
}

/** The doubles nearest to the sums. */
export function valuesOf({ parts }: ExactParts, size: number): Float64Array {
  const held = parts.filter((part) => part !== null);
  const [first, second] = held;
  if (first === undefined) return new Float64Array(size);
  if (second === undefined) return first;
  return first.map((_, i) => {
    const sum: ExactSum = [];
    for (const part of held) addExactly(sum, part[i] as number);
    return exactValue(sum);
  });
}

/** Beyond 2⁵³ units of the highest part bits would get lost, and with them the promise that shards add up. */
export function requireExact(sums: Float64Array | null, unit: number): void {
  const most = unit * Number.MAX_SAFE_INTEGER;
  if (sums === null || sums.every((sum) => !(Math.abs(sum) > most))) return;
  throw new UserError({
    message: 'sums over this dataset are too large to be added without rounding',
    accepted: 'smaller weights or costs',
  });
}
