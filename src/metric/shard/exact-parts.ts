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

/** Brings sums of parts, the lowest first, into their one form: what is too much for a part is carried to the next. */
export function exactParts(exponent: number, sums: readonly Float64Array[]): ExactParts {
  const parts: (Float64Array | null)[] = [];
  let carried: Float64Array | null = null;
  for (let part = 0; part < PARTS; part++) {
    const before: Float64Array | null = carried;
    const own = (sums[part] as Float64Array).map((value, i) => value + (before?.[i] ?? 0));
    const unit = unitOf(exponent, part + 1);
    carried = part === PARTS - 1 ? null : own.map((value) => Math.floor(value / unit) * unit);
    const kept = carried === null ? own : own.map((value, i) => value - (carried?.[i] as number));
    parts.push(kept.every((value) => value === 0) ? null : kept);
  }
  return { exponent, parts };
}

/** The sum of two. @throws UserError where it is too large to be exact */
export function addedParts(one: ExactParts, other: ExactParts, size: number): ExactParts {
  if (one.parts.every((part) => part === null)) return other;
  if (other.parts.every((part) => part === null)) return one;
  const sums = one.parts.map((part, at) => {
    const own = other.parts[at] ?? null;
    return part === null || own === null
      ? (part ?? own ?? new Float64Array(size))
      : part.map((value, i) => value + (own[i] as number));
  });
  requireExact(sums[PARTS - 1] as Float64Array, highestUnit(one.exponent));
  return exactParts(one.exponent, sums);
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
export function requireExact(sums: Float64Array, unit: number): void {
  const most = unit * Number.MAX_SAFE_INTEGER;
  if (sums.every((sum) => !(Math.abs(sum) > most))) return;
  throw new UserError({
    message: 'sums over this dataset are too large to be added without rounding',
    accepted: 'smaller weights or costs',
  });
}
