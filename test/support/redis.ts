import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { emptyDir } from './cli.js';

/** Whether Debian's redis-server is here. Without it these tests are skipped, but not in CI: there it is a failure. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

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
  const more =
    tls === undefined
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
      await ended(server);
      server = await started(port, dir, more);
    },
    halt: () => ended(server),
    async stop() {
      client.disconnect();
      await ended(server);
    },
  };
}

function started(port: number, dir: string, more: Readonly<Record<string, unknown>>): Promise<ChildProcess> {
  const options = { bind: '127.0.0.1', port, dir, save: '', appendonly: 'yes', requirepass: PASSWORD, ...more };
  const server = spawn(
    'redis-server',
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  );
  return new Promise((resolve, reject) => {
    server.stdout.on('data', (chunk) => {
      if (String(chunk).includes('Ready to accept connections')) resolve(server);
    });
    server.on('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
  });
}

function ended(server: ChildProcess): Promise<void> {
  server.removeAllListeners('exit');
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.on('exit', () => resolve());
    server.kill('SIGTERM');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
