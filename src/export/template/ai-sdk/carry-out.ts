import {
  type AnswerSignals,
  type Command,
  type ExecutionEvent,
  type ExecutionPolicy,
  next,
  type Route,
  type Step,
  start,
} from '../../../router/index.js';

/** A call as the machine wants it made. */
export type WantedCall = Extract<Command, { readonly kind: 'call' }>;

/** What a call comes back with. */
export interface Called<R> {
  readonly answer: AnswerSignals;
  readonly result: R;
}

/** A call that was made. */
interface Made<R> {
  readonly modelId: string;
  readonly control: AbortController;
  readonly wantedMs: number;
  result?: R;
  hasCome?: true;
}

/** What comes before a timer rings came earlier than it by this at least, in milliseconds. */
const TICK_MS = 0.001;

/**
 * Drives the runtime's execution machine: it says whom to call, when to wait and when it is done; escalation is for answers that are
 * not accepted, fallback for errors.
 *
 * @param call asks a model. `came` may be told as soon as an answer or a failure is there, before it is looked at or written down: no timer of the call
 * rings after that, and it gives the milliseconds that the call lasted, by which every timer that rang was earlier and every other later
 */
export function carryOut<R>(
  route: Route,
  policy: ExecutionPolicy,
  stop: AbortSignal | undefined,
  call: (modelId: string, signal: AbortSignal, wanted: WantedCall, came: () => number) => Promise<Called<R>>,
): Promise<{ readonly modelId: string; readonly result: R }> {
  return new Promise((resolve, reject) => {
    const calls: Made<R>[] = [];
    const timers: ReturnType<typeof setTimeout>[] = [];
    /** Milliseconds of timers that have not rung, by their number. */
    const waiting = new Map<number, number>();
    let lastError: unknown = new Error('the router allows no model for this request');
    let step: Step = start(route, policy);
    let over = false;
    const end = (settle: () => void): void => {
      over = true;
      for (const timer of timers) clearTimeout(timer);
      stop?.removeEventListener('abort', stopped);
      settle();
    };
    const stopped = (): void => {
      for (const { control } of calls) control.abort(stop?.reason);
      end(() => reject(stop?.reason));
    };
    const send = (event: ExecutionEvent): void => {
      if (over) return;
      step = next(step[0], event);
      for (const command of step[1]) perform(command, event.kind === 'timer' ? 'TimeoutError' : 'AbortError');
    };
    /** Call whose timer it is; undefined for one between two calls. */
    const callOf = (timer: number): number | undefined => {
      const purpose = step[0].timers[timer];
      return purpose !== undefined && 'call' in purpose ? purpose.call : undefined;
    };
    const came = (index: number): number => {
      const made = calls[index] as Made<R>;
      made.hasCome = true;
      const later = [...waiting].flatMap(([timer, ms]) => (callOf(timer) === index ? [ms - TICK_MS] : []));
      return Math.min(performance.now() - made.wantedMs, ...later);
    };
    const ring = (timer: number, dueMs: number): void => {
      const leftMs = dueMs - performance.now();
      if (leftMs > 0) {
        // A host's timer may ring a moment too early.
        timers.push(setTimeout(() => ring(timer, dueMs), Math.ceil(leftMs)));
        return;
      }
      const index = callOf(timer);
      if (index !== undefined && calls[index]?.hasCome) return;
      waiting.delete(timer);
      send({ kind: 'timer', timer });
    };
    const perform = (command: Command, cancelled: string): void => {
      switch (command.kind) {
        case 'call': {
          const control = new AbortController();
          const made: Made<R> = { modelId: command.modelId, control, wantedMs: performance.now() };
          calls[command.call] = made;
          call(command.modelId, control.signal, command, () => came(command.call)).then(
            ({ answer, result }) => {
              made.result = result;
              send({ kind: 'answer', call: command.call, answer });
            },
            (error: unknown) => {
              lastError = error;
              send({ kind: 'error', call: command.call, error: String(error), retryable: mayPass(error) });
            },
          );
          return;
        }
        case 'cancel':
          calls[command.call]?.control.abort(new DOMException('nobody waits for it any more', cancelled));
          return;
        case 'wait': {
          const ms = command.ms + Math.random() * command.spreadMs;
          const dueMs = performance.now() + ms;
          waiting.set(command.timer, ms);
          timers.push(setTimeout(() => ring(command.timer, dueMs), ms));
          return;
        }
        case 'finish': {
          const served = command.attempt === null ? undefined : calls[command.attempt];
          end(() => {
            if (served === undefined) return reject(lastError);
            // What is served may still be coming in: a caller that gives up ends it.
            stop?.addEventListener('abort', () => served.control.abort(stop.reason), { once: true });
            resolve({ modelId: served.modelId, result: served.result as R });
          });
        }
      }
    };
    stop?.addEventListener('abort', stopped);
    if (stop?.aborted) stopped();
    else for (const command of step[1]) perform(command, 'AbortError');
  });
}

/** Errors of the SDK say themselves whether the same call may succeed later; others may. */
function mayPass(error: unknown): boolean {
  return (error as { readonly isRetryable?: boolean } | null)?.isRetryable !== false;
}
