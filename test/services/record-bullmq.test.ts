import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../src/domain/recording.js';
import { askerKey } from '../../src/engine/bullmq/asker.js';
import { callDesk } from '../../src/engine/bullmq/call-desk.js';
import type { CallRate } from '../../src/engine/bullmq/call-job.js';
import { claim, giveUpPlace, sentKey } from '../../src/engine/bullmq/claim.js';
import { connectionOf, redisPackages } from '../../src/engine/bullmq/redis.js';
import { redisAddress } from '../../src/engine/bullmq/redis-address.js';
import { type CallMaker, serveCalls } from '../../src/engine/bullmq/serve-calls.js';
import { readRecordingFile } from '../../src/recording/read-recordings.js';
import { bookkeepingDir, recordingFiles } from '../../src/recording/recording-file.js';
import { emptyDir, routelabBeside } from '../support/cli.js';
import { liveWorkspace, promptOf } from '../support/live-workspace.js';
import { type Asked, answerTo, type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { hasRedis, type OwnRedis, ownRedis } from '../support/redis.js';
import { redisWorkers } from '../support/redis-worker.js';

const KEYS = ['first7secret0value9never0written', 'second7secret0value9never0written'] as const;
const keyOf = ({ headers }: Asked): string => String(headers.authorization).replace('Bearer ', '');

describe.skipIf(!hasRedis && process.env['CI'] === undefined)('calls made by workers', { timeout: 120_000 }, () => {
  let redis: OwnRedis;
  let server: MisbehavingServer | undefined;
  const workers = redisWorkers(emptyDir());
  const env = (): Record<string, string> => ({ ROUTELAB_REDIS: redis.url });
  beforeAll(async () => {
    redis = await ownRedis();
  });
  afterEach(async () => {
    await workers.end();
    await server?.close();
    await redis.client.flushall();
  });
  afterAll(() => redis?.stop());

  async function served(behave: Parameters<typeof misbehavingServer>[0], queries: number, model = ''): Promise<string> {
    server = await misbehavingServer(behave);
    return liveWorkspace({ url: server.url, queries, model });
  }
  const worker = (dir: string, key: string) =>
    workers.start({ ...env(), LOCAL_KEY: key }, ['--models', join(dir, 'models.yaml')]);
  const record = (dir: string, ...args: string[]) =>
    routelabBeside(env(), dir, ['record', '--engine', 'bullmq', '--max-cost', '1', ...args], workers.adopt);

  async function recordings(dir: string): Promise<Recording[]> {
    const all: Recording[] = [];
    for (const file of await recordingFiles(join(dir, 'recordings/live')))
      for await (const { recording } of readRecordingFile(file)) all.push(recording);
    return all;
  }

  it('records everything once where a worker is killed in mid-call, counts what may have been billed, and lets no key travel', async () => {
    let doomed: { kill(signal: 'SIGKILL'): unknown } | null = null;
    let byFirst = 0;
    let heir: Promise<unknown> | undefined;
    const dir = await served((asked) => {
      if (keyOf(asked) !== KEYS[0] || ++byFirst < 3) return 'answer';
      doomed?.kill('SIGKILL');
      heir ??= worker(dir, KEYS[1]);
      return 'hang';
    }, 24);
    const first = await worker(dir, KEYS[0]);
    first.removeAllListeners('exit');
    doomed = first;
    const ran = await record(dir);
    await heir;
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('recorded 24 of 24 calls') });
    expect(first.signalCode).toBe('SIGKILL');
    expect(ran.stdout).toMatch(/spent .* known and \$[0-9.]+ reserved for calls of which nobody knows/);

    const made = await recordings(dir);
    expect(made.map(({ queryId }) => queryId).sort()).toEqual(Array.from({ length: 24 }, (_, at) => `q${at}`).sort());
    for (const { queryId, answer } of made) expect(answer?.text).toBe(answerTo(promptOf(Number(queryId.slice(1)))));
    const again = made.flatMap(({ attempts = [] }) => attempts.slice(0, -1));
    expect(again.length).toBeGreaterThan(0);
    expect(new Set(again.map(({ error }) => error?.kind))).toEqual(new Set(['lost']));
    // Every request that the server saw is an attempt of some recording: nothing was asked behind the ledger's back.
    expect(server?.asked.length).toBeLessThanOrEqual(made.reduce((sum, { attempts = [] }) => sum + attempts.length, 0));
    const ledger = readFileSync(join(bookkeepingDir(join(dir, 'recordings/live')), 'spend.jsonl'), 'utf8');
    for (const key of KEYS) for (const text of [redis.written(), ledger, ran.stdout, ran.stderr]) expect(text).not.toContain(key);
    expect((await redis.client.keys('routelab:*')).filter((key) => /:call-|:asker:|:sent:/.test(key))).toEqual([]);
  });

  it('keeps two sets of recordings under one limit, as the provider sees it', async () => {
    const dir = await served(() => 'answer', 5, '    limits: { rpm: 6 }\n');
    const other = liveWorkspace({ url: server?.url ?? '', queries: 5, model: '    limits: { rpm: 6 }\n' });
    await Promise.all(KEYS.map((key) => worker(dir, key)));
    const both = [dir, other].map((one) => record(one));
    const begun = async (): Promise<number[]> => {
      const [queue] = await redis.client.keys('routelab:calls-*:active');
      return [server?.asked.length ?? 0, queue === undefined ? 0 : await redis.client.llen(queue)];
    };
    // Either alone is within the limit; together four calls lie with the workers and are not sent.
    await expect.poll(begun, { timeout: 60_000 }).toEqual([6, 4]);
    await workers.end();
    await Promise.all(both);
    expect(server?.asked).toHaveLength(6);
  });

  it('takes back what nobody has begun when it is interrupted, and waits for no worker then', async () => {
    const dir = await served(() => 'answer', 3);
    const ran = await routelabBeside(env(), dir, ['record', '--engine', 'bullmq', '--max-cost', '1'], (child) => {
      workers.adopt(child);
      child.stderr?.on('data', (chunk) => {
        if (String(chunk).includes('waiting for workers')) child.kill('SIGINT');
      });
    });
    expect(ran).toMatchObject({ code: 130, stdout: expect.stringContaining('recorded 0 of 3 calls') });
    expect(ran.stdout).not.toContain('reserved for calls of which nobody knows');
    expect(server?.asked).toEqual([]);
    expect((await redis.client.keys('routelab:*')).filter((key) => /:call-|:asker:|:sent:/.test(key))).toEqual([]);
  });

  it('asks nothing that the worker’s own models file doesn’t say, and says why', async () => {
    const dir = await served(() => 'answer', 2);
    await worker(dir, KEYS[0]);
    const file = readFileSync(join(dir, 'models.yaml'), 'utf8');
    writeFileSync(join(dir, 'models.yaml'), file.replace('127.0.0.1', 'localhost'));
    const ran = await record(dir);
    expect(ran).toMatchObject({ code: 4, stdout: expect.stringMatching(/models file says something else of local\/a/) });
    expect(server?.asked).toEqual([]);
  });

  it.each([
    [['--engine', 'threads'], /--engine {2}calls wait for their providers.*accepted: inline, bullmq/],
    [['--engine', 'inline', '--redis', 'redis://h'], /--redis {2}is for --engine bullmq/],
  ])('refuses record %j', async (args, message) => {
    const { code, stderr } = await routelabBeside({}, emptyDir(), ['record', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  describe('by one limit for all', () => {
    const rate = (more: Partial<CallRate>): CallRate => ({ name: 'model', ...more });
    const alive = (): Promise<unknown> => redis.client.set(askerKey('me'), '1');
    const asked = (id: string, own: CallRate, tokens = 1) => ({ id, asker: 'me', rate: own, tokens, longestMs: 60_000 });

    it('lets through what a minute holds of requests and of tokens, and says for how long the next waits', async () => {
      await alive();
      const kinds = async (own: CallRate, tokens: number, ids: string[]) =>
        Promise.all(ids.map(async (id) => (await claim(redis.client, asked(id, own, tokens))).kind));
      expect(await kinds(rate({ requests: 2 }), 1, ['a', 'b', 'c'])).toEqual(['granted', 'granted', 'held']);
      expect(await kinds({ name: 'other', tokens: 100 }, 40, ['d', 'e', 'f'])).toEqual(['granted', 'granted', 'held']);
      // More than a minute holds is let through alone.
      expect(await kinds({ name: 'third', tokens: 100 }, 400, ['g', 'h'])).toEqual(['granted', 'held']);
      const held = await claim(redis.client, asked('c', rate({ requests: 2 })));
      expect(held).toEqual({ kind: 'held', forMs: expect.any(Number) });
      expect('forMs' in held && held.forMs > 50_000 && held.forMs <= 60_000).toBe(true);
    });

    it('lets a call be sent once, and only while somebody waits for it', async () => {
      expect(await claim(redis.client, asked('a', rate({})))).toEqual({ kind: 'abandoned' });
      await alive();
      expect(await claim(redis.client, asked('a', rate({})))).toEqual({ kind: 'granted' });
      expect(await claim(redis.client, asked('a', rate({})))).toEqual({ kind: 'taken' });
      expect(await redis.client.pttl(sentKey('a'))).toBeGreaterThan(3_600_000);
    });

    it('holds over two workers and two askers in every span, by what arrives', async () => {
      await alive();
      const spanMs = 400;
      const nowMs = async (): Promise<number> => {
        const [seconds, micros] = await redis.client.time();
        return Number(seconds) * 1000 + Number(micros) / 1000;
      };
      const send = async (id: string): Promise<readonly [after: number, before: number]> => {
        for (;;) {
          const afterMs = await nowMs();
          const claimed = await claim(redis.client, asked(id, rate({ requests: 5 })), spanMs);
          if (claimed.kind === 'granted') return [afterMs, await nowMs()];
          await new Promise((done) => setTimeout(done, 'forMs' in claimed ? claimed.forMs : 10));
        }
      };
      // By the server's clock each was let through between two times, however late this process heard of it.
      const sent = await Promise.all(Array.from({ length: 17 }, (_, at) => send(`r${at}`)));
      for (const [from] of sent)
        expect(sent.filter(([after, before]) => after >= from && before < from + spanMs - 1).length).toBeLessThanOrEqual(5);
      const took = Math.max(...sent.map(([, before]) => before)) - Math.min(...sent.map(([after]) => after));
      expect(took).toBeGreaterThanOrEqual(3 * (spanMs - 1));
    });

    it('has no more under way than may be, until one is over, or can’t be any more because its worker is gone', async () => {
      await alive();
      const own = rate({ atOnce: 2 });
      const kind = async (id: string, longestMs = 60_000): Promise<string> =>
        (await claim(redis.client, { ...asked(id, own), longestMs })).kind;
      expect([await kind('a'), await kind('b'), await kind('c')]).toEqual(['granted', 'granted', 'held']);
      expect((await claim(redis.client, asked('x', { ...own, name: 'another model' }))).kind).toBe('granted');
      await giveUpPlace(redis.client, 'a', own);
      expect([await kind('c'), await kind('d')]).toEqual(['granted', 'held']);
      expect(await redis.client.pttl('routelab:under-way:model')).toBeGreaterThan(30_000);
      // Of a worker that died nobody gives the place back: its time gets it.
      const short = { ...own, name: 'short' };
      const claimed = async (id: string) => (await claim(redis.client, { ...asked(id, short), longestMs: 300 })).kind;
      expect([await claimed('e'), await claimed('f')]).toEqual(['granted', 'granted']);
      await expect.poll(() => claimed('g')).toBe('granted');
    });

    it('keeps two workers to the calls of a model that may be under way at a time', async () => {
      const packages = await redisPackages('test');
      const address = redisAddress(undefined, env());
      const code = { version: 'test', sha256: '2'.repeat(64) };
      const made: string[] = [];
      let under = 0;
      let most = 0;
      const maker = (name: string): CallMaker => ({
        models: ['m'],
        make: async (payload) => {
          most = Math.max(most, ++under);
          // Each waits for another beside it, as long as there is one to come.
          while (under < 2 && made.length + under < 8) await new Promise(setImmediate);
          under--;
          made.push(name);
          return payload;
        },
      });
      const trouble = (): void => undefined;
      const desk = await callDesk({ address, code, timeoutMs: 60_000, onTrouble: trouble });
      const options = { packages, redis: redis.client, connection: connectionOf(address), code, stalledAfterMs: 5000 };
      const calls = await Promise.all(
        ['one', 'two'].map((name) => serveCalls({ ...options, maker: maker(name), onTrouble: trouble, onCall: trouble })),
      );
      const never = new AbortController().signal;
      const asked = { rate: rate({ atOnce: 2 }), tokens: 1, longestMs: 60_000 };
      const replies = await Promise.all(Array.from({ length: 8 }, (_, at) => desk.call({ ...asked, payload: `${at}` }, never)));
      expect(replies).toEqual(Array.from({ length: 8 }, (_, at) => ({ kind: 'made', reply: `${at}` })));
      expect([most, made.length]).toEqual([2, 8]);
      expect(await redis.client.exists('routelab:under-way:model')).toBe(0);
      await Promise.all(calls.map((one) => one.stop()));
      await desk.close();
    });

    it('gives a call that was delivered twice to the first alone: the second is lost, not sent again', async () => {
      const packages = await redisPackages('test');
      const address = redisAddress(undefined, env());
      const code = { version: 'test', sha256: '1'.repeat(64) };
      const made: string[] = [];
      const maker: CallMaker = {
        models: ['m'],
        make: async (payload) => {
          made.push(payload);
          return payload;
        },
      };
      const trouble = (): void => undefined;
      const desk = await callDesk({ address, code, timeoutMs: 60_000, onTrouble: trouble });
      const connection = connectionOf(address);
      const calls = await serveCalls({
        packages,
        redis: redis.client,
        connection,
        code,
        stalledAfterMs: 2000,
        maker,
        onTrouble: trouble,
        onCall: trouble,
      });
      const never = new AbortController().signal;
      const one = (payload: string) => desk.call({ rate: rate({}), tokens: 1, longestMs: 60_000, payload }, never);
      expect(await one('a')).toEqual({ kind: 'made', reply: 'a' });
      // As if it had been begun before: what a server gives out again after a worker's death.
      const queue = new packages.bullmq.Queue(`calls-test-${'1'.repeat(12)}`, { connection, prefix: 'routelab' });
      await alive();
      await redis.client.set(sentKey('twice'), '1');
      const job = { code, asker: 'me', rate: rate({}), tokens: 1, longestMs: 60_000, payload: 'b' };
      await queue.add('call', job, { jobId: 'twice' });
      await expect.poll(async () => (await queue.getJob('twice'))?.returnvalue, { timeout: 10_000 }).toBe('{"kind":"lost"}');
      expect(made).toEqual(['a']);
      await queue.close();
      await calls.stop();
      await desk.close();
    });
  });
});
