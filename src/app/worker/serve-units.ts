import { availableParallelism } from 'node:os';
import { UserError } from '../../domain/user-error.js';
import { redisAddress } from '../../engine/bullmq/redis-address.js';
import { type Served, serve, stalledAfter } from '../../engine/bullmq/serve.js';
import type { CallMaker } from '../../engine/bullmq/serve-calls.js';
import { codeOf } from '../engine/code-hash.js';
import { threadEntry } from '../engine/open-engine.js';
import { openCallMaker } from './call-maker.js';
import { unitKinds } from './unit-kinds.js';

export interface ServeUnitsOptions {
  /** Undefined: the environment's. */
  readonly redis: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Units at a time; undefined: as many as the machine can run at once. */
  readonly concurrency: number | undefined;
  readonly inputs: string | undefined;
  readonly stalledAfterS: number;
  readonly timeoutMs: number;
  /** Models file of a worker that makes calls too; undefined: units only. */
  readonly models: string | undefined;
  readonly envFile: string | undefined;
  readonly onTrouble: (text: string) => void;
  readonly onUnit: (kind: string, tookMs: number) => void;
}

/** A worker that serves, and what to say of it. */
export interface ServedUnits extends Served {
  /** Its Redis, without the password. */
  readonly redis: string;
  readonly threads: number;
  readonly version: string;
  /** Models that it may ask; empty where it makes no calls. */
  readonly asks: readonly string[];
}

/** Makes this process a worker. */
export async function serveUnits(options: ServeUnitsOptions): Promise<ServedUnits> {
  const address = redisAddress(options.redis, options.env);
  const { concurrency: threads = availableParallelism(), inputs, timeoutMs, onTrouble, onUnit } = options;
  const stalledAfterMs = stalledAfter(options.stalledAfterS);
  const code = codeOf();
  const maker = await makerOf(options);
  const served = await serve({
    address,
    code,
    threads,
    entry: threadEntry(),
    shares: (name) => unitKinds.some(({ name: own, common }) => own === name && common.share !== undefined),
    inputs,
    stalledAfterMs,
    timeoutMs,
    onTrouble,
    onUnit,
    maker,
  });
  return {
    ...served,
    asks: maker?.models ?? [],
    redis: address.shown,
    threads,
    version: `${code.version} (code ${code.sha256.slice(0, 12)})`,
  };
}

/** What makes calls, where that is wanted; keys that are missing are told before any call fails for it. */
async function makerOf({ models, envFile, env, onTrouble }: ServeUnitsOptions): Promise<CallMaker | null> {
  if (models === undefined && envFile !== undefined)
    throw new UserError({
      field: '--env-file',
      message: 'is for a worker that makes calls',
      accepted: '--models models.yaml beside it',
    });
  if (models === undefined) return null;
  const maker = await openCallMaker({ models, envFile: envFile ?? null, env });
  for (const name of maker.lacking) onTrouble(`${name} is not set: calls that need it are refused`);
  return maker;
}
