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

/**
 * Drives the runtime's execution machine: it says whom to call, when to wait and when it is done; escalation is for answers that are
 * not accepted, fallback for errors.
 */
export function carryOut<R>(
  route: Route,
  policy: ExecutionPolicy,
  stop: AbortSignal | undefined,
  call: (modelId: string, signal: AbortSignal, wanted: WantedCall) => Promise<Called<R>>,
): Promise<{ readonly modelId: string; readonly result: R }> {
  return new Promise((resolve, reject) => {
    const calls: { readonly modelId: string; readonly control: AbortController; result?: R }[] = [];
    const timers: ReturnType<typeof setTimeout>[] = [];
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
    const perform = (command: Command, cancelled: string): void => {
      switch (command.kind) {
        case 'call': {
          const control = new AbortController();
          const made: (typeof calls)[number] = { modelId: command.modelId, control };
          calls[command.call] = made;
          call(command.modelId, control.signal, command).then(
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
        case 'wait':
          timers.push(
            setTimeout(() => send({ kind: 'timer', timer: command.timer }), command.ms + Math.random() * command.spreadMs),
          );
          return;
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
