import { randomUUID } from 'node:crypto';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { openAsker } from './asker.js';
import { type CallJob, type CallRate, type CallResult, callQueueName } from './call-job.js';
import { sentKey } from './claim.js';
import { closedSoon, watchConnection } from './connection-lost.js';
import type { Code } from './job.js';
import { requireCallers } from './presence.js';
import { onceEach, openRedis, PREFIX, redisPackages } from './redis.js';
import type { RedisAddress } from './redis-address.js';

/** What became of a call. */
export type CallOutcome =
  | { readonly kind: 'made'; readonly reply: string }
  /** It may have been sent, and nobody knows what came of it. */
  | { readonly kind: 'lost' }
  /** It was taken back before anybody sent it. */
  | { readonly kind: 'withdrawn' }
  /** No worker would send it, and none did. */
  | { readonly kind: 'refused'; readonly why: string };

export interface AskedCall {
  readonly rate: CallRate;
  readonly tokens: number;
  readonly longestMs: number;
  readonly payload: string;
}

/** Has calls made by workers that listen to a Redis. */
export interface CallDesk {
  /** @param stop aborted: what was not sent is taken back, and nothing is waited for */
  call(asked: AskedCall, stop: AbortSignal): Promise<CallOutcome>;
  /** Takes back what nobody has begun. */
  withdraw(): void;
  close(): Promise<void>;
}

export interface CallDeskOptions {
  readonly address: RedisAddress;
  readonly code: Code;
  /** How long the server may be away at a time. */
  readonly timeoutMs: number;
  readonly onTrouble: (text: string) => void;
}

/** Events may get lost: every call is asked about now and then. */
const POLL_MS = 1000;
/** Whoever wants everything to stop at once doesn't wait longer for a server. */
const PATIENCE_MS = 2000;

type CallQueue = Queue<CallJob, string, string, CallJob, string, string>;

interface Pending {
  readonly end: (outcome: CallOutcome | 'unsent') => void;
  /** On the server: before that, not finding it there means nothing. */
  put: boolean;
  /** Being looked at: what one look takes away another would miss. */
  looked: boolean;
}

interface Counter {
  readonly queue: CallQueue;
  readonly redis: Redis;
  /** Whoever waits, by the job's id. */
  readonly pending: Map<string, Pending>;
}

export async function callDesk({ address, code, timeoutMs, onTrouble }: CallDeskOptions): Promise<CallDesk> {
  const packages = await redisPackages('--engine bullmq');
  const redis = await openRedis(packages, address, timeoutMs, onTrouble);
  redis.on('error', onceEach(redis, onTrouble));
  const watch = watchConnection(redis, address, timeoutMs);
  const { connection } = watch;
  const name = callQueueName(code);
  const queue: CallQueue = new packages.bullmq.Queue(name, { connection, prefix: PREFIX });
  const events = new packages.bullmq.QueueEvents(name, { connection, prefix: PREFIX });
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  const counter: Counter = { queue, redis, pending: new Map() };
  for (const event of ['completed', 'failed'] as const)
    events.on(event, ({ jobId }: { jobId: string }) => void settle(counter, jobId).catch(() => undefined));
  const asker = await openAsker(redis);
  const timer = setInterval(() => void lookAfter(counter, code, onTrouble).catch(() => undefined), POLL_MS);
  return {
    async call(asked, stop) {
      for (;;) {
        const outcome = await Promise.race([putCall(counter, { code, asker: asker.id, ...asked }, stop), watch.lost]);
        if (outcome !== 'unsent') return outcome;
        // A server that came back empty doesn't know that we are here.
        await asker.tell();
      }
    },
    withdraw() {
      for (const [id, { end }] of counter.pending)
        void takeBack(counter, id).then((sent) => (sent ? undefined : end({ kind: 'withdrawn' })));
    },
    async close() {
      clearInterval(timer);
      watch.stop();
      await closedSoon([asker.stop(), queue.close(), events.close()]);
      redis.disconnect();
    },
  };
}

/** Puts a call where workers find it, and waits for what becomes of it. */
function putCall(counter: Counter, job: CallJob, stop: AbortSignal): Promise<CallOutcome | 'unsent'> {
  const jobId = `call-${randomUUID()}`;
  return new Promise((resolve, reject) => {
    const end = (outcome: CallOutcome | 'unsent'): void => {
      counter.pending.delete(jobId);
      stop.removeEventListener('abort', stopped);
      resolve(outcome);
    };
    const stopped = (): void => {
      const late = setTimeout(() => end({ kind: 'lost' }), PATIENCE_MS);
      void takeBack(counter, jobId)
        .then((sent) => end({ kind: sent ? 'lost' : 'withdrawn' }))
        .finally(() => clearTimeout(late));
    };
    const own: Pending = { end, put: false, looked: false };
    counter.pending.set(jobId, own);
    stop.addEventListener('abort', stopped, { once: true });
    counter.queue
      .add('call', job, { jobId, attempts: 1, removeOnComplete: { age: 3600 }, removeOnFail: { age: 3600 } })
      .then(() => {
        own.put = true;
        return settle(counter, jobId);
      })
      .catch(reject);
  });
}

/** Takes a job back; whether it may have been sent. */
async function takeBack({ queue, redis }: Counter, id: string): Promise<boolean> {
  const removed = await queue.remove(id);
  return removed === 0 || (await redis.exists(sentKey(id))) === 1;
}

/** Tells whoever waits what became of a job, if anything did. */
async function settle(counter: Counter, id: string): Promise<void> {
  const own = counter.pending.get(id);
  if (own === undefined || !own.put || own.looked) return;
  own.looked = true;
  try {
    const outcome = await outcomeOf(counter, id);
    if (outcome !== null) own.end(outcome);
  } finally {
    own.looked = false;
  }
}

async function outcomeOf({ queue, redis }: Counter, id: string): Promise<CallOutcome | 'unsent' | null> {
  const state = await queue.getJobState(id);
  // A server that came back empty: whether it was sent it doesn't know any more, so it is never given out again.
  if (state === 'unknown') return { kind: 'lost' };
  if (state !== 'completed' && state !== 'failed') return null;
  const job = await queue.getJob(id);
  if (job === undefined) return null;
  const sent = (await redis.exists(sentKey(id))) === 1;
  await job.remove().catch(() => undefined);
  await redis.del(sentKey(id));
  if (state === 'failed') return sent ? { kind: 'lost' } : { kind: 'refused', why: job.failedReason };
  const result = JSON.parse(job.returnvalue) as CallResult;
  return result.kind === 'unsent' ? 'unsent' : result;
}

async function lookAfter(counter: Counter, code: Code, tell: (text: string) => void): Promise<void> {
  for (const id of [...counter.pending.keys()]) await settle(counter, id);
  if (counter.pending.size > 0) await requireCallers(counter.redis, code, tell);
}
