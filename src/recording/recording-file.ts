import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../domain/user-error.js';

/** Holds how long routers took to decide; it lies in `recordings/`, which may be a set's own folder. */
export const ROUTER_TIMES = 'router-time.jsonl';

/**
 * File name of a model's recordings: letters, digits, dot, dash and underscore stay, everything else is percent-encoded,
 * so that two models never share a file and the id can be read back on any system.
 */
export function recordingFileName(modelId: string): string {
  const name = `${encodeURIComponent(modelId).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)}.jsonl`;
  return name === ROUTER_TIMES ? `%72${name.slice(1)}` : name;
}

/** Recording files of a set, sorted by name. */
export async function recordingFiles(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError({ file: dir, message: 'no such folder of recordings' });
    if (error.code === 'ENOTDIR') throw new UserError({ file: dir, message: 'recordings are a folder with one .jsonl a model' });
    throw error;
  });
  return names
    .filter((name) => /\.jsonl(\.gz)?$/.test(name) && name !== ROUTER_TIMES)
    .sort()
    .map((name) => join(dir, name));
}

/** Every file of a set: its answers, then the verdicts on them, where there are any. */
export async function allRecordingFiles(dir: string): Promise<string[]> {
  const verdicts = verdictsDir(dir);
  return [...(await recordingFiles(dir)), ...(existsSync(verdicts) ? await recordingFiles(verdicts) : [])];
}

/** Folder beside the recordings of a set that holds what recording needs to know of itself: lock, spending, manifest. */
export function bookkeepingDir(dir: string): string {
  return join(dir, 'record');
}

/** Folder beside the recordings of a set that holds verdicts on them, one file a judge. */
export function verdictsDir(dir: string): string {
  return join(dir, 'judge');
}
