import { colour } from './print/colour.js';

/** Interruptions as signals: the first to end gently, the second at once. */
export interface Stop {
  readonly soft: AbortSignal;
  readonly hard: AbortSignal;
  /** Gives the keyboard back. */
  done(): void;
}

/** Listens for Ctrl-C (SIGINT) and SIGTERM. A third one ends the process as it always would. */
export function stopOnInterrupt(): Stop {
  const soft = new AbortController();
  const hard = new AbortController();
  const done = (): void => {
    process.removeListener('SIGINT', interrupted);
    process.removeListener('SIGTERM', interrupted);
  };
  const interrupted = (): void => {
    if (soft.signal.aborted) {
      hard.abort();
      done();
      return;
    }
    process.stderr.write(`\n${colour.dim('stopping: calls in flight are being finished; once more stops at once')}\n`);
    soft.abort();
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  return { soft: soft.signal, hard: hard.signal, done };
}
