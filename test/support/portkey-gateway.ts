import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { emptyDir } from './cli.js';

const PROGRAM = join(process.env['ROUTELAB_PORTKEY'] ?? '', '@portkey-ai/gateway/build/start-server.js');

/** The gateway is installed aside (ROUTELAB_PORTKEY names its node_modules): without it these tests skip on a laptop and fail in CI. */
export const hasPortkey = existsSync(PROGRAM) || process.env['CI'] === 'true';

export interface Gateway {
  readonly url: string;
  stop(): Promise<void>;
}

/** It would listen on every interface; here it listens on loopback alone. */
const LOOPBACK = `const { Server } = require('node:net');
const listen = Server.prototype.listen;
Server.prototype.listen = function (first, ...rest) {
  return typeof first === 'object' ? listen.call(this, { ...first, host: '127.0.0.1' }, ...rest) : listen.call(this, first, '127.0.0.1', ...rest.filter((one) => typeof one === 'function'));
};
`;

export async function startGateway(): Promise<Gateway> {
  const dir = emptyDir();
  const preload = join(dir, 'loopback.cjs');
  writeFileSync(preload, LOOPBACK);
  const port = await freePort();
  const child = spawn(process.execPath, ['--require', preload, PROGRAM, `--port=${port}`, '--headless'], {
    stdio: 'ignore',
    cwd: dir,
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    if (child.exitCode !== null || attempt > 300) throw new Error('the gateway does not start');
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      break;
    await new Promise((later) => setTimeout(later, 50));
  }
  return {
    url,
    stop: () =>
      new Promise((stopped) => {
        child.once('exit', () => stopped());
        child.kill('SIGTERM');
      }),
  };
}

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createSocketServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

export interface Upstreams {
  readonly url: string;
  /** Names of models asked, in order; emptied by whoever reads it. */
  readonly asked: string[];
  /** Models that answer with an error. */
  readonly down: Set<string>;
  close(): void;
}

/** An endpoint in OpenAI's form that says the name of the model it was asked for. */
export async function startUpstreams(): Promise<Upstreams> {
  const asked: string[] = [];
  const down = new Set<string>();
  const server: Server = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { model } = JSON.parse(body) as { model: string };
    asked.push(model);
    answer.setHeader('content-type', 'application/json');
    if (down.has(model)) answer.writeHead(503).end('{"error":{"message":"down"}}');
    else
      answer.end(
        JSON.stringify({
          id: 'x',
          object: 'chat.completion',
          model,
          choices: [{ index: 0, message: { role: 'assistant', content: model }, finish_reason: 'stop' }],
        }),
      );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked, down, close: () => server.close() };
}
