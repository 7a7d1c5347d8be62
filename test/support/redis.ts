import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../bench/performance/free-port.js';
import { endRedis, hasRedisServer, startRedis } from '../../bench/performance/redis-server.js';
import { emptyDir } from './cli.js';

/** Whether Debian's redis-server is here. Without it these tests are skipped, but not in CI: there it is a failure. */
export const hasRedis = hasRedisServer;

export const PASSWORD = 'correct-horse';

/** A Redis of our own on loopback, with a password, that writes down all it does. */
export interface OwnRedis {
  readonly port: number;
  /** With the password. */
  readonly url: string;
  readonly client: Redis;
  /** Everything it was ever told to write, as text. */
  written(): string;
  /** Stops and starts it again with what it had written down. */
  restart(): Promise<void>;
  /** Stops it for good, or until it is restarted. */
  halt(): Promise<void>;
  stop(): Promise<void>;
}

/** @param tls also listens for TLS, on the port that its URL then names */
export async function ownRedis(tls?: { readonly cert: string; readonly key: string }): Promise<OwnRedis> {
  const port = await freePort();
  const dir = emptyDir();
  const tlsPort = tls === undefined ? null : await freePort();
  const more: Readonly<Record<string, string | number>> =
    tls === undefined || tlsPort === null
      ? {}
      : {
          'tls-port': tlsPort,
          'tls-cert-file': tls.cert,
          'tls-key-file': tls.key,
          'tls-ca-cert-file': tls.cert,
          'tls-auth-clients': 'no',
        };
  let server = await started(port, dir, more);
  const client = new Redis({ host: '127.0.0.1', port, password: PASSWORD, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  return {
    port,
    url: tlsPort === null ? `redis://:${PASSWORD}@127.0.0.1:${port}` : `rediss://:${PASSWORD}@127.0.0.1:${tlsPort}`,
    client,
    written: () => {
      const folder = join(dir, 'appendonlydir');
      return readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), 'latin1'))
        .join('');
    },
    async restart() {
      await endRedis(server);
      server = await started(port, dir, more);
    },
    halt: () => endRedis(server),
    async stop() {
      client.disconnect();
      await endRedis(server);
    },
  };
}

function started(port: number, dir: string, more: Readonly<Record<string, string | number>>): Promise<ChildProcess> {
  return startRedis({ port, dir, save: '', appendonly: 'yes', requirepass: PASSWORD, ...more });
}
