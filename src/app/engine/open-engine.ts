import { availableParallelism } from 'node:os';
import { UserError } from '../../domain/user-error.js';
import type { Breakable, Control, Engine } from '../../engine/engine.js';
import { inline } from '../../engine/inline.js';
import { threads } from '../../engine/threads.js';

export type { Breakable };

export const ENGINES = ['inline', 'threads', 'bullmq'] as const;

/** Where heavy work is to run. */
export interface EngineOptions {
  /** Undefined: threads where the work is large enough, else here. */
  readonly engine?: (typeof ENGINES)[number] | undefined;
  /** Undefined: as many as the machine can run at once. */
  readonly threads?: number | undefined;
  /** URL of the Redis that workers listen to; undefined: the environment's. */
  readonly redis?: string | undefined;
  /** Folder for large inputs that workers see too. */
  readonly inputs?: string | undefined;
  /** How long that Redis may be away at a time. */
  readonly redisTimeoutMs?: number | undefined;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends it between units. */
  readonly signal?: AbortSignal;
  /** Told after every unit: how many of the current ones are done. */
  readonly onUnit?: (done: number, all: number, kind: string) => void;
  /** Calls what takes long here. */
  readonly breakable?: Breakable;
  /** Told what the user should know while it goes on. */
  readonly onTrouble?: (text: string) => void;
}

/** From here on starting threads is worth it for a comparison. */
const LEAST_FOR_THREADS = 500_000;

/** What decides whether a comparison is large. */
export interface ComparisonSize {
  readonly queries: number;
  readonly models: number;
  readonly candidates: number;
}

/** Whether threads are worth starting, by about how many outcomes are looked at, those for the report included. */
export function isLarge({ queries, models, candidates }: ComparisonSize): boolean {
  return queries * models * (candidates + 10) >= LEAST_FOR_THREADS;
}

/**
 * @param isWorthThreads whether the work is worth starting threads for, where the options don't say where it runs
 * @throws UserError for options that don't go together, and where the Redis can't be reached
 */
export async function openEngine(options: EngineOptions, isWorthThreads: boolean): Promise<Engine> {
  const count = options.threads ?? availableParallelism();
  refuseStrays(options);
  const large = count > 1 && (options.threads !== undefined || isWorthThreads);
  switch (options.engine ?? (options.redis !== undefined ? 'bullmq' : large ? 'threads' : 'inline')) {
    case 'inline':
      return inline;
    case 'threads':
      return threads(threadEntry(), count);
    case 'bullmq':
      return openBullmq(options);
  }
}

/** How long a Redis may be away where nobody says otherwise. */
export const REDIS_TIMEOUT_MS = 600_000;

async function openBullmq({
  redis,
  inputs,
  redisTimeoutMs: timeoutMs = REDIS_TIMEOUT_MS,
  env = process.env,
  onTrouble = () => undefined,
}: EngineOptions): Promise<Engine> {
  const [{ bullmq }, { redisAddress }, { codeOf }] = await Promise.all([
    import('../../engine/bullmq/producer.js'),
    import('../../engine/bullmq/redis-address.js'),
    import('./code-hash.js'),
  ]);
  return bullmq({ address: redisAddress(redis, env), code: codeOf(), inputs, timeoutMs, onTrouble });
}

/** What a computation on an engine is driven with. */
export function controlOf({ signal, onUnit, breakable }: EngineOptions = {}): Control {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(onUnit === undefined ? {} : { onUnit }),
    ...(breakable === undefined ? {} : { breakable }),
  };
}

/** The script that every thread begins with. */
export function threadEntry(): URL {
  return new URL('../worker/worker.js', import.meta.url);
}

function refuseStrays({ engine, threads: count, redis, redisTimeoutMs, inputs }: EngineOptions): void {
  if (engine !== undefined && engine !== 'threads' && count !== undefined)
    throw new UserError({ field: '--threads', message: `is for --engine threads, and this is ${engine}`, value: String(count) });
  if (engine !== undefined && engine !== 'bullmq' && redis !== undefined)
    throw new UserError({ field: '--redis', message: `is for --engine bullmq, and this is ${engine}` });
  if (redis !== undefined && count !== undefined)
    throw new UserError({ field: '--threads', message: 'is for --engine threads', accepted: 'routelab worker --concurrency' });
  if (inputs !== undefined && engine !== 'bullmq' && redis === undefined)
    throw new UserError({ field: '--inputs', message: 'is for --engine bullmq', value: inputs });
  if (redisTimeoutMs !== undefined && engine !== 'bullmq' && redis === undefined)
    throw new UserError({ field: '--redis-timeout', message: 'is for --engine bullmq' });
}
