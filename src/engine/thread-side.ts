import type { MessagePort } from 'node:worker_threads';
import { type Failure, failureOf } from './failure.js';
import type { Message } from './message.js';
import { type UnitKinds, type UnitResult, unitRunner } from './run-unit.js';

/** What a thread is told. */
export type ToThread =
  | {
      readonly to: 'keep';
      readonly common: string;
      readonly kind: string;
      readonly packed: Message;
      /** Of the shelf that all threads keep what follows from it on; null where there is none. */
      readonly memory: SharedArrayBuffer | null;
    }
  | { readonly to: 'run'; readonly common: string; readonly kind: string; readonly input: Message }
  | ({ readonly to: 'take' } & UnitsToTake);

/** Units of which each is done by whoever takes it first. */
export interface UnitsToTake {
  readonly common: string;
  readonly kind: string;
  readonly inputs: readonly Message[];
  /** One number that all see: how many have been taken. */
  readonly taken: Int32Array;
}

/**
 * What a thread answers: to `run` what came of it, to `take` what came of each that it took, and at last that there are no more; to
 * either that it doesn't hold the common value.
 */
export type FromThread =
  | UnitResult
  | { readonly unit: number; readonly result: UnitResult }
  | { readonly ended: true }
  | { readonly lacks: string };

/** Takes the next unit; its index, or -1 where there is none. */
export function takeUnit({ inputs, taken }: Pick<UnitsToTake, 'taken'> & { readonly inputs: readonly unknown[] }): number {
  const unit = Atomics.add(taken, 0, 1);
  return unit < inputs.length ? unit : -1;
}

/** Nobody takes another unit. */
export function takeNoMore({ inputs, taken }: Pick<UnitsToTake, 'taken'> & { readonly inputs: readonly unknown[] }): void {
  Atomics.store(taken, 0, inputs.length);
}

/** Serves units on a thread until it is ended. */
export function serveThread(port: MessagePort, kinds: UnitKinds): void {
  const runner = unitRunner(kinds);
  /** Why a common value could not be unpacked: told to the units that need it. */
  const broken = new Map<string, Failure>();
  port.on('message', (message: ToThread) => {
    if (message.to === 'keep') {
      const failure = kept(() => runner.keep(message.common, message.kind, message.packed, message.memory));
      if (failure === null) broken.delete(message.common);
      else broken.set(message.common, failure);
      return;
    }
    if (message.to === 'take') takeAll(message);
    else port.postMessage(answerTo(message));
  });
  const takeAll = (units: UnitsToTake): void => {
    const { common, kind, inputs } = units;
    const failure = broken.get(common);
    if (failure === undefined && !runner.has(common)) {
      port.postMessage({ lacks: common } satisfies FromThread);
      return;
    }
    for (let unit = takeUnit(units); unit >= 0; unit = takeUnit(units)) {
      const result = failure === undefined ? runner.run(kind, common, inputs[unit] as Message) : { failure };
      if ('failure' in result) takeNoMore(units);
      port.postMessage({ unit, result } satisfies FromThread);
    }
    port.postMessage({ ended: true } satisfies FromThread);
  };
  const answerTo = ({ common, kind, input }: Extract<ToThread, { to: 'run' }>): FromThread => {
    const failure = broken.get(common);
    if (failure !== undefined) return { failure };
    return runner.has(common) ? runner.run(kind, common, input) : { lacks: common };
  };
}

function kept(keep: () => void): Failure | null {
  try {
    keep();
    return null;
  } catch (error) {
    return failureOf(error);
  }
}
