import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../domain/user-error.js';

/** What an experiment's pattern may name. */
export interface FileKind {
  /** Member of the experiment file. */
  readonly field: string;
  /** What such a file is called in an error. */
  readonly noun: string;
  readonly extensions: readonly string[];
}

/**
 * Files that patterns name, sorted, each once. `*` stands for any characters of a path's last part; a path without one is
 * taken as it is.
 *
 * @throws UserError for a folder that isn't there, and for a pattern that matches no file
 */
export async function matchingFiles(root: string, patterns: readonly string[], kind: FileKind): Promise<string[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) for (const path of await matching(root, pattern, kind)) paths.add(path);
  return [...paths].sort();
}

async function matching(root: string, pattern: string, { field, noun, extensions }: FileKind): Promise<string[]> {
  if (!pattern.includes('*')) return [join(root, pattern)];
  const folder = join(root, dirname(pattern));
  const [head = '', ...tails] = basename(pattern).split('*');
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError({ field, message: 'no such folder', value: pattern });
    throw error;
  });
  const found = names.filter((name) => extensions.some((extension) => name.endsWith(extension)) && matches(name, head, tails));
  if (found.length === 0) {
    throw new UserError({ field, message: `no ${noun} file matches`, value: pattern, accepted: listed(extensions) });
  }
  return found.map((name) => join(folder, name));
}

function listed(extensions: readonly string[]): string {
  return extensions.length < 2 ? extensions.join() : `${extensions.slice(0, -1).join(', ')} or ${extensions.at(-1)}`;
}

function matches(name: string, head: string, tails: readonly string[]): boolean {
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const [index, tail] of tails.entries()) {
    const found = index === tails.length - 1 ? name.length - tail.length : name.indexOf(tail, at);
    if (found < at || !name.startsWith(tail, found)) return false;
    at = found + tail.length;
  }
  return true;
}
