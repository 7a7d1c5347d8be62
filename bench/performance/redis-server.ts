import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

/** Whether a redis-server is here to measure with. */
export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis on loopback that keeps nothing, for the time of a measurement. */
export async function redisServer(): Promise<{ readonly url: string; stop(): void }> {
  const port = await freePort();
  const options = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'];
  const server: ChildProcess = spawn('redis-server', options);
  await new Promise<void>((ready, failed) => {
    server.stdout?.on('data', (chunk) => {
      if (String(chunk).includes('Ready to accept connections')) ready();
    });
    server.on('exit', (code) => failed(new Error(`redis-server ended with ${code}`)));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop() {
      server.removeAllListeners('exit');
      server.kill('SIGTERM');
    },
  };
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
