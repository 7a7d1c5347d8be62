import type { PackedAttempt } from '../pack/pack-header.js';
import type { QueryColumns } from '../pack/query-columns.js';
import type { PairColumns } from './query-pair.js';

/** What a reader looks for in a pair's queries; each a bit. `own` is the row looked at. */
export const QUERY_FLAGS = [
  /** The two asked different models, or in another order. */
  'different',
  /** The row's quality is below the baseline's; above it. */
  'regression',
  'improvement',
  /** A call of either failed. */
  'error',
  /** A recording or a score that either needed is not there, or the reported numbers leave the query out. */
  'missing',
  /** An answer of the row was not accepted, and a stronger model asked; a call failed, and another model; or the same again. */
  'escalated',
  'fallback',
  'retry',
] as const;

export type QueryFlag = (typeof QUERY_FLAGS)[number];

/** The bit of a flag. */
export function flagBit(flag: QueryFlag): number {
  return 1 << QUERY_FLAGS.indexOf(flag);
}

/** Flags of every query for a pair. */
export function pairFlags(columns: QueryColumns, { own, other, qualityChange }: PairColumns): Uint16Array {
  const [bitsOf, otherBitsOf, differ] = [remembered(ownBits), remembered(otherBits), differing()];
  return Uint16Array.from({ length: columns.size }, (_, query) => {
    const change = qualityChange[query] as number;
    const [path, otherPath] = [own.path(query), other.path(query)];
    let bits = bitsOf(path) | otherBitsOf(otherPath);
    if (differ(path, otherPath)) bits |= flagBit('different');
    if (change < 0) bits |= flagBit('regression');
    if (change > 0) bits |= flagBit('improvement');
    if (Number.isNaN(change) || columns.measured[query] !== 1) bits |= flagBit('missing');
    return bits;
  });
}

type Path = readonly PackedAttempt[] | null;

function otherBits(path: Path): number {
  let bits = 0;
  for (const { result } of path ?? []) {
    if (result === 'error') bits |= flagBit('error');
    if (result === 'missing') bits |= flagBit('missing');
  }
  return bits;
}

function ownBits(path: Path): number {
  let bits = otherBits(path);
  for (const { why } of path ?? []) if (why === 'escalated' || why === 'fallback' || why === 'retry') bits |= flagBit(why);
  return bits;
}

/** Paths are few and shared: each is looked at once. */
function remembered(bitsOf: (path: Path) => number): (path: Path) => number {
  const held = new Map<Path, number>();
  return (path) => {
    const bits = held.get(path) ?? bitsOf(path);
    held.set(path, bits);
    return bits;
  };
}

/** Whether two rows called other models, or in another order; unknown for an expectation, which is then no difference. */
function differing(): (one: Path, other: Path) => boolean {
  const names = new Map<Path, string>();
  const nameOf = (path: Path): string => {
    const name = names.get(path) ?? (path ?? []).map(({ model }) => model).join();
    names.set(path, name);
    return name;
  };
  return (one, other) => one !== other && one !== null && other !== null && nameOf(one) !== nameOf(other);
}
