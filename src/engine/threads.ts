import type { Work } from '../domain/work.js';
import { arrayShelf } from './array-shelf.js';
import type { Control, Engine } from './engine.js';
import { errorOf } from './failure.js';
import { inline } from './inline.js';
import { decode, encode, type Message } from './message.js';
import type { UnitResult } from './run-unit.js';
import { sharedArrays } from './shared-arrays.js';
import { type ThreadPool, threadPool } from './thread-pool.js';
import { takeNoMore, takeUnit } from './thread-side.js';

/**
 * Runs units on this thread and on others of this machine: each takes the next that nobody has begun. Large arrays lie in memory that all
 * of them see.
 *
 * @param entry the script every other thread begins with
 * @param size threads, this one included
 */
export function threads(entry: URL, size: number): Engine {
  const pool = threadPool(entry, Math.max(1, size - 1));
  const shared = sharedArrays();
  const commons = namedCommons(shared, pool);
  return {
    name: 'threads',
    async run(work, control) {
      const others = Math.min(size, work.inputs.length) - 1;
      if (others < 1) return inline.run(work, control);
      const stop = (): void => void pool.close();
      control.signal?.addEventListener('abort', stop, { once: true });
      try {
        const { name, packed } = commons(work);
        return await runTogether(work, control, (outcome) => {
          const inputs = work.inputs.map((input) => shared(encode(input)));
          return pool.take({ kind: work.kind.name, common: name, inputs, taken: outcome.taken }, others, packed, outcome.came);
        });
      } finally {
        control.signal?.removeEventListener('abort', stop);
      }
    },
    close: () => pool.close(),
  };
}

/** Units under way on several threads. */
export interface Outcome {
  readonly taken: Int32Array;
  readonly came: (unit: number, result: UnitResult) => void;
}

/** Takes units here, beside others who were asked to. Fails as the first in order that failed. */
export async function runTogether(
  { kind, common, inputs }: Work,
  { signal, onUnit }: Control,
  askOthers: (outcome: Outcome) => Promise<void>,
): Promise<readonly unknown[]> {
  const units = { inputs, taken: new Int32Array(new SharedArrayBuffer(4)) };
  const outputs: unknown[] = new Array<unknown>(inputs.length);
  const failures = new Map<number, unknown>();
  let done = 0;
  const settle = (unit: number, make: () => unknown): void => {
    try {
      outputs[unit] = make();
      onUnit?.(++done, inputs.length, kind.name);
    } catch (error) {
      takeNoMore(units);
      failures.set(unit, error);
    }
  };
  const others = askOthers({ taken: units.taken, came: (unit, result) => settle(unit, () => outputOf(result, kind.name)) });
  const here = async (): Promise<void> => {
    // Lets what the others are told, an interruption and a line of progress through.
    for (;;) {
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      const unit = takeUnit(units);
      if (unit < 0) return;
      settle(unit, () => kind.run(common, inputs[unit]));
    }
  };
  try {
    await Promise.all([others, here()]);
  } finally {
    takeNoMore(units);
  }
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return outputs;
}

/** @throws what the unit threw */
export function outputOf(result: UnitResult, kind: string): unknown {
  if ('failure' in result) throw errorOf(result.failure, kind);
  return decode(result.output);
}

/** Common values by name, each packed once and only where somebody needs it. */
function namedCommons(
  shared: (message: Message) => Message,
  { memoryOf }: ThreadPool,
): (work: Work) => { name: string; packed: () => Message } {
  const names = new WeakMap<object, { name: string; packed: () => Message }>();
  let count = 0;
  return ({ kind, common }) => {
    const held = names.get(common as object);
    if (held !== undefined) return held;
    let message: Message | undefined;
    const name = `${kind.common.name} ${++count}`;
    // Who asks reads what threads made, and the other way round.
    const memory = kind.common.share === undefined ? null : memoryOf(name);
    if (memory !== null) kind.common.share?.(common, arrayShelf(memory));
    const made = {
      name,
      packed: () => {
        message ??= shared(encode(kind.common.pack(common)));
        return message;
      },
    };
    names.set(common as object, made);
    return made;
  };
}
