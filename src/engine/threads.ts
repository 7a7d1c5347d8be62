import type { Work } from '../domain/work.js';
import { arrayShelf } from './array-shelf.js';
import { type Control, type Engine, unbreakable } from './engine.js';
import { errorOf } from './failure.js';
import { inline } from './inline.js';
import { decode, encode, type Message } from './message.js';
import type { UnitResult } from './run-unit.js';
import { sharedArrays } from './shared-arrays.js';
import { type ThreadPool, threadPool } from './thread-pool.js';
import { takeNoMore, takeUnit } from './thread-side.js';

/**
 * Runs units on this thread and on others of this machine: each takes the next that nobody has begun. Large arrays lie in memory that all
 * of them see. What is begun ahead is taken by the others alone, until this thread needs it.
 *
 * @param entry the script every other thread begins with
 * @param size threads, this one included
 */
export function threads(entry: URL, size: number): Engine {
  const pool = threadPool(entry, Math.max(1, size - 1));
  const shared = sharedArrays();
  const commons = namedCommons(shared, pool);
  const together = (work: Work, control: Control, others: number): Finish => {
    const { name, ...common } = commons(work);
    return beginTogether(work, control, (outcome) => {
      const inputs = work.inputs.map((input) => shared(encode(input)));
      return pool.take({ kind: work.kind.name, common: name, inputs, taken: outcome.taken }, others, common, outcome.came);
    });
  };
  const ahead = new WeakMap<Work, Finish>();
  return {
    name: 'threads',
    async begin(work, control) {
      if (size < 2) return;
      ahead.set(work, together(work, control, Math.min(size - 1, work.inputs.length)));
      // What the others are told is on its way before anything else is worked out here.
      await new Promise(setImmediate);
    },
    async run(work, control) {
      const others = Math.min(size, work.inputs.length) - 1;
      const begun = ahead.get(work);
      if (begun === undefined && others < 1) return inline.run(work, control);
      const stop = (): void => void pool.close();
      control.signal?.addEventListener('abort', stop, { once: true });
      try {
        return await (begun ?? together(work, control, others))();
      } finally {
        control.signal?.removeEventListener('abort', stop);
      }
    },
    ...(size < 2 ? {} : { packed: (work: Work) => commons(work).packed() }),
    close: () => pool.close(),
  };
}

/** Units under way on several threads. */
export interface Outcome {
  readonly taken: Int32Array;
  readonly came: (unit: number, result: UnitResult) => void;
}

/** Takes units here too, until all are done. */
type Finish = () => Promise<readonly unknown[]>;

/** Takes units here, beside others who were asked to. Fails as the first in order that failed. */
export function runTogether(work: Work, control: Control, askOthers: (outcome: Outcome) => Promise<void>): ReturnType<Finish> {
  return beginTogether(work, control, askOthers)();
}

/** Asks others to take units; some are taken here too as soon as what is returned is called. */
export function beginTogether(
  { kind, common, inputs }: Work,
  { signal, onUnit, breakable = unbreakable }: Control,
  askOthers: (outcome: Outcome) => Promise<void>,
): Finish {
  const units = { inputs, taken: new Int32Array(new SharedArrayBuffer(4)) };
  const outputs: unknown[] = new Array<unknown>(inputs.length);
  const failures = new Map<number, unknown>();
  let done = 0;
  let isAwaited = false;
  let tellWhole = (): void => undefined;
  const whole = new Promise<void>((resolve) => {
    tellWhole = resolve;
  });
  const settle = (unit: number, make: () => unknown): void => {
    try {
      outputs[unit] = make();
      if (++done === inputs.length) tellWhole();
      if (isAwaited) onUnit?.(done, inputs.length, kind.name);
    } catch (error) {
      takeNoMore(units);
      failures.set(unit, error);
    }
  };
  const others = askOthers({ taken: units.taken, came: (unit, result) => settle(unit, () => outputOf(result, kind.name)) });
  // Told to whoever finishes, if anybody does.
  others.catch(() => undefined);
  const here = async (): Promise<void> => {
    // Lets what the others are told, an interruption and a line of progress through.
    for (;;) {
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      const unit = takeUnit(units);
      if (unit < 0) return;
      settle(unit, () => breakable(() => kind.run(common, inputs[unit])));
    }
  };
  return async () => {
    isAwaited = true;
    try {
      // Others may be busy with what they were asked before: once all units are done, nobody waits for them to find out.
      await Promise.race([Promise.all([others, here()]), whole]);
    } finally {
      takeNoMore(units);
    }
    if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
    return outputs;
  };
}

/** @throws what the unit threw */
export function outputOf(result: UnitResult, kind: string): unknown {
  if ('failure' in result) throw errorOf(result.failure, kind);
  return decode(result.output);
}

interface NamedCommon {
  readonly name: string;
  readonly shares: boolean;
  readonly packed: () => Message;
}

/** Common values by name, each packed once and only where somebody needs it. */
function namedCommons(shared: (message: Message) => Message, { memoryOf }: ThreadPool): (work: Work) => NamedCommon {
  const names = new WeakMap<object, NamedCommon>();
  let count = 0;
  return ({ kind, common }) => {
    const held = names.get(common as object);
    if (held !== undefined) return held;
    let message: Message | undefined;
    const name = `${kind.common.name} ${++count}`;
    // Who asks reads what threads made, and the other way round.
    const shares = kind.common.share !== undefined;
    const memory = shares ? memoryOf(name) : null;
    if (memory !== null) kind.common.share?.(common, arrayShelf(memory));
    const made = {
      name,
      shares,
      packed: () => {
        message ??= shared(encode(kind.common.pack(common)));
        return message;
      },
    };
    names.set(common as object, made);
    return made;
  };
}
