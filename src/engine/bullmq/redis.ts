import type { Redis } from 'ioredis';
import { UserError } from '../../domain/user-error.js';
import type { RedisAddress } from './redis-address.js';

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

/**
 * A connection to a Redis that was reached and let us in.
 *
 * @param warn told where the server may throw away what it holds
 * @throws UserError where it can't be reached, or refuses
 */
export async function openRedis(
  { Redis: Client }: RedisPackages,
  address: RedisAddress,
  warn: (text: string) => void,
): Promise<Redis> {
  const redis = new Client({ ...connectionOf(address), lazyConnect: true, retryStrategy: () => null });
  const told: Error[] = [];
  redis.on('error', (error: Error) => told.push(error));
  try {
    await redis.connect();
    await redis.ping();
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

function refusal({ shown, password }: RedisAddress, { message }: Error): UserError {
  const denied = /NOAUTH|WRONGPASS|invalid (username-)?password|AUTH/i.test(message);
  return new UserError({
    field: '--redis',
    message: denied
      ? `the server refuses the ${password === undefined ? 'connection without a password' : 'password'}`
      : `can't reach the server: ${message || 'no connection'}`,
    value: shown,
    ...(denied ? { accepted: 'the right user and password, in the environment variable ROUTELAB_REDIS' } : {}),
  });
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
