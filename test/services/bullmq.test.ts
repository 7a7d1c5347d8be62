import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Queue } from 'bullmq';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/engine/bullmq/blob-store.js';
import { queueName, type UnitJob } from '../../src/engine/bullmq/job.js';
import { bullmq } from '../../src/engine/bullmq/producer.js';
import { redisAddress } from '../../src/engine/bullmq/redis-address.js';
import { resampleTotals } from '../../src/stats/bootstrap.js';
import { resampleUnit } from '../../src/stats/resample-unit.js';
import { emptyDir, routelab, routelabBeside, routelabIn } from '../support/cli.js';
import { queuedRuns } from '../support/queued-runs.js';
import { hasRedis, PASSWORD } from '../support/redis.js';

/** Keys of the queue itself: as many after any run. */
const QUEUE_ITSELF = ['meta', 'id', 'events', 'marker', 'stalled-check', 'stalled'];

const KNN = `name: knn
kind: dynamic
pipeline:
  - predict: { by: knn, k: { $choice: [3, 5, 9] }, features: [words], utility: { per_usd: { $choice: [0, 100] } } }
`;

describe.skipIf(!hasRedis && process.env['CI'] === undefined)('work on BullMQ workers', { timeout: 240_000 }, () => {
  const queued = queuedRuns({
    queries: 300,
    models: 3,
    prepare: (folder) => writeFileSync(join(folder, 'strategies/knn.yaml'), KNN),
  });
  const { dir, workers, env } = queued;
  const code = (): { version: string; sha256: string } =>
    JSON.parse(readFileSync(join(dir, 'code.json'), 'utf8')) as { version: string; sha256: string };
  const worker = (heard?: (line: string) => void, ...more: string[]): Promise<ChildProcess> => workers.start(env(), more, heard);

  it('gives the bytes that one process gives, says no password, and leaves nothing behind', async () => {
    const inputs = emptyDir();
    await worker();
    await worker(undefined, '--inputs', inputs);
    const ran = await queued.run();
    expect([0, 3], ran.stderr).toContain(ran.code);
    expect(queued.results().equals(queued.expected)).toBe(true);
    const run = readFileSync(join(dir, 'queued/latest/run.json'), 'utf8');
    expect(`${ran.stderr}${ran.stdout}${run}`).not.toContain(PASSWORD);
    // What travelled lies in the folder under its hash, and nothing else does.
    const files = readdirSync(inputs);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect(sha256Of(readFileSync(join(inputs, file)))).toBe(file);
    const left = (await queued.redis.client.keys('routelab:*')).filter((key) => !key.startsWith('routelab:worker:'));
    expect(left.map((key) => key.split(':').slice(2).join(':')).filter((key) => !QUEUE_ITSELF.includes(key))).toEqual([]);
    const events = left.find((key) => key.endsWith(':events'));
    expect(events === undefined ? 0 : await queued.redis.client.xlen(events)).toBe(0);
  });

  it('adds up shards that two workers were sent to the bytes of one shard here', async () => {
    const sharded = async (engine: string, shards: string): Promise<string> => {
      const args = ['run', '--shards', shards, '--engine', engine, '--quiet', '--out', `shards-${engine}`];
      const ran = await routelabBeside(env(), dir, args, workers.adopt);
      expect([0, 3], ran.stderr).toContain(ran.code);
      return readFileSync(join(dir, `shards-${engine}/latest/results.json`), 'utf8');
    };
    const heard: string[] = [];
    for (let count = 0; count < 2; count++) await worker((line) => heard.push(line));
    expect(await sharded('bullmq', '3')).toBe(await sharded('inline', '1'));
    expect(heard.filter((line) => line.includes('shard')).length).toBeGreaterThan(8);
  });

  it('fits and chooses fold by fold on workers to the bytes of one process', async () => {
    const file = join(dir, 'routelab.yaml');
    const holdout = readFileSync(file, 'utf8');
    const folds = holdout.replace(/^split: .*$/m, 'split: { kfold: 3, inner_folds: 2, seed: 1 }');
    expect(folds).not.toBe(holdout);
    writeFileSync(join(dir, 'folds.yaml'), folds);
    const crossfitted = async (engine: string): Promise<Buffer> => {
      const args = ['run', 'folds.yaml', '--engine', engine, '--quiet', '--no-cache', '--out', `folds-${engine}`];
      const ran = await routelabBeside(env(), dir, args, workers.adopt);
      expect([0, 3], ran.stderr).toContain(ran.code);
      return readFileSync(join(dir, `folds-${engine}/latest/results.json`));
    };
    const heard: string[] = [];
    for (let count = 0; count < 2; count++) await worker((line) => heard.push(line));
    const queued = await crossfitted('bullmq');
    expect(queued.equals(await crossfitted('inline'))).toBe(true);
    for (const kind of ['cross', 'fit']) expect(heard.join('\n')).toMatch(new RegExp(`unit \\d+ +${kind}\\b`));
  });

  it('plays simulated days on workers to the bytes of one process', async () => {
    const simulated = async (engine: string): Promise<string> => {
      const args = ['simulate', 'calm.yaml', '--router', 'inline/latest/routers/length.json', '--seeds', '3', '--quiet'];
      const ran = await routelabBeside(env(), dir, [...args, '--engine', engine, '--out', `days-${engine}`], workers.adopt);
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      return readFileSync(join(dir, `days-${engine}/latest/simulation.json`), 'utf8');
    };
    writeFileSync(
      join(dir, 'calm.yaml'),
      'name: calm\nlength: 1h\ntraffic: { requests_per_s: 0.5 }\nslo: { within: 4s, share: 0.9 }\n',
    );
    await worker();
    await worker();
    expect(await simulated('bullmq')).toBe(await simulated('inline'));
  });

  it('goes on when a worker is killed in the middle, and when Redis is stopped and started', async () => {
    let restarted: Promise<void> | null = null;
    let second: Promise<ChildProcess> | null = null;
    const heir = (): Promise<ChildProcess> =>
      worker((line) => {
        if (line.startsWith('unit 5')) restarted ??= queued.redis.restart();
      });
    const first = await worker((line) => {
      if (!line.startsWith('unit 2')) return;
      first.kill('SIGKILL');
      second ??= heir();
    });
    first.removeAllListeners('exit');
    const ran = await queued.run();
    await Promise.all([second, restarted]);
    expect([0, 3], ran.stderr).toContain(ran.code);
    expect([first.signalCode, restarted]).toEqual(['SIGKILL', expect.anything()]);
    expect(queued.results().equals(queued.expected)).toBe(true);
  });

  it('tells of a Redis that is away once a way, however often it tries, and again when it is away again', async () => {
    const heard: string[] = [];
    const child = await worker((line) => heard.push(line));
    child.removeAllListeners('exit');
    const troubles = (): string[] => heard.filter((line) => line.includes('going on when it is back'));
    const connected = async (): Promise<number> =>
      String(await queued.redis.client.client('LIST'))
        .trim()
        .split('\n').length;
    const all = await connected();
    for (let time = 0; time < 2; time++) {
      const before = troubles().length;
      await queued.redis.halt();
      // In its place: who comes is sent away, and counted.
      let tried = 0;
      const door = createServer((socket) => {
        tried++;
        socket.destroy();
      });
      await new Promise<void>((listens) => door.listen(queued.redis.port, '127.0.0.1', listens));
      await expect.poll(() => tried).toBeGreaterThan(12);
      await new Promise((closed) => door.close(closed));
      await expect.poll(() => troubles().length).toBeGreaterThan(before);
      const told = troubles().slice(before);
      expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
      await queued.redis.restart();
      await expect.poll(connected).toBe(all);
    }
  });

  it('finishes what it has begun when it is asked to stop', async () => {
    const child = await worker();
    child.removeAllListeners('exit');
    const ended = new Promise((done) => child.on('exit', done));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await queued.redis.client.keys('routelab:worker:*')).toEqual([]);
  });

  describe('unit by unit', () => {
    const groupKeys = Uint32Array.from({ length: 600 }, (_, group) => group * 7919);
    const columns = { seed: 1, replicates: 20, groupKeys, columns: [Float64Array.from(groupKeys, (key) => key / 3)] };
    const engine = () =>
      bullmq({
        address: redisAddress(undefined, env()),
        code: code(),
        inputs: undefined,
        timeoutMs: 60_000,
        onTrouble: () => undefined,
      });
    beforeAll(async () => {
      // The code of the built program, which is what workers are.
      const { codeOf } = (await import(resolve('dist/app/engine/code-hash.js'))) as { codeOf(): unknown };
      writeFileSync(join(dir, 'code.json'), JSON.stringify(codeOf()));
    });

    it('does a unit that is asked for twice once, and keeps the order', async () => {
      let units = 0;
      await worker((line) => {
        if (line.startsWith('unit')) units++;
      });
      const own = await engine();
      const ranges = [
        { first: 10, last: 20 },
        { first: 0, last: 10 },
        { first: 10, last: 20 },
      ];
      const came = await own.run({ kind: resampleUnit, common: columns, inputs: ranges }, {});
      await own.close();
      expect(came).toEqual(ranges.map(({ first, last }) => resampleTotals({ ...columns, first, replicates: last - first })));
      expect(units).toBe(2);
    });

    it('ends a run whose unit fails with its kind and what the worker said', async () => {
      await worker();
      const own = await engine();
      const broken = {
        kind: resampleUnit,
        common: columns,
        inputs: [
          { first: 0, last: 5 },
          { first: 0, last: -1 },
          { first: 5, last: 9 },
        ],
      };
      await expect(own.run(broken, {})).rejects.toThrow(/^unit "resample": .*length/i);
      await own.close();
    });

    it('refuses a unit of another version on either side', async () => {
      await worker();
      const other = { ...code(), sha256: '0'.repeat(64) };
      const connection = { host: '127.0.0.1', port: queued.redis.port, password: PASSWORD, maxRetriesPerRequest: null };
      const queue = new Queue<UnitJob>(queueName(code()), { connection, prefix: 'routelab' });
      const job = await queue.add('resample', {
        code: other,
        kind: 'resample',
        common: '',
        input: { text: '[]', arrays: [] },
        asker: '',
      });
      await expect
        .poll(async () => (await queue.getJob(job.id ?? ''))?.failedReason, { timeout: 60_000 })
        .toMatch(/^asked by routelab .* \(code 000000000000\)/);
      await queue.close();
      for (const [index, nothing] of ['{}', 'null', 'no worker'].entries())
        await queued.redis.client.set(`routelab:worker:nobody:${index}`, nothing, 'EX', 60);
      const asking = await bullmq({
        address: redisAddress(undefined, env()),
        code: other,
        inputs: undefined,
        timeoutMs: 60_000,
        onTrouble: () => undefined,
      });
      await expect(asking.run({ kind: resampleUnit, common: columns, inputs: [{ first: 0, last: 5 }] }, {})).rejects.toThrow(
        /workers of another version are there/,
      );
      await asking.close();
    });
  });

  it('says what is wrong with the way in, and never the password', async () => {
    const wrong = routelabIn(
      { ROUTELAB_REDIS: `redis://:not-it@127.0.0.1:${queued.redis.port}` },
      dir,
      'run',
      '--engine',
      'bullmq',
    );
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('the server refuses the password')]);
    expect(wrong.stderr).not.toContain('not-it');
    const none = routelab(dir, 'worker', '--redis', `redis://127.0.0.1:${queued.redis.port}`);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('refuses the connection without a password')]);
    const nobody = routelab(dir, 'run', '--redis', 'redis://127.0.0.1:1');
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining("can't reach the server")]);
    await queued.redis.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const told: string[] = [];
    const own = await bullmq({
      address: redisAddress(undefined, env()),
      code: code(),
      inputs: undefined,
      timeoutMs: 60_000,
      onTrouble: (text) => told.push(text),
    });
    await own.close();
    await queued.redis.client.config('SET', 'maxmemory-policy', 'noeviction');
    expect(told.join()).toContain('maxmemory-policy is allkeys-lru');
  });
});
