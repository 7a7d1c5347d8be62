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
  stop(): Promise<void>;
}

export async function ownRedis(): Promise<OwnRedis> {
  const port = await freePort();
  const dir = emptyDir();
  let server = await started(port, dir);
  const client = new Redis({ host: '127.0.0.1', port, password: PASSWORD, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  return {
    port,
    url: `redis://:${PASSWORD}@127.0.0.1:${port}`,
    client,
    written: () => {
      const folder = join(dir, 'appendonlydir');
      return readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), 'latin1'))
        .join('');
    },
    async restart() {
      await ended(server);
      server = await started(port, dir);
    },
    async stop() {
      client.disconnect();
      await ended(server);
    },
  };
}

function started(port: number, dir: string): Promise<ChildProcess> {
  const options = { bind: '127.0.0.1', port, dir, save: '', appendonly: 'yes', requirepass: PASSWORD };
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
