import { serveUnits } from '../app/worker/serve-units.js';
import { colour } from './print/colour.js';

interface WorkerRequest {
  readonly redis: string | undefined;
  readonly concurrency: number | undefined;
  readonly inputs: string | undefined;
  readonly models: string | undefined;
  readonly envFile: string | undefined;
  readonly stalledAfterS: number;
  readonly timeoutMs: number;
  readonly quiet: boolean;
}

/** Time for what is left to end by itself, once a worker has given up. */
const GIVEN_UP_MS = 500;

/** `routelab worker`: exit 0 when it was stopped and has finished what it had begun, 130 when it was stopped at once, 4 when its Redis stayed away. */
export async function workerCommand({ quiet, ...request }: WorkerRequest): Promise<number> {
  const say = (text: string): void => {
    if (!quiet) process.stderr.write(`${text}\n`);
  };
  // Before it says that it is ready: whoever reads that may want it to stop at once.
  const stopping = interrupted();
  let units = 0;
  const served = await serveUnits({
    ...request,
    env: process.env,
    onTrouble: (text) => process.stderr.write(`${colour.yellow('warn')}  ${text}\n`),
    onUnit: (kind, tookMs) => say(colour.dim(`unit ${++units}  ${kind}  ${(tookMs / 1000).toFixed(1)} s`)),
  });
  const asks = served.asks.length === 0 ? '' : `, and calls to ${served.asks.join(', ')}`;
  say(`worker ready: ${served.threads} at a time from ${served.redis}${asks}, routelab ${served.version}`);
  const gently = await Promise.race([stopping, served.lost]).catch((error: unknown) => {
    // Units that it was in the midst of went to others long ago.
    void served.stop();
    // Connections that are still being tried are not waited for; with the exit code of this error.
    setTimeout(() => process.exit(), GIVEN_UP_MS).unref();
    throw error;
  });
  say('stopping: what was begun is being finished; once more stops at once');
  return Promise.race([served.stop().then(() => 0), gently.again.then(() => 130)]);
}

/** Waits for Ctrl-C or SIGTERM; `again` for the next one. */
function interrupted(): Promise<{ readonly again: Promise<void> }> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      const heard = (): void => {
        for (const signal of signals) process.removeListener(signal, heard);
        resolve();
      };
      for (const signal of signals) process.on(signal, heard);
    });
  return next().then(() => ({ again: next() }));
}
