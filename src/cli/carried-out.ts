import type { Breakable, EngineOptions } from '../app/engine/open-engine.js';
import { WRITING } from '../app/run/finish-run.js';
import { abortOnInterrupt } from './abort-on-interrupt.js';
import { brokenOffBy } from './broken-off.js';

/** What a command shows while it works, and what it says when it is interrupted. */
export interface Shown {
  /** What the interruption leaves, in a sentence. */
  readonly left: string;
  /** Takes a bar away, before something else is said. */
  readonly clear: () => void;
  readonly stage?: (name: string) => void;
}

/** What a run that is interrupted leaves of its report. */
export const NO_REPORT = 'no report was written, and one that was there is as it was';

/**
 * Runs something that may be interrupted. Units that lie on a Redis are taken back first; elsewhere nothing has to be, so it ends at once, in
 * the midst of a unit too. Null where it was interrupted and has cleaned up.
 */
export async function carriedOut<T>(
  engine: EngineOptions,
  shown: Shown,
  run: (engine: EngineOptions, onStage: (stage: string) => void) => Promise<T>,
): Promise<T | null> {
  const stage = shown.stage ?? (() => undefined);
  if (engine.engine !== 'bullmq' && engine.redis === undefined)
    return endingAtOnce(shown, (breakable, onStage) => run({ ...engine, breakable }, onStage));
  return interruptible(engine, `interrupted: units that nobody waits for were taken back; ${shown.left}`, (own) =>
    run(own, stage),
  );
}

/** Runs something that has to clean up after itself when it is interrupted; null where it was. */
export async function interruptible<T>(
  engine: EngineOptions,
  told: string,
  run: (engine: EngineOptions) => Promise<T>,
): Promise<T | null> {
  const interruption = abortOnInterrupt();
  try {
    return await run({ ...engine, signal: interruption.signal, breakable: brokenOffBy(interruption.abort) });
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    process.stderr.write(`${told}\n`);
    return null;
  } finally {
    interruption.done();
  }
}

/** Ctrl-C ends the process with 130 and a line, but not while a report is written: that is finished, unless it comes again. */
async function endingAtOnce<T>(
  { left, clear, stage = () => undefined }: Shown,
  run: (breakable: Breakable, onStage: (stage: string) => void) => Promise<T>,
): Promise<T> {
  let writing = false;
  const done = (): void => void process.removeListener('SIGINT', interrupted);
  const interrupted = (): void => {
    clear();
    if (!writing) {
      process.stderr.write(`interrupted: ${left}\n`);
      process.exit(130);
    }
    done();
    process.stderr.write('the report is being written, and will be whole; once more stops at once\n');
  };
  process.on('SIGINT', interrupted);
  try {
    return await run(brokenOffBy(interrupted), (name) => {
      writing = name === WRITING;
      stage(name);
    });
  } finally {
    done();
  }
}
