import type { ArrayShelf } from './array-shelf.js';

/** What all units of a work read, as a worker elsewhere gets it: packed into plain values once, unpacked once a worker, and kept. */
export interface CommonKind<C> {
  readonly name: string;
  /** Units of many works read it: a worker doesn't put it away for what is needed once. */
  readonly lasting: boolean;
  /** Plain values: JSON, typed arrays, maps of these. Nothing that runs. */
  pack(common: C): unknown;
  unpack(packed: unknown): C;
  /** What follows from the value is kept on a shelf from now on, which all threads that have the value share. */
  share?(common: C, shelf: ArrayShelf): void;
}

/**
 * A kind of work that can be done anywhere: a pure function of what the units share and of one unit's own input. Inputs and
 * outputs are plain values, so that they can travel; the same input gives the same output on every machine.
 */
export interface UnitKind<C, I, O> {
  readonly name: string;
  readonly describe: string;
  readonly common: CommonKind<C>;
  run(common: C, input: I): O;
}

/** Units of one kind over one common value, in order. */
export interface Work {
  readonly kind: UnitKind<unknown, unknown, unknown>;
  readonly common: unknown;
  readonly inputs: readonly unknown[];
}

/** Units whose outputs are asked for later, as the very same work: whoever has other hands to do them may begin. */
export interface Ahead {
  readonly ahead: Work;
}

/** Something to be told on the way, before the computation goes on. */
export interface Note<N> {
  readonly note: N;
}

/**
 * A computation that asks for its heavy work instead of doing it: it yields works and is given their outputs, in order.
 * Whoever drives it decides where they run.
 */
export type Working<T, N = never> = Generator<Step<N>, T, readonly unknown[]>;

/** Why a computation stops: for outputs, or to tell something. */
export type Step<N> = Work | Ahead | Note<N>;

/** Whether a computation stopped to ask for work, not to tell something. */
export function isWork<N>(step: Step<N>): step is Work {
  return 'kind' in step;
}

/** Asks for units of one kind; gives their outputs in the inputs' order. */
export function* done<C, I, O>(kind: UnitKind<C, I, O>, common: C, inputs: readonly I[]): Working<readonly O[]> {
  if (inputs.length === 0) return [];
  return (yield { kind, common, inputs }) as readonly O[];
}

/** Has units begun while the computation goes on; what is returned asks for their outputs, once. */
export function* begun<C, I, O>(kind: UnitKind<C, I, O>, common: C, inputs: readonly I[]): Working<() => Working<readonly O[]>> {
  const work = { kind, common, inputs } as Work;
  if (inputs.length > 0) yield { ahead: work };
  return function* () {
    return (inputs.length === 0 ? [] : yield work) as readonly O[];
  };
}

/** Does all of a work's units here, one after another. */
export function doneHere({ kind, common, inputs }: Work): readonly unknown[] {
  return inputs.map((input) => kind.run(common, input));
}

/** Carries a computation through here and now. */
export function settled<T, N>(working: Working<T, N>, onNote?: (note: N) => void): T {
  let answers: readonly unknown[] = [];
  for (;;) {
    const step = working.next(answers);
    if (step.done === true) return step.value;
    if (isWork(step.value)) answers = doneHere(step.value);
    else if ('note' in step.value) onNote?.(step.value.note);
  }
}
