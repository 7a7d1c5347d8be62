import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { type CallJob, type CallResult, callQueueName } from './call-job.js';
import { claim, giveUpPlace } from './claim.js';
import { type Code, codeText } from './job.js';
import { type Connection, PREFIX, type RedisPackages } from './redis.js';

/** Makes calls. */
export interface CallMaker {
  /** Ids of the models it may ask. */
  readonly models: readonly string[];
  /** Makes one call; a payload in, a reply out. */
  readonly make: (payload: string) => Promise<string>;
}

/** Calls of a worker at a time: they wait for their providers, not for a processor. */
const CALLS_AT_ONCE = 64;
/** A call that is held back is asked about again after so long at most. */
const LOOK_AGAIN_MS = 1000;

export interface ServeCalls {
  readonly packages: RedisPackages;
  readonly redis: Redis;
  readonly connection: Connection;
  readonly code: Code;
  readonly stalledAfterMs: number;
  readonly maker: CallMaker;
  readonly onTrouble: (error: Error) => void;
  readonly onCall: (tookMs: number) => void;
}

/** Takes calls from a Redis until it is stopped. Each is sent once at most, by whichever worker: see `claim`. */
export async function serveCalls(options: ServeCalls): Promise<{ stop(): Promise<void> }> {
  const { packages, redis, connection, code, stalledAfterMs, maker, onTrouble } = options;
  let stopping = false;
  const made = async ({ id = '', data }: Job<CallJob, string>): Promise<CallResult> => {
    if (data.code.sha256 !== code.sha256 || data.code.version !== code.version)
      throw new packages.bullmq.UnrecoverableError(
        `asked by routelab ${codeText(data.code)}, and this worker is ${codeText(code)}`,
      );
    for (;;) {
      if (stopping) return { kind: 'unsent' };
      const claimed = await claim(redis, { ...data, id });
      if (claimed.kind === 'granted') break;
      if (claimed.kind !== 'held') return { kind: claimed.kind === 'taken' ? 'lost' : 'unsent' };
      const { forMs } = claimed;
      await new Promise((resolve) => setTimeout(resolve, Math.min(forMs, LOOK_AGAIN_MS)));
    }
    const from = performance.now();
    try {
      const reply = await maker.make(data.payload);
      options.onCall(performance.now() - from);
      return { kind: 'made', reply };
    } finally {
      // Where that fails, its place is free once it can't be under way any more.
      await giveUpPlace(redis, id, data.rate).catch(() => undefined);
    }
  };
  const worker: Worker<CallJob, string> = new packages.bullmq.Worker<CallJob, string>(
    callQueueName(code),
    async (job) => JSON.stringify(await made(job)),
    {
      connection,
      prefix: PREFIX,
      concurrency: CALLS_AT_ONCE,
      lockDuration: stalledAfterMs,
      stalledInterval: stalledAfterMs / 2,
      maxStalledCount: 1,
    },
  );
  worker.on('error', onTrouble);
  await worker.waitUntilReady();
  return {
    stop() {
      stopping = true;
      return worker.close();
    },
  };
}
