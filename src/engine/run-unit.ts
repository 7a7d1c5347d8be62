import type { UnitKind } from '../domain/work.js';
import { arrayShelf } from './array-shelf.js';
import { type Failure, failureOf } from './failure.js';
import { decode, encode, type Message } from './message.js';

/** Every kind of unit a worker can do. */
export type UnitKinds = readonly UnitKind<unknown, unknown, unknown>[];

/** What came of a unit. */
export type UnitResult = { readonly output: Message } | { readonly failure: Failure };

/** Common values that a worker keeps unpacked, of those that last and of the others. */
export const MOST_KEPT = 2;

/** Runs units as they arrive. Common values are unpacked once and kept, the latest few of them. */
export interface UnitRunner {
  has(common: string): boolean;
  /**
   * @param kind of the unit that needs it
   * @param memory of a shelf for what follows from it
   */
  keep(common: string, kind: string, packed: Message, memory: SharedArrayBuffer | null): void;
  run(kind: string, common: string, input: Message): UnitResult;
}

interface Kept {
  readonly lasting: boolean;
  readonly value: unknown;
}

/** @param kinds all that may be run; a name that is not among them is refused */
export function unitRunner(kinds: UnitKinds): UnitRunner {
  const kept = new Map<string, Kept>();
  const kindNamed = (name: string) => {
    const found = kinds.find((kind) => kind.name === name);
    if (found === undefined) throw new Error(`no unit kind "${name}"`);
    return found;
  };
  const putAway = (lasting: boolean): void => {
    const alike = [...kept].filter(([, one]) => one.lasting === lasting);
    for (const [oldest] of alike.slice(0, Math.max(0, alike.length - MOST_KEPT))) kept.delete(oldest);
  };
  return {
    has: (common) => kept.has(common),
    keep(common, kind, packed, memory) {
      const { lasting, unpack, share } = kindNamed(kind).common;
      const value = unpack(decode(packed));
      if (memory !== null) share?.(value, arrayShelf(memory));
      kept.set(common, { lasting, value });
      putAway(lasting);
    },
    run(kind, common, input) {
      try {
        const own = kept.get(common) as Kept;
        // The latest used is the last to go.
        kept.delete(common);
        kept.set(common, own);
        return { output: encode(kindNamed(kind).run(own.value, decode(input))) };
      } catch (error) {
        return { failure: failureOf(error) };
      }
    },
  };
}
