/** Ctrl-C and SIGTERM as a signal, so that what was left elsewhere can be taken back; a second one ends the process as it always would. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** For what hears of an interruption by itself. */
  abort(): void;
  done(): void;
}

/** Listens until it is told that all is done. */
export function abortOnInterrupt(): Interruption {
  const controller = new AbortController();
  const done = (): void => {
    process.removeListener('SIGINT', interrupted);
    process.removeListener('SIGTERM', interrupted);
  };
  const interrupted = (): void => {
    done();
    controller.abort();
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  return { signal: controller.signal, abort: interrupted, done };
}
