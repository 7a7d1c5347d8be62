import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { blobStore, sha256Of } from '../../src/engine/bullmq/blob-store.js';
import { emptyDir, routelabBeside } from '../support/cli.js';
import { queuedRuns } from '../support/queued-runs.js';
import { hasRedis } from '../support/redis.js';

/** Any thread of the process takes all of it down: as a unit does that runs out of memory. */
const DEADLY = `import { isMainThread } from 'node:worker_threads'; if (!isMainThread) process.kill(process.pid, 'SIGKILL');`;

const listening = (server: Server): Promise<number> =>
  new Promise((listens) => server.listen(0, '127.0.0.1', () => listens((server.address() as AddressInfo).port)));

describe.skipIf(!hasRedis && process.env['CI'] === undefined)(
  'a Redis, and what may go wrong with it',
  { timeout: 120_000 },
  () => {
    const certs = emptyDir();
    const tls = { cert: join(certs, 'cert.pem'), key: join(certs, 'key.pem') };
    beforeAll(() => {
      const made = spawnSync('openssl', [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...['-subj', '/CN=routelab test', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', tls.key, '-out', tls.cert],
      ]);
      expect(String(made.stderr)).not.toContain('rror');
    });
    const queued = queuedRuns({ queries: 60, models: 2, tls });
    const { dir, workers, env, run } = queued;

    it('is spoken to by TLS, with a password, where its certificate is known, and refused where it isn’t', async () => {
      const stranger = await routelabBeside({ ROUTELAB_REDIS: queued.redis.url }, dir, ['run', '--engine', 'bullmq']);
      expect([stranger.code, stranger.stderr]).toEqual([
        2,
        expect.stringMatching(/--redis {2}can't reach the server: self-signed certificate.*got rediss:\/\/127\.0\.0\.1:\d+/),
      ]);
      await workers.start(env());
      const ran = await run();
      expect([0, 3], ran.stderr).toContain(ran.code);
      expect(queued.results().equals(queued.expected)).toBe(true);
    });

    it('tells what answers in its place from a Redis, and TLS from none, at once', async () => {
      const open = new Set<Socket>();
      const strangers: readonly Server[] = [
        createHttpServer((_, response) => response.end('hello')),
        createServer((socket) => open.add(socket.on('data', () => socket.write('ERROR\r\n')))),
        createServer((socket) => socket.destroy()),
        createServer((socket) => open.add(socket)),
      ];
      const [http = 0, speaking = 0, closing = 0, silent = 0] = await Promise.all(strangers.map(listening));
      const { port, url } = queued.redis;
      const tlsPort = Number(new URL(url).port);
      for (const [index, [scheme, at, says]] of (
        [
          // It answers and closes, and what arrives of the answer is the system's to say.
          ['redis', http, 'no Redis'],
          ['rediss', http, `; accepted: redis://127.0.0.1:${http}`],
          ['redis', speaking, 'what answers there is no Redis'],
          ['rediss', speaking, `doesn’t speak TLS (got rediss://127.0.0.1:${speaking}); accepted: redis://127.0.0.1:${speaking}`],
          ['redis', closing, 'the connection was closed at once: no Redis, or one that is spoken to by TLS'],
          ['rediss', closing, 'the connection was closed'],
          ['redis', silent, 'nothing came from it for 1 seconds: no Redis, or one that is spoken to by TLS'],
          ['rediss', silent, 'nothing came from it for 1 seconds: no Redis, or one that is spoken to without TLS'],
          [
            'redis',
            tlsPort,
            `by TLS (got redis://127.0.0.1:${tlsPort}); accepted: rediss://127.0.0.1:${tlsPort} where that is so`,
          ],
          ['rediss', port, `without TLS (got rediss://127.0.0.1:${port}); accepted: redis://127.0.0.1:${port}`],
        ] as const
      ).entries()) {
        const args = ['--redis', `${scheme}://127.0.0.1:${at}`, '--redis-timeout', '1s'];
        const ran = await routelabBeside({}, dir, [index % 3 === 0 ? 'worker' : 'run', ...args]);
        expect([ran.code, ran.stderr]).toEqual([2, expect.stringMatching(/^error {2}--redis {2}.*\n$/)]);
        expect(ran.stderr).toContain(says);
      }
      for (const socket of open) socket.destroy();
      await Promise.all(strangers.map((server) => new Promise((closed) => server.close(closed))));
    });

    it('ends a run whose unit brings down three workers, naming its kind', async () => {
      const deadly = { ...env(), NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(DEADLY)}` };
      for (let count = 0; count < 4; count++) {
        const worker = await workers.start(deadly, ['--stalled-after', '1']);
        worker.removeAllListeners('exit');
      }
      const ran = await run();
      expect([ran.code, ran.stderr]).toEqual([
        4,
        expect.stringMatching(/unit "\w+" could not be done: its worker died, and so did those that took it over/),
      ]);
    });

    it('keeps nothing of a run that is interrupted, nor of the unit that a worker had begun', async () => {
      const left = async (): Promise<string[]> =>
        (await queued.redis.client.keys('routelab:*')).filter((name) => /:unit-|:blob:|:asker:|:active$|:wait$/.test(name));
      const alone = await run([], (text, interrupt) => {
        if (text.includes('waiting for workers')) interrupt();
      });
      expect([alone.code, alone.stderr]).toEqual([130, expect.stringContaining('units that nobody waits for were taken back')]);
      expect(await left()).toEqual([]);

      let started: Promise<unknown> | undefined;
      const running = run([], (text, interrupt) => {
        if (text.includes('waiting for workers'))
          started ??= workers.start(env(), [], (line) => {
            if (line.startsWith('unit 1')) interrupt();
          });
      });
      expect([130, 0, 3]).toContain((await running).code);
      await started;
      await expect.poll(left, { timeout: 30_000 }).toEqual([]);
    });

    it('is not waited for for ever, by the run or by the worker', async () => {
      const asking = run(['--redis-timeout', '1s'], (text) => {
        if (text.includes('waiting for workers')) void queued.redis.halt();
      });
      const ran = await asking;
      expect([ran.code, ran.stderr]).toEqual([
        4,
        expect.stringMatching(/--redis-timeout {2}the Redis has not come back for 1 seconds/),
      ]);
      await queued.redis.restart();
      const worker = await workers.start(env(), ['--redis-timeout', '1s']);
      worker.removeAllListeners('exit');
      const over = new Promise((ended) => worker.on('exit', ended));
      await queued.redis.halt();
      expect(await over).toBe(4);
      await queued.redis.restart();
    });

    it('holds inputs that are checked: a file that was tampered with is fetched and written again', async () => {
      const folder = emptyDir();
      const bytes = new TextEncoder().encode('what units read'.repeat(1000));
      const sha256 = await blobStore(queued.redis.client, folder).put(bytes);
      expect(readdirSync(folder)).toEqual([sha256]);
      writeFileSync(join(folder, sha256), 'something else');
      const fetched = await blobStore(queued.redis.client, folder).get(sha256);
      expect(sha256Of(fetched)).toBe(sha256);
      expect(sha256Of(readFileSync(join(folder, sha256)))).toBe(sha256);
      // Nor is what came through the server believed.
      await queued.redis.client.set(`routelab:blob:${sha256}:0`, 'something else');
      await expect(blobStore(queued.redis.client, undefined).get(sha256)).rejects.toThrow(/not those of hash/);
    });
  },
);
