import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { servedRouter, serveFolder, startServe, underWay } from '../support/serve-process.js';

const plain = servedRouter({ pipeline: [{ kind: 'rules', rules: [{ use: 'local/small' }] }], fallback: [] }, ['local/small']);
let upstream: MisbehavingServer;

beforeAll(async () => {
  upstream = await misbehavingServer(() => 'answer');
});
afterAll(() => upstream.close());

/** A client that has sent a part of its request. */
function halfSent(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((sent) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST /v1/chat/completions HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 1000\r\n\r\n{"model"`, () =>
        sent(socket),
      );
    });
    socket.on('error', () => undefined);
  });
}

it('a client that leaves before its request is whole is no fault of ours, and nobody that is asked for', async () => {
  const served = await startServe(serveFolder(plain, upstream.url));
  const socket = await halfSent(served.url);
  await expect.poll(() => underWay(served.url)).toBe(1);
  socket.destroy();
  await expect.poll(() => underWay(served.url)).toBe(0);
  const { code, stderr } = await served.stop();
  expect(code).toBe(0);
  expect(stderr).not.toContain('bug');
});

it('a client that never ends its request doesn’t keep the server from ending', async () => {
  const served = await startServe(serveFolder(plain, upstream.url), ['--drain', '200ms']);
  await halfSent(served.url);
  await expect.poll(() => underWay(served.url)).toBe(1);
  expect(await served.stop()).toMatchObject({ code: 130, stderr: expect.stringContaining('1 broken off') });
});
