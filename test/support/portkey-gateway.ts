import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../bench/performance/free-port.js';
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
  for (;;) {
    if (child.exitCode !== null) throw new Error('the gateway does not start');
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
