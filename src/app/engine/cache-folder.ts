import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a workspace keeps what can be made again: beside its experiment file. */
export function cacheFolder(root: string): string {
  return join(root, '.routelab', 'cache');
}

/** Makes the cache, or a folder in it; version control leaves all of it out. */
export async function makeCacheFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const top = folder.slice(0, folder.lastIndexOf('.routelab') + '.routelab'.length);
  await writeFile(join(top, '.gitignore'), '# What routelab can make again.\n*\n', { flag: 'wx' }).catch(isThere);
}

function isThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

export interface KeptFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/** Files of a folder that end like this, the last used first; none where there is no such folder. */
export async function keptFiles(folder: string, suffix: string): Promise<readonly KeptFile[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(suffix))
      .map(async (name) => {
        const path = join(folder, name);
        const at = await stat(path).catch(() => null);
        return at === null ? [] : [{ path, bytes: at.size, usedMs: at.mtimeMs }];
      }),
  );
  return found.flat().sort((a, b) => b.usedMs - a.usedMs);
}

/** Notes that a file was used: it is not among the next to go. */
export async function noteUse(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}

/** What a crash left half written is of no use after this. */
const HALF_MS = 3_600_000;

/** Drops the files that were not used for longest (never the last one used), and what a crash left. */
export async function dropUnused(folder: string, suffix: string, most: { readonly files: number; readonly bytes: number }) {
  let bytes = 0;
  for (const [index, file] of (await keptFiles(folder, suffix)).entries()) {
    bytes += file.bytes;
    if (index > 0 && (index >= most.files || bytes > most.bytes)) await rm(file.path, { force: true });
  }
  for (const half of await keptFiles(folder, '.partial'))
    if (Date.now() - half.usedMs > HALF_MS) await rm(half.path, { force: true });
}
