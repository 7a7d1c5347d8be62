import { createServer } from 'node:net';

/** Ports below those that systems give out by themselves, to whoever connects or listens on port 0. */
const [FIRST, COUNT] = [10_240, 20_000];

/**
 * A port of loopback that nobody listens on, and that no connection gets before it is used: what waits for a server to come back would else, once in
 * a while, connect to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((found) => {
    const server = createServer().once('error', () => found(false));
    server.listen(port, '127.0.0.1', () => server.close(() => found(true)));
  });
}
