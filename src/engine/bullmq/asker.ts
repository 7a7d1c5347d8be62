import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { PREFIX } from './redis.js';

/** Who asks for something to be done, as workers know it: what nobody waits for any more is not begun. */
export interface Asker {
  readonly id: string;
  /** Says again that it is there. */
  tell(): Promise<void>;
  stop(): Promise<void>;
}

/** Longer than anything keeps an asking process from saying that it is there. */
const EXPIRY_S = 60;
const EVERY_MS = 5000;

/** Where it stands that an asker lives. */
export function askerKey(id: string): string {
  return `${PREFIX}:asker:${id}`;
}

/** Says that this process asks, until it is stopped. */
export async function openAsker(redis: Redis): Promise<Asker> {
  const id = randomUUID();
  const tell = async (): Promise<void> => {
    await redis.set(askerKey(id), '1', 'EX', EXPIRY_S);
  };
  await tell();
  const timer = setInterval(() => void tell().catch(() => undefined), EVERY_MS);
  return {
    id,
    tell,
    async stop() {
      clearInterval(timer);
      await redis.del(askerKey(id)).catch(() => undefined);
    },
  };
}
