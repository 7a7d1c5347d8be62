import { join } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import { lockRecordings } from '../../recording/lock.js';
import { listen } from './http/listen.js';
import { openServing, prepareServing } from './open-serving.js';
import type { ServeControl, Served, ServeRequest } from './serve-request.js';
import { LOG_FILES } from './traffic-log.js';

const USD = 1e12;

/**
 * Serves a router until it is told to stop.
 *
 * @throws UserError (exit 2) before anything listens, where a key, a price, a cap or a token is missing
 */
export async function serveRouter(request: ServeRequest, control: ServeControl): Promise<Served> {
  const prepared = await prepareServing(request);
  const token = tokenOf(request);
  const lock = await lockRecordings(join(request.log, LOG_FILES.recordings));
  try {
    const { serving, close } = await openServing(request, prepared, control.onTrouble);
    try {
      const before = serving.ledger.totals();
      const server = await listen(serving, { host: request.host, port: request.port, token }, control.onTrouble);
      const spentUsd = (before.settledPico + before.unresolvedPico) / USD;
      control.onListening({ url: server.url, router: prepared.router, spentUsd });
      await aborted(control.soft);
      const brokenOff = await server.drain(request.drainMs, control.hard);
      const after = serving.ledger.totals();
      return {
        requests: server.requests(),
        spentUsd: (after.settledPico - before.settledPico + after.unresolvedPico - before.unresolvedPico) / USD,
        brokenOff,
        capReached: server.capReached(),
      };
    } finally {
      await close();
    }
  } finally {
    await lock.release();
  }
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Whoever can reach the server spends its owner's money: beyond this machine only with a token. */
function tokenOf({ host, tokenEnv, env }: ServeRequest): string | undefined {
  const token = env[tokenEnv];
  if (token !== undefined && token !== '') return token;
  if (LOOPBACK.includes(host)) return undefined;
  throw new UserError({
    field: '--host',
    message: `would let others in without a token: ${tokenEnv} is not set`,
    value: host,
    accepted: '127.0.0.1, or a token of your choice in that variable',
    hint: `export ${tokenEnv}=$(openssl rand -hex 24)`,
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
