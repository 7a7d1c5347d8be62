import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import { isAlive, ownMark, type ProcessMark } from '../../file/process-mark.js';

/** Where a dataset is put that has been taken apart: everything in it can be made again. */
export interface SpillFolder {
  readonly shards: number;
  /** One file a shard, by what it holds. */
  files(name: string): string[];
  /** Folder of a shard. */
  shard(at: number): string;
  /** Folder of the queries that are learned from. */
  readonly sample: string;
  /** Folder of the queries that routers are timed on. */
  readonly timed: string;
  remove(): Promise<void>;
}

/**
 * A new folder in `.routelab/shards/` beside the experiment file. What a process that is no more left there is taken away first, so a
 * run that was killed costs nothing but its time.
 */
export async function openSpillFolder(root: string, shards: number): Promise<SpillFolder> {
  const parent = join(root, '.routelab', 'shards');
  await mkdir(parent, { recursive: true }).catch((error: unknown) => {
    throw inTheWay(error, parent);
  });
  await writeFile(join(root, '.routelab', '.gitignore'), '# What routelab can make again.\n*\n', { flag: 'wx' }).catch(
    () => undefined,
  );
  await removeLeftovers(parent);
  const dir = join(parent, `${nameOf(await ownMark())}-${randomBytes(4).toString('hex')}`);
  const folder: SpillFolder = {
    shards,
    files: (name) => Array.from({ length: shards }, (_, at) => join(dir, `${name}-${at}`)),
    shard: (at) => join(dir, `shard-${at}`),
    sample: join(dir, 'sample'),
    timed: join(dir, 'timed'),
    async remove() {
      await rm(dir, { recursive: true, force: true });
      // Not where another run has put something there.
      await rmdir(parent).catch(() => undefined);
    },
  };
  for (const one of [...Array.from({ length: shards }, (_, at) => folder.shard(at)), folder.sample, folder.timed])
    await mkdir(one, { recursive: true });
  return folder;
}

function inTheWay(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EEXIST' && code !== 'ENOTDIR') return error;
  return new UserError({ file, message: 'a file is where the shards would be put', accepted: 'a folder, or nothing' });
}

/** A process as a folder's name begins. */
function nameOf({ host, pid, started }: ProcessMark): string {
  return [host, String(pid), started].map(encodeURIComponent).join('~');
}

/** The process that made a folder of this name on this machine; null for other names. */
function makerOf(name: string): ProcessMark | null {
  const host = hostname();
  const [, made, pid, started = ''] = /^([^~]*)~(\d+)~((?:[\w.-]|%20)*)-[0-9a-f]{8}$/.exec(name) ?? [];
  return made === encodeURIComponent(host) ? { host, pid: Number(pid), started: decodeURIComponent(started) } : null;
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const maker = makerOf(name);
    if (maker !== null && !(await isAlive(maker))) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Whether a shard got any query. */
export function holdsQueries(folder: SpillFolder, at: number): boolean {
  return existsSync(datasetOf(folder.shard(at)));
}

export function datasetOf(dir: string): string {
  return join(dir, 'dataset.jsonl');
}

export function recordingsOf(dir: string): string {
  return join(dir, 'recordings');
}
