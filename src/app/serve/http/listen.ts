import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../../domain/user-error.js';
import { ChatError, clientGone, internalError, stopped } from '../chat-error.js';
import type { Serving } from '../serving.js';
import { endpointOf } from './endpoints.js';
import { writeError } from './write-answer.js';

/** A server that takes requests. */
export interface Listening {
  readonly url: string;
  readonly requests: () => number;
  readonly capReached: () => boolean;
  /** Takes no further request; resolves once those in flight are over, to how many of them were broken off. */
  drain(limitMs: number, hard: AbortSignal): Promise<number>;
}

/** So long are answers that were written on their way when the server ends. */
const LAST_WORDS_MS = 5000;

/**
 * Serves on a port of one interface.
 *
 * @param onTrouble told of faults that are ours or the disk's
 * @throws UserError where the port is taken or the interface isn't there
 */
export async function listen(
  serving: Serving,
  { host, port, token }: { readonly host: string; readonly port: number; readonly token: string | undefined },
  onTrouble: (error: unknown) => void,
): Promise<Listening> {
  const open = new Set<AbortController>();
  const logging = new Set<Promise<void>>();
  const counts = { requests: 0, capReached: false };
  const onLogged = (logged: Promise<void>): void => {
    const done = logged.catch(onTrouble).finally(() => logging.delete(done));
    logging.add(done);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const control = new AbortController();
    const underWay = open.size;
    open.add(control);
    counts.requests++;
    response.on('close', () => {
      if (!response.writableFinished) control.abort(clientGone());
    });
    try {
      const endpoint = endpointOf(request, token);
      await endpoint.answer(serving, { request, response, stop: control.signal, underWay, onLogged });
    } catch (thrown) {
      const error = thrown instanceof ChatError ? thrown : internalError(thrown);
      if (error.cause !== undefined) onTrouble(error.cause);
      if (error.code === 'spend_cap_reached') counts.capReached = true;
      // What is left of a request that was not read to its end can't be told from the next one.
      if (!request.complete) response.setHeader('connection', 'close');
      writeError(response, error);
    } finally {
      open.delete(control);
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await listening(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    requests: () => counts.requests,
    capReached: () => counts.capReached,
    async drain(limitMs, hard) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const broken = await brokenOff(open, limitMs, hard);
      server.closeIdleConnections();
      // What was written last is still on its way; whoever doesn't read it is not waited for.
      const unread = setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS);
      await closed;
      clearTimeout(unread);
      await Promise.all(logging);
      return broken;
    },
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const words: Readonly<Record<string, string>> = {
        EADDRINUSE: 'is in use',
        EACCES: 'may not be used without more rights',
        EADDRNOTAVAIL: 'is on no interface of this machine',
      };
      const message = words[error.code ?? ''];
      const given = error.code === 'EADDRNOTAVAIL' ? { field: '--host', value: host } : { field: '--port', value: String(port) };
      reject(message === undefined ? error : new UserError({ ...given, message, hint: '--port 0 takes one that is free' }));
    });
    server.listen(port, host, resolve);
  });
}

/** Waits for requests in flight, and breaks off those that are left when the time is over or nobody wants to wait. */
async function brokenOff(open: ReadonlySet<AbortController>, limitMs: number, hard: AbortSignal): Promise<number> {
  const deadline = Date.now() + limitMs;
  while (open.size > 0 && Date.now() < deadline && !hard.aborted) await new Promise((later) => setTimeout(later, 20));
  const left = [...open];
  for (const control of left) control.abort(stopped());
  return left.length;
}
