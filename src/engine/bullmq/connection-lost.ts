import type { Redis } from 'ioredis';
import { UserError } from '../../domain/user-error.js';
import { type Connection, connectionOf } from './redis.js';
import type { RedisAddress } from './redis-address.js';

/** Watches a connection that comes back by itself, and doesn't wait for ever. */
export interface ConnectionWatch {
  /** What other connections to the server are made with: they give up with this one. */
  readonly connection: Connection;
  /** Rejects once the server has been away for too long; else never settles. */
  readonly lost: Promise<never>;
  isLost(): boolean;
  stop(): void;
}

/** What is closed may be waiting for a server that is away. */
const CLOSING_MS = 1000;

/** @param timeoutMs how long the server may be away at a time */
export function watchConnection(redis: Redis, address: RedisAddress, timeoutMs: number): ConnectionWatch {
  const base = connectionOf(address);
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let stopped = false;
  const connection: Connection = { ...base, retryStrategy: (times) => (over ? null : base.retryStrategy(times)) };
  redis.options.retryStrategy = connection.retryStrategy;
  const back = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const lost = new Promise<never>((_, reject) => {
    redis.on('close', () => {
      // Nobody waits for a connection that we close ourselves.
      if (!stopped)
        timer ??= setTimeout(() => {
          over = true;
          reject(awayFor(address.shown, timeoutMs));
        }, timeoutMs);
    });
  });
  // Whoever waits is told; nobody has to.
  lost.catch(() => undefined);
  redis.on('ready', back);
  return {
    connection,
    lost,
    isLost: () => over,
    stop() {
      stopped = true;
      back();
    },
  };
}

function awayFor(shown: string, timeoutMs: number): UserError {
  return new UserError(
    {
      field: '--redis-timeout',
      message: `the Redis has not come back for ${timeoutMs / 1000} seconds`,
      value: shown,
      hint: 'the same command, once it is back; --redis-timeout for more patience',
    },
    4,
  );
}

/** Waits for things that are being closed, but not for a server that is away. */
export async function closedSoon(closing: readonly Promise<unknown>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSING_MS);
  });
  await Promise.race([Promise.allSettled(closing), late]);
  clearTimeout(timer);
}
