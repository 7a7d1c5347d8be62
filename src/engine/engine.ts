import { isWork, type Step, type Work, type Working } from '../domain/work.js';
import type { Message } from './message.js';

/** Where units of work run. Whichever it is, the same units give the same outputs. */
export interface Engine {
  readonly name: 'inline' | 'threads' | 'bullmq';
  /**
   * Runs every unit of a work; outputs in the units' order. Fails as the first unit that fails would have made it fail here.
   *
   * @param control stops between units when told to, and tells how far it is
   */
  run(work: Work, control: Control): Promise<readonly unknown[]>;
  /** Begins units elsewhere that are going to be run as the very same work; done when others know of them. Absent where there is nobody else. */
  begin?(work: Work, control: Control): Promise<void>;
  /** A work's common value as others are told of it, where it is packed for them anyway. */
  packed?(work: Work): Message;
  /** Gives back what it holds. */
  close(): Promise<void>;
}

export interface Control {
  readonly signal?: AbortSignal;
  /** Told after every unit: how many of the current work are done. */
  readonly onUnit?: (done: number, all: number, kind: string) => void;
  /** Calls what may take long without a pause, where it can be broken off in the midst of it. */
  readonly breakable?: Breakable;
}

export type Breakable = <T>(run: () => T) => T;

/** Just calls it. */
export const unbreakable: Breakable = (run) => run();

export interface Drive<N> extends Control {
  /** Told what the computation says on the way, which waits for it. */
  readonly onNote?: (note: N) => Promise<void>;
}

/** Carries a computation through, its works on an engine. */
export async function drive<T, N = never>(working: Working<T, N>, engine: Engine, options: Drive<N> = {}): Promise<T> {
  const { breakable = unbreakable } = options;
  let step = breakable(() => working.next([]));
  while (step.done !== true) step = await answered(working, step.value, engine, options);
  return step.value;
}

async function answered<T, N>(
  working: Working<T, N>,
  asked: Step<N>,
  engine: Engine,
  options: Drive<N>,
): Promise<IteratorResult<Step<N>, T>> {
  const { breakable = unbreakable } = options;
  if (!isWork(asked)) {
    if ('note' in asked) await options.onNote?.(asked.note);
    else await engine.begin?.(asked.ahead, options);
    return breakable(() => working.next([]));
  }
  options.signal?.throwIfAborted();
  let outputs: readonly unknown[];
  try {
    outputs = await engine.run(asked, options);
  } catch (error) {
    return working.throw(error);
  }
  return breakable(() => working.next(outputs));
}
