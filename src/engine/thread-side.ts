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
  | { readonly to: 'run'; readonly common: string; readonly kind: string; readonly input: Message };

/** What a thread answers to each `run`: what came of it, or that it doesn't hold the common value. */
export type FromThread = UnitResult | { readonly lacks: string };

/** Serves units on a thread until it is ended. */
export function serveThread(port: MessagePort, kinds: UnitKinds): void {
  const runner = unitRunner(kinds);
  /** Why a common value could not be unpacked: told to the unit that needs it. */
  let broken: Failure | null = null;
  port.on('message', (message: ToThread) => {
    if (message.to === 'keep') {
      broken = kept(() => runner.keep(message.common, message.kind, message.packed, message.memory));
      return;
    }
    port.postMessage(answerTo(message));
  });
  const answerTo = ({ common, kind, input }: Extract<ToThread, { to: 'run' }>): FromThread => {
    if (broken !== null) return { failure: broken };
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
