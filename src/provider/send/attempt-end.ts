/** How an attempt may be ended from outside: by its time, or because everything is to stop. */
export interface AttemptEnd {
  readonly signal: AbortSignal;
  /** Rejects when the attempt is ended, whether or not anybody heeds the signal. */
  readonly ended: Promise<never>;
  readonly timedOut: () => boolean;
  /** The attempt is over: nothing of this is needed any more. */
  readonly release: () => void;
}

/**
 * Starts the clock of an attempt. Held by a timer and a listener of its own: signals made by `AbortSignal.any` and
 * `AbortSignal.timeout` may be collected while a stream is read, and then never abort it.
 */
export function attemptEnd(timeoutMs: number, stop: AbortSignal): AttemptEnd {
  const controller = new AbortController();
  let timedOut = false;
  const end = (): void => controller.abort();
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, timeoutMs);
  stop.addEventListener('abort', end);
  if (stop.aborted) end();
  const ended = new Promise<never>((_, reject) => {
    const told = (): void => reject(controller.signal.reason);
    if (controller.signal.aborted) told();
    controller.signal.addEventListener('abort', told);
  });
  // Mostly nobody is waiting for it any more.
  ended.catch(() => undefined);
  return {
    signal: controller.signal,
    ended,
    timedOut: () => timedOut,
    release() {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
    },
  };
}
