import { availableParallelism } from 'node:os';
import { redisAddress } from '../engine/bullmq/redis-address.js';
import { type Served, serve, stalledAfter } from '../engine/bullmq/serve.js';
import { codeOf } from './code-hash.js';
import { threadEntry } from './open-engine.js';

export interface ServeUnitsOptions {
  /** Undefined: the environment's. */
  readonly redis: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Units at a time; undefined: as many as the machine can run at once. */
  readonly concurrency: number | undefined;
  readonly inputs: string | undefined;
  readonly stalledAfterS: number;
  readonly onTrouble: (text: string) => void;
  readonly onUnit: (kind: string, tookMs: number) => void;
}

/** A worker that serves, and what to say of it. */
export interface ServedUnits extends Served {
  /** Its Redis, without the password. */
  readonly redis: string;
  readonly threads: number;
  readonly version: string;
}

/** Makes this process a worker. */
export async function serveUnits(options: ServeUnitsOptions): Promise<ServedUnits> {
  const address = redisAddress(options.redis, options.env);
  const { concurrency: threads = availableParallelism(), inputs, onTrouble, onUnit } = options;
  const stalledAfterMs = stalledAfter(options.stalledAfterS);
  const code = codeOf();
  const served = await serve({ address, code, threads, entry: threadEntry(), inputs, stalledAfterMs, onTrouble, onUnit });
  return { ...served, redis: address.shown, threads, version: `${code.version} (code ${code.sha256.slice(0, 12)})` };
}
