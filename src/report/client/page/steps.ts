import type { Steps } from '../../../stats/steps.js';

/** How long work may go on before the browser draws and listens. */
const CHUNK_MS = 25;

/** Does steps one after another, letting the browser draw and listen in between; null once they are not wanted any more. */
export async function inSteps<T>(steps: Steps<T>, wanted: () => boolean = () => true): Promise<T | null> {
  for (;;) {
    await breath();
    if (!wanted()) return null;
    const until = performance.now() + CHUNK_MS;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < until);
  }
}

let last: Promise<unknown> = Promise.resolve();

/** The same, once everything asked for before is done: what two sections want is then worked out once, one after another. */
export function queue<T>(steps: () => Steps<T>, wanted: () => boolean): Promise<T | null> {
  const turn = last.then(() => (wanted() ? inSteps(steps(), wanted) : null));
  last = turn.catch(() => undefined);
  return turn;
}

/** Lets the browser draw and listen before the next step. */
export function breath(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
