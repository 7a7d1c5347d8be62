import type { EngineOptions } from '../app/open-engine.js';
import { abortOnInterrupt } from './abort-on-interrupt.js';

/** Runs something whose units may lie on a Redis: an interruption takes them back first. Null where it was interrupted. */
export async function carriedOut<T>(engine: EngineOptions, run: (engine: EngineOptions) => Promise<T>): Promise<T | null> {
  if (engine.engine !== 'bullmq' && engine.redis === undefined) return run(engine);
  return interruptible(engine, 'interrupted: units that nobody waits for were taken back', run);
}

/** Runs something that has to clean up after itself when it is interrupted; null where it was. */
export async function interruptible<T>(
  engine: EngineOptions,
  told: string,
  run: (engine: EngineOptions) => Promise<T>,
): Promise<T | null> {
  const interruption = abortOnInterrupt();
  try {
    return await run({ ...engine, signal: interruption.signal });
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    process.stderr.write(`${told}\n`);
    return null;
  } finally {
    interruption.done();
  }
}
