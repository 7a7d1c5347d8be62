import type { Redis } from 'ioredis';
import { UserError } from '../../domain/user-error.js';
import { type Code, codeText, PRESENCE, type Presence } from './job.js';

/** Seconds after which a worker that says nothing is gone. */
const EXPIRY_S = 15;
const EVERY_MS = 5000;

/** Tells that a worker is there until it is stopped. */
export async function announce(redis: Redis, presence: Presence): Promise<{ stop(): Promise<void> }> {
  const key = `${PRESENCE}${presence.host}:${presence.pid}`;
  const tell = async (): Promise<void> => {
    await redis.set(key, JSON.stringify(presence), 'EX', EXPIRY_S);
  };
  await tell();
  const timer = setInterval(() => void tell().catch(() => undefined), EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await redis.del(key).catch(() => undefined);
    },
  };
}

async function present(redis: Redis): Promise<Presence[]> {
  const keys: string[] = [];
  for (let cursor = '0'; ; ) {
    const [next, found] = await redis.scan(cursor, 'MATCH', `${PRESENCE}*`, 'COUNT', 100);
    keys.push(...found);
    cursor = next;
    if (cursor === '0') break;
  }
  const told = keys.length === 0 ? [] : await redis.mget(keys);
  return told.flatMap((text) => (text === null ? [] : presenceOf(text)));
}

/** Nothing where it isn't what a worker says: whoever wrote it is no worker of this program. */
function presenceOf(text: string): Presence[] {
  try {
    const said = JSON.parse(text) as Partial<Presence> | null;
    return typeof said?.code?.sha256 === 'string' && typeof said.code.version === 'string' ? [said as Presence] : [];
  } catch {
    return [];
  }
}

const waiting = new WeakSet<Redis>();

/**
 * Says so once where no worker is there to do anything.
 *
 * @throws UserError where all that are there are of another version
 */
export async function requireWorkers(redis: Redis, code: Code, tell: (text: string) => void): Promise<void> {
  const there = await present(redis);
  if (there.some((worker) => isOf(code, worker))) return;
  const [other] = there;
  if (other !== undefined) {
    throw new UserError({
      field: '--engine bullmq',
      message: `workers of another version are there: ${codeText(other.code)} on ${other.host}`,
      accepted: `routelab ${codeText(code)}, the very one that asks: two versions could come to two results`,
    });
  }
  tellOnce(redis, tell, 'waiting for workers: start some with routelab worker, on this machine or others');
}

/** Says so once where no worker is there that makes calls. */
export async function requireCallers(redis: Redis, code: Code, tell: (text: string) => void): Promise<void> {
  const there = await present(redis);
  if (there.some((worker) => isOf(code, worker) && worker.asks !== undefined)) return;
  tellOnce(
    redis,
    tell,
    `waiting for workers of routelab ${codeText(code)} that make calls: routelab worker --models models.yaml`,
  );
}

function isOf(code: Code, worker: Presence): boolean {
  return worker.code.sha256 === code.sha256 && worker.code.version === code.version;
}

function tellOnce(redis: Redis, tell: (text: string) => void, text: string): void {
  if (waiting.has(redis)) return;
  waiting.add(redis);
  tell(text);
}
