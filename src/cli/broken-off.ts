import { Script } from 'node:vm';
import type { Breakable } from '../app/engine/open-engine.js';

/** Where the script finds what it is to call. */
const PLACE = Symbol.for('routelab.breakable');
const CALL = new Script(`globalThis[Symbol.for('${Symbol.keyFor(PLACE)}')]()`);

/**
 * Calls things in such a way that Ctrl-C is heard in the midst of them: a listener alone is told once they pause, and a fit may take a minute. A call
 * costs some 0.1 ms.
 *
 * @param interrupted told of it; what was called has ended by then
 */
export function brokenOffBy(interrupted: () => void): Breakable {
  return <T>(run: () => T): T => {
    Reflect.set(globalThis, PLACE, run);
    try {
      return CALL.runInThisContext({ breakOnSigint: true, displayErrors: false }) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') interrupted();
      throw error;
    }
  };
}
