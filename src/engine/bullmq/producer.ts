import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { UserError } from '../../domain/user-error.js';
import type { Work } from '../../domain/work.js';
import type { Control, Engine } from '../engine.js';
import { errorOf } from '../failure.js';
import { decode, encode } from '../message.js';
import { type Asker, openAsker } from './asker.js';
import { type BlobStore, blobStore, sha256Of } from './blob-store.js';
import { closedSoon, watchConnection } from './connection-lost.js';
import { type Code, type JobResult, queueName, type UnitJob } from './job.js';
import { requireWorkers } from './presence.js';
import { onceEach, openRedis, PREFIX, redisPackages } from './redis.js';
import type { RedisAddress } from './redis-address.js';
import { fromWire, toWire } from './wire.js';

export interface BullmqOptions {
  readonly address: RedisAddress;
  readonly code: Code;
  /** Where large inputs also lie as files: see `blobStore`. */
  readonly inputs: string | undefined;
  /** How long the server may be away at a time. */
  readonly timeoutMs: number;
  /** Told what the user should know while it goes on. */
  readonly onTrouble: (text: string) => void;
}

/** Units looked after at a time: events may get lost, so each is asked about now and then. */
const POLL_MS = 1000;
/** How often a worker that a unit kills is given back to it. */
const ATTEMPTS = 3;
/** Jobs added in one command. */
const BULK = 50;
/** Events kept for those who listen: each holds a whole result, and who missed one asks. */
const MOST_EVENTS = 100;

/** Runs units on workers that listen to a Redis. */
export async function bullmq(options: BullmqOptions): Promise<Engine> {
  const packages = await redisPackages('--engine bullmq');
  const redis = await openRedis(packages, options.address, options.timeoutMs, options.onTrouble);
  redis.on('error', onceEach(redis, options.onTrouble));
  const watch = watchConnection(redis, options.address, options.timeoutMs);
  const { connection } = watch;
  const asker = await openAsker(redis);
  const name = queueName(options.code);
  const queue = new packages.bullmq.Queue<UnitJob, string, string, UnitJob, string, string>(name, {
    connection,
    prefix: PREFIX,
    streams: { events: { maxLen: MOST_EVENTS } },
  });
  const events = new packages.bullmq.QueueEvents(name, { connection, prefix: PREFIX });
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  const blobs = blobStore(redis, options.inputs);
  const desk: Desk = { options, asker, redis, queue, blobs, lasting: new WeakMap(), woken: new Set(), wake: () => undefined };
  for (const event of ['completed', 'failed'] as const) {
    events.on(event, ({ jobId }: { jobId: string }) => {
      desk.woken.add(jobId);
      desk.wake();
    });
  }
  return {
    name: 'bullmq',
    run: (work, control) => Promise.race([runAll(desk, work, control), watch.lost]),
    async close() {
      watch.stop();
      // Results lie in events too: nothing of a run stays behind.
      if (!watch.isLost()) await Promise.allSettled([blobs.clear(0), asker.stop(), queue.trimEvents(0)]);
      await closedSoon([asker.stop(), queue.close(), events.close()]);
      redis.disconnect();
    },
  };
}

type UnitQueue = Queue<UnitJob, string, string, UnitJob, string, string>;

/** What one run holds of a Redis. */
interface Desk {
  readonly options: BullmqOptions;
  readonly asker: Asker;
  readonly redis: Redis;
  readonly queue: UnitQueue;
  readonly blobs: BlobStore;
  /** Hashes of common values that lie there until the end. */
  readonly lasting: WeakMap<object, string>;
  /** Jobs of which something was heard. */
  readonly woken: Set<string>;
  wake: () => void;
}

interface Failed {
  readonly index: number;
  readonly error: Error;
}

/** As if the units had been done one after another: the first that fails decides, once all before it are done. */
function throwFirst(failed: readonly Failed[], pending: ReadonlyMap<string, readonly Pending[]>): void {
  if (failed.length === 0) return;
  const first = failed.reduce((least, one) => (one.index < least.index ? one : least));
  const before = [...pending.values()].some((own) => own.some(({ index }) => index < first.index));
  if (!before) throw first.error;
}

interface Pending {
  readonly index: number;
  readonly job: UnitJob;
}

