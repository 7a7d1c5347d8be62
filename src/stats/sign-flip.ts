import { hash32 } from './hash.js';
import { atOnce, type Steps } from './steps.js';

/** Up to this many non-zero differences every sign pattern is tried. */
const EXACT_UP_TO = 16;

export interface SignFlip {
  readonly p: number;
  /** Sign patterns looked at. */
  readonly permutations: number;
  /** True where every pattern was. */
  readonly exact: boolean;
}

/**
 * Two-sided sign-flip (one-sample permutation) test that paired differences have mean 0: how often random signs give a
 * sum at least as far from 0 as the one observed (Fisher 1935). Groups stand for independent units. Random flips give
 * p = (1 + count) / (1 + permutations) (Phipson & Smyth 2010), so p is never 0.
 */
export function signFlipTest(differences: Float64Array, options: SignFlipOptions): SignFlip {
  return atOnce(signFlipSteps(differences, options));
}

export interface SignFlipOptions {
  readonly seed: number;
  readonly permutations: number;
}

/** Signs drawn between two stops of `signFlipSteps`: some 10 ms of work. */
const STEP = 2_000_000;

/** The same test, stopping now and then, so that a page can draw and listen in between. */
export function* signFlipSteps(differences: Float64Array, { seed, permutations }: SignFlipOptions): Steps<SignFlip> {
  const moving = differences.filter((difference) => difference !== 0);
  const observed = Math.abs(moving.reduce((sum, value) => sum + value, 0));
  // Sums in another order differ by rounding; that must not count as "less extreme".
  const bar = observed - 1e-9 * moving.reduce((sum, value) => sum + Math.abs(value), 0);
  if (moving.length <= EXACT_UP_TO) return exact(moving, bar);
  const between = Math.max(1, Math.floor(STEP / moving.length));
  let count = 0;
  for (let permutation = 0; permutation < permutations; permutation++) {
    if (permutation % between === between - 1) yield;
    if (Math.abs(flippedSum(moving, seed, permutation)) >= bar) count++;
  }
  return { p: (1 + count) / (1 + permutations), permutations, exact: false };
}

function exact(moving: Float64Array, bar: number): SignFlip {
  const patterns = 2 ** moving.length;
  let count = 0;
  for (let pattern = 0; pattern < patterns; pattern++) {
    let sum = 0;
    for (let i = 0; i < moving.length; i++) sum += (pattern >> i) & 1 ? (moving[i] as number) : -(moving[i] as number);
    if (Math.abs(sum) >= bar) count++;
  }
  return { p: count / patterns, permutations: patterns, exact: true };
}

/** Sum with signs from 32-bit hashes, one hash for 32 differences. */
function flippedSum(values: Float64Array, seed: number, permutation: number): number {
  let sum = 0;
  let bits = 0;
  for (let i = 0; i < values.length; i++) {
    if ((i & 31) === 0) bits = hash32(seed, i >>> 5, permutation);
    sum += (bits >>> (i & 31)) & 1 ? (values[i] as number) : -(values[i] as number);
  }
  return sum;
}
