import { hostname } from 'node:os';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { UserError } from '../../domain/user-error.js';
import type { Message } from '../message.js';
import type { UnitResult } from '../run-unit.js';
import { type ThreadPool, threadPool } from '../thread-pool.js';
import { askerKey } from './asker.js';
import { type BlobStore, blobStore } from './blob-store.js';
import { closedSoon, watchConnection } from './connection-lost.js';
import { type Code, codeText, type JobResult, queueName, type UnitJob } from './job.js';
import { announce } from './presence.js';
import { onceEach, openRedis, PREFIX, redisPackages } from './redis.js';
import type { RedisAddress } from './redis-address.js';
import { type CallMaker, serveCalls } from './serve-calls.js';
import { fromWire, toWire, type WireMessage } from './wire.js';

export interface ServeOptions {
  readonly address: RedisAddress;
  readonly code: Code;
  readonly threads: number;
  /** The script every thread begins with. */
  readonly entry: URL;
  /** Whether threads share what follows from the common value of a kind. */
  readonly shares: (kind: string) => boolean;
  readonly inputs: string | undefined;
  /** Milliseconds of silence after which this worker's units go to others. */
  readonly stalledAfterMs: number;
  /** How long the server may be away at a time. */
  readonly timeoutMs: number;
  readonly onTrouble: (text: string) => void;
  readonly onUnit: (kind: string, tookMs: number) => void;
  /** Makes calls too; null: units only. */
  readonly maker: CallMaker | null;
}

/** A worker that takes units from a Redis until it is stopped. */
export interface Served {
  /** Finishes what it has begun, and takes nothing new. */
  stop(): Promise<void>;
  /** Rejects once the server has been away for too long. */
  readonly lost: Promise<never>;
}

/** A worker that nobody has asked for so long holds nothing for the next who does. */
const IDLE_MS = 300_000;

/** Takes units from a Redis; they run on threads, so that the worker itself can always tell that it is alive. */
export async function serve(options: ServeOptions): Promise<Served> {
  const packages = await redisPackages('worker');
  const redis = await openRedis(packages, options.address, options.timeoutMs, options.onTrouble);
  const trouble = onceEach(redis, options.onTrouble);
  redis.on('error', trouble);
  const watch = watchConnection(redis, options.address, options.timeoutMs);
  const pool = threadPool(options.entry, options.threads, IDLE_MS);
  const blobs = blobStore(redis, options.inputs);
  const worker = new packages.bullmq.Worker<UnitJob, string>(
    queueName(options.code),
    async ({ data }) => {
      if (data.code.sha256 !== options.code.sha256 || data.code.version !== options.code.version)
        throw new packages.bullmq.UnrecoverableError(
          `asked by routelab ${codeText(data.code)}, and this worker is ${codeText(options.code)}`,
        );
      if (!(await isWaitedFor(redis, data))) return JSON.stringify({ abandoned: true } satisfies JobResult);
      const from = performance.now();
      const result = await resultOf(data, options.shares(data.kind), pool, blobs);
      options.onUnit(data.kind, performance.now() - from);
      return result;
    },
    {
      connection: watch.connection,
      prefix: PREFIX,
      concurrency: options.threads,
      lockDuration: options.stalledAfterMs,
      stalledInterval: options.stalledAfterMs / 2,
      maxStalledCount: 2,
    },
  );
  worker.on('error', trouble);
  // What nobody will fetch doesn't lie there for an hour.
  worker.on('completed', (job) => void forget(redis, job).catch(() => undefined));
  worker.on('failed', (job, error) => options.onTrouble(`unit "${job?.data.kind ?? '?'}": ${error.message}`));
  await worker.waitUntilReady();
  const { code, threads, maker } = options;
  const calls =
    maker === null
      ? null
      : await serveCalls({ ...callsOf(options, maker), onTrouble: trouble, connection: watch.connection, packages, redis });
  const presence = await announce(redis, {
    code,
    host: hostname(),
    pid: process.pid,
    threads,
    ...(maker === null ? {} : { asks: maker.models }),
  });
  return {
    lost: watch.lost,
    async stop() {
      watch.stop();
      if (watch.isLost()) await closedSoon([worker.close(true)]);
      else await Promise.all([presence.stop(), worker.close(), calls?.stop()]);
      await pool.close();
      redis.disconnect();
    },
  };
}

async function isWaitedFor(redis: Redis, { asker }: UnitJob): Promise<boolean> {
  return (await redis.exists(askerKey(asker))) === 1;
}

async function forget(redis: Redis, job: Job<UnitJob, string>): Promise<void> {
  if (!(await isWaitedFor(redis, job.data))) await job.remove();
}

function callsOf({ code, stalledAfterMs, onUnit }: ServeOptions, maker: CallMaker) {
  const onCall = (tookMs: number): void => onUnit('call', tookMs);
  return { code, stalledAfterMs, onCall, maker };
}

async function resultOf({ kind, common, input }: UnitJob, shares: boolean, pool: ThreadPool, blobs: BlobStore): Promise<string> {
  const packed = async (): Promise<Message> => {
    const bytes = await blobs.get(common);
    return fromWire(JSON.parse(Buffer.from(bytes).toString('utf8')) as WireMessage, blobs);
  };
  const result: UnitResult = await pool.run({ kind, common: `${common}`, input: await fromWire(input, blobs), packed, shares });
  const wired: JobResult = 'failure' in result ? result : { output: await toWire(result.output, null) };
  return JSON.stringify(wired);
}

/** @throws UserError for what can't be a time of silence */
export function stalledAfter(seconds: number): number {
  if (seconds >= 1 && seconds <= 3600) return Math.round(seconds * 1000);
  throw new UserError({
    field: '--stalled-after',
    message: 'not accepted',
    value: String(seconds),
    accepted: '1 to 3600 (seconds)',
  });
}
