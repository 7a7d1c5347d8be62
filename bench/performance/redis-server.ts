import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { freePort } from './free-port.js';

/** Whether a redis-server is here to measure with. */
export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis on loopback that keeps nothing, for the time of a measurement. */
export async function redisServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const server = await startRedis({ port, save: '', appendonly: 'no' });
  return { url: `redis://127.0.0.1:${port}`, stop: () => endRedis(server) };
}

/** A redis-server on loopback with these options, once it takes connections. */
export function startRedis(options: Readonly<Record<string, string | number>>): Promise<ChildProcess> {
  const given = Object.entries({ bind: '127.0.0.1', ...options });
  const server = spawn(
    'redis-server',
    given.flatMap(([name, value]) => [`--${name}`, String(value)]),
  );
  return new Promise((ready, failed) => {
    server.stdout.on('data', (chunk) => {
      if (String(chunk).includes('Ready to accept connections')) ready(server);
    });
    server.on('exit', (code) => failed(new Error(`redis-server ended with ${code}`)));
  });
}

/** Ends it, and waits until it is gone. */
export function endRedis(server: ChildProcess): Promise<void> {
  server.removeAllListeners('exit');
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((gone) => {
    server.on('exit', () => gone());
    server.kill('SIGTERM');
  });
}
