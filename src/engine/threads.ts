import type { Work } from '../domain/work.js';
import { arrayShelf } from './array-shelf.js';
import type { Engine } from './engine.js';
import { errorOf } from './failure.js';
import { decode, encode, type Message } from './message.js';
import type { UnitResult } from './run-unit.js';
import { sharedArrays } from './shared-arrays.js';
import { type ThreadPool, threadPool } from './thread-pool.js';

/**
 * Runs units on threads of this machine. Large arrays lie in memory that all of them see.
 *
 * @param entry the script every thread begins with
 */
export function threads(entry: URL, size: number): Engine {
  const pool = threadPool(entry, size);
  const shared = sharedArrays();
  const commons = namedCommons(shared, pool);
  return {
    name: 'threads',
    async run(work, { signal, onUnit }) {
      const common = commons(work);
      let done = 0;
      const stop = (): void => void pool.close();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        return await inOrder(work.inputs, pool.size, async (input) => {
          signal?.throwIfAborted();
          const unit = { kind: work.kind.name, common: common.name, input: shared(encode(input)), packed: common.packed };
          const result = await pool.run(unit);
          onUnit?.(++done, work.inputs.length, work.kind.name);
          return outputOf(result, work.kind.name);
        });
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
    close: () => pool.close(),
  };
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

/**
 * Does something with every item, several at a time, and begins them in order. When one fails no other is begun, and the failure
 * is that of the first item that failed, as if they had been done one after another.
 */
export async function inOrder<I, O>(
  items: readonly I[],
  atOnce: number,
  one: (item: I, index: number) => Promise<O>,
): Promise<O[]> {
  const outputs: O[] = new Array<O>(items.length);
  const failures = new Map<number, unknown>();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && failures.size === 0) {
      const index = next++;
      try {
        outputs[index] = await one(items[index] as I, index);
      } catch (error) {
        failures.set(index, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return outputs;
}
