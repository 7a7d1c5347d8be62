import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../domain/user-error.js';
import { isAlive, ownMark, type ProcessMark } from '../file/process-mark.js';
import { bookkeepingDir } from './recording-file.js';

/** Held while recordings are written; nobody else may then. */
export interface RecordingsLock {
  release(): Promise<void>;
}

/** Who holds a lock. */
interface Holder extends ProcessMark {
  readonly since: string;
}

/**
 * Locks a folder of recordings for one writer. A lock whose process is gone is taken over.
 *
 * @throws UserError naming the process that holds it
 */
export async function lockRecordings(dir: string): Promise<RecordingsLock> {
  const folder = bookkeepingDir(dir);
  const path = join(folder, 'lock.json');
  if (!(await placed(path))) {
    const holder = await holderOf(path);
    if (holder === null || (await isAlive(holder))) throw lockedError(path, holder);
    await takeOver(path, holder);
  }
  return {
    async release() {
      await unlink(path).catch(ignoreMissing);
      // A run that wrote nothing leaves nothing.
      for (const empty of [folder, dir]) await rmdir(empty).catch(() => undefined);
    },
  };
}

/** Puts a lock in place, whole or not at all; false where there is one. */
async function placed(path: string): Promise<boolean> {
  const own: Holder = { ...(await ownMark()), since: new Date().toISOString() };
  const draft = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, `${JSON.stringify(own)}\n`);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/** Two that find the same dead lock must not both win: only who holds the guard may remove it, after looking again. */
async function takeOver(path: string, dead: Holder): Promise<void> {
  const guard = `${path}.takeover`;
  if (!(await placed(guard))) throw lockedError(guard, await holderOf(guard));
  try {
    const now = await holderOf(path);
    if (now !== null && now.pid === dead.pid && now.since === dead.since) await unlink(path);
    if (!(await placed(path))) throw lockedError(path, await holderOf(path));
  } finally {
    await unlink(guard);
  }
}

/** Null where the lock is gone or can't be read. */
async function holderOf(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function lockedError(path: string, holder: Holder | null): UserError {
  const who = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return new UserError({
    file: path,
    message: `these recordings are being written by ${who}`,
    hint: 'wait for it; if it is certainly gone, delete this file',
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
