import type { Point, SearchSpace } from '../../../strategy/search-space.js';
import type { Trial } from '../trial.js';

/** Where a method wants a point tried: on the validation part, or on one in `divisor` of the train part's groups. */
export type AskedOn = { readonly kind: 'validation' } | { readonly kind: 'train'; readonly divisor: number };

/** A point to try next. */
export interface Ask {
  readonly point: Point;
  readonly on: AskedOn;
}

export interface MethodContext {
  readonly space: SearchSpace;
  /** Candidates to try at most. */
  readonly budget: number;
  readonly seed: number;
  /** Groups of the train part, for methods that begin on shares of them. */
  readonly trainGroups: number;
}

/**
 * A way to search a space: asks for some points at a time, and is told what they came to, in their order. What it doesn't need to
 * know before it asks for more it asks for together, so that these can be tried side by side. Deterministic: the same context and
 * answers, the same asks. One file each, listed in index.ts.
 */
export interface SearchMethod {
  readonly name: string;
  readonly describe: string;
  asks(context: MethodContext): Generator<readonly Ask[], void, readonly Trial[]>;
}

export const ON_VALIDATION: AskedOn = { kind: 'validation' };
