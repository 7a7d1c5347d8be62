import type { Redis } from 'ioredis';
import { UserError } from '../../domain/user-error.js';
import { ACCEPTED, type RedisAddress } from './redis-address.js';

/** All keys of ours begin with this, whatever else the Redis is used for. */
export const PREFIX = 'routelab';

/** The two packages that speak with Redis: not part of an installation, because most never need them. */
export interface RedisPackages {
  readonly bullmq: typeof import('bullmq');
  readonly Redis: typeof Redis;
}

/**
 * @param field what an error says needs them
 * @throws UserError with what to install, where they are not there
 */
export async function redisPackages(field: string): Promise<RedisPackages> {
  try {
    const { Redis: client } = await import('ioredis');
    return { bullmq: await import('bullmq'), Redis: client };
  } catch {
    throw new UserError({
      field,
      message: 'needs two packages that are not installed',
      accepted: 'npm install bullmq@6 ioredis@6',
    });
  }
}

/** What a connection is made with. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: object;
  readonly maxRetriesPerRequest: null;
  /** Null: not any more. */
  readonly retryStrategy: (times: number) => number | null;
}

/** How our connections are made: commands wait for a lost server, for as long as it takes. */
export function connectionOf({ host, port, db, username, password, tls }: RedisAddress): Connection {
  return {
    host,
    port,
    db,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(2000, 100 * times),
  };
}

/** So long an address may say nothing while a connection is opened, where nobody has less patience. */
const SAYS_NOTHING_MS = 10_000;

/**
 * A connection to a Redis that was reached and let us in.
 *
 * @param timeoutMs how long the server may be away at a time: nor is it waited for any longer here
 * @param warn told where the server may throw away what it holds
 * @throws UserError where it can't be reached, refuses, or is no Redis
 */
export async function openRedis(
  { Redis: Client }: RedisPackages,
  address: RedisAddress,
  timeoutMs: number,
  warn: (text: string) => void,
): Promise<Redis> {
  const redis = new Client({ ...connectionOf(address), lazyConnect: true, retryStrategy: () => null });
  const told: Error[] = [];
  redis.on('error', (error: Error) => told.push(error));
  try {
    await letIn(redis, Math.min(timeoutMs, SAYS_NOTHING_MS));
  } catch (error) {
    redis.disconnect();
    throw refusal(address, told[0] ?? (error as Error));
  }
  const policy = await redis.config('GET', 'maxmemory-policy').catch(() => [] as unknown);
  const set = Array.isArray(policy) ? String(policy[1]) : '';
  if (set !== '' && set !== 'noeviction' && set !== 'undefined')
    warn(`${address.shown}: maxmemory-policy is ${set}: a full Redis would throw units away; set it to noeviction`);
  redis.options.retryStrategy = connectionOf(address).retryStrategy;
  return redis;
}

/** @throws Error where not a byte comes for so long; a Redis that still reads its file says so again and again */
async function letIn(redis: Redis, silentMs: number): Promise<void> {
  let listening: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    let heard = 0;
    listening = setInterval(() => {
      const { bytesRead = 0 } = (redis.stream as Redis['stream'] | undefined) ?? {};
      if (bytesRead === heard) reject(new Error(`nothing came from it for ${silentMs / 1000} seconds`));
      heard = bytesRead;
    }, silentMs);
  });
  try {
    await Promise.race([redis.connect().then(() => redis.ping()), silent]);
  } finally {
    clearInterval(listening);
  }
}

function refusal(address: RedisAddress, { message }: Error): UserError {
  const { shown, password } = address;
  const denied = /NOAUTH|WRONGPASS|invalid (username-)?password|AUTH/i.test(message);
  return new UserError({
    field: '--redis',
    ...(denied
      ? {
          message: `the server refuses the ${password === undefined ? 'connection without a password' : 'password'}`,
          accepted: 'the right user and password, in the environment variable ROUTELAB_REDIS',
        }
      : (noRedis(address, message) ?? { message: `can't reach the server: ${message || 'no connection'}` })),
    value: shown,
  });
}

/** What is told of something that is there and doesn't speak as we do; null where nothing is there, or a Redis says why it refuses. */
function noRedis({ shown, tls }: RedisAddress, message: string): { readonly message: string; readonly accepted: string } | null {
  const other = shown.replace(/^rediss?/, tls ? 'redis' : 'rediss');
  if (/Unknown RESP type|Protocol error/.test(message)) return { message: 'what answers there is no Redis', accepted: ACCEPTED };
  if (/wrong version number|packet length too long/.test(message))
    return { message: 'what answers there doesn’t speak TLS', accepted: `${other} where the Redis is spoken to without` };
  if (/before secure TLS connection/.test(message))
    return {
      message: 'the connection was closed before TLS was agreed on',
      accepted: `${other} where the Redis is spoken to without`,
    };
  if (/Connection is closed|EPIPE|ECONNRESET|nothing came/.test(message)) {
    const what = message.startsWith('nothing') ? message : 'the connection was closed at once';
    return {
      message: `${what}: no Redis, or one that is spoken to ${tls ? 'without' : 'by'} TLS`,
      accepted: `${other} where that is so`,
    };
  }
  return null;
}

/** Tells of a lost connection once for each way in which it is lost, until it is back. */
export function onceEach(redis: Redis, tell: (text: string) => void): (error: Error) => void {
  const told = new Set<string>();
  redis.on('ready', () => told.clear());
  return ({ message }) => {
    if (told.has(message)) return;
    told.add(message);
    tell(`Redis: ${message}; going on when it is back`);
  };
}