async function runAll(desk: Desk, work: Work, { signal, onUnit }: Control): Promise<readonly unknown[]> {
  const { kind, inputs } = work;
  const before = kind.common.lasting ? null : desk.blobs.mark();
  const shared = await putCommon(desk, work);
  const mark = before ?? desk.blobs.mark();
  const outputs: unknown[] = new Array(inputs.length);
  const pending = new Map<string, Pending[]>();
  for (const [index, input] of inputs.entries()) {
    const unit = { code: desk.options.code, kind: kind.name, common: shared, input: await toWire(encode(input), desk.blobs) };
    // Equal units are one: what was done is never done again, however often it is delivered.
    const id = `unit-${sha256Of(JSON.stringify(unit))}`;
    pending.set(id, [...(pending.get(id) ?? []), { index, job: { ...unit, asker: desk.asker.id } }]);
  }
  await desk.asker.tell();
  await addJobs(desk, [...pending]);
  const failed: Failed[] = [];
  let done = 0;
  const settle = async (id: string): Promise<void> => {
    const own = pending.get(id);
    if (own === undefined) return;
    const came = await cameOf(desk, id, own, kind.name);
    if (came === null) return;
    pending.delete(id);
    for (const { index } of own) {
      if ('error' in came) failed.push({ index, error: came.error });
      else outputs[index] = came.output;
      onUnit?.(++done, inputs.length, kind.name);
    }
  };
  try {
    while (pending.size > 0) {
      signal?.throwIfAborted();
      const woken = await somethingHeard(desk);
      for (const id of woken ?? [...pending.keys()]) await settle(id);
      if (woken === null) await lookAfter(desk);
      throwFirst(failed, pending);
    }
  } finally {
    for (const id of pending.keys()) await desk.queue.remove(id).catch(() => undefined);
    await desk.blobs.clear(mark);
  }
  return outputs;
}

/** Puts what the units share where workers find it, once. */
async function putCommon({ blobs, lasting }: Desk, { kind, common }: Work): Promise<string> {
  const held = lasting.get(common as object);
  if (held !== undefined) return held;
  const packed = await toWire(encode(kind.common.pack(common)), blobs);
  const sha256 = await blobs.put(new TextEncoder().encode(JSON.stringify(packed)));
  if (kind.common.lasting) lasting.set(common as object, sha256);
  return sha256;
}

async function addJobs({ queue }: Desk, jobs: readonly (readonly [string, readonly Pending[]])[]): Promise<void> {
  for (let from = 0; from < jobs.length; from += BULK) {
    await queue.addBulk(
      jobs.slice(from, from + BULK).flatMap(([jobId, [first]]) =>
        first === undefined
          ? []
          : [
              {
                name: first.job.kind,
                data: first.job,
                opts: {
                  jobId,
                  attempts: ATTEMPTS,
                  // What nobody fetches any more is not kept for ever.
                  removeOnComplete: { age: 3600 },
                  removeOnFail: { age: 3600 },
                },
              },
            ],
      ),
    );
  }
}

/** The jobs of which something was heard, or null where nothing was for a while: then all are asked about. */
function somethingHeard(desk: Desk): Promise<readonly string[] | null> {
  return new Promise((resolve) => {
    const heard = (): void => {
      clearTimeout(timer);
      desk.wake = () => undefined;
      const ids = [...desk.woken];
      desk.woken.clear();
      resolve(ids.length === 0 ? null : ids);
    };
    const timer = setTimeout(heard, POLL_MS);
    if (desk.woken.size > 0) heard();
    else desk.wake = heard;
  });
}

/** What came of a job; null while nothing did. A job that a server lost is given to it again. */
async function cameOf(
  desk: Desk,
  id: string,
  own: readonly Pending[],
  kind: string,
): Promise<{ readonly output: unknown } | { readonly error: Error } | null> {
  const state = await desk.queue.getJobState(id);
  if (state === 'unknown') await addJobs(desk, [[id, own]]);
  if (state !== 'completed' && state !== 'failed') return null;
  // Read after its state: what was read before might not hold the result yet.
  const job = await desk.queue.getJob(id);
  if (job === undefined) return null;
  await job.remove().catch(() => undefined);
  if (state === 'failed') return { error: lostUnit(kind, job.failedReason) };
  const result = JSON.parse(job.returnvalue) as JobResult;
  // Asked for by another before, who went away: the next look gives it to the workers again.
  if ('abandoned' in result) return null;
  if ('failure' in result) return { error: errorOf(result.failure, kind) };
  return { output: decode(await fromWire(result.output, null)) };
}

/** A unit that no worker could finish. */
function lostUnit(kind: string, reason: string): UserError {
  const stalled = /stalled/.test(reason);
  return new UserError(
    {
      message: `unit "${kind}" could not be done: ${stalled ? 'its worker died, and so did those that took it over' : reason}`,
      hint: stalled
        ? 'a worker that runs out of memory dies like this: give it more, or fewer threads'
        : 'routelab worker shows what happened there',
    },
    4,
  );
}

/** Nothing was heard for a while: are the inputs still there, and is anybody? */
async function lookAfter({ blobs, redis, options }: Desk): Promise<void> {
  await blobs.restore();
  await requireWorkers(redis, options.code, options.onTrouble);
}
