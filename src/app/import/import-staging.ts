import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../domain/user-error.js';

/** A folder that is filled beside its destination and takes its place in one step. */
export interface Staging {
  readonly dir: string;
  /**
   * Puts what was written in place. Into an existing folder (only when forced) it replaces the files it brings, entry by
   * entry, and leaves all others: strategies and reports someone added survive.
   */
  commit(replaced: readonly string[]): Promise<void>;
  /** Removes what was written so far. */
  discard(): Promise<void>;
}

/** Opens a staging folder for `out`. Throws UserError when `out` is a file, or is not empty and `force` is off. */
export async function openStaging(out: string, force: boolean): Promise<Staging> {
  const target = resolve(out);
  const taken = await entries(target, out);
  if (taken !== null && taken.length > 0 && !force) {
    const hint = 'choose another --out, or --force to replace what an import writes there';
    throw new UserError({ file: out, field: '--out', message: `the folder is not empty (${taken.length} entries)`, hint });
  }
  const dir = join(dirname(target), `.${basename(target)}-import-${randomUUID().slice(0, 8)}`);
  await mkdir(dir, { recursive: true });
  return {
    dir,
    discard: () => rm(dir, { recursive: true, force: true }),
    async commit(replaced) {
      if (taken === null) return rename(dir, target);
      for (const path of replaced) await rm(join(target, path), { recursive: true, force: true });
      await cp(dir, target, { recursive: true, force: true });
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** What a folder holds; null when there is none. */
async function entries(target: string, out: string): Promise<readonly string[] | null> {
  try {
    return await readdir(target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code === 'ENOTDIR') throw new UserError({ file: out, field: '--out', message: 'is a file', accepted: 'a folder' });
    throw error;
  }
}
