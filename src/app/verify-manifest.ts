import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../domain/user-error.js';
import { bookkeepingDir } from '../recording/recording-file.js';
import { MANIFEST_FORMAT } from './record-manifest.js';

/**
 * Whether the manifest can be read, and whether every recording that its runs say they made is there. More lines than that are
 * no fault: a run that was killed leaves no entry.
 *
 * @param liveLines recordings that were made live, by model
 */
export async function checkManifest(dir: string, liveLines: ReadonlyMap<string, number>): Promise<Problem[]> {
  const file = join(bookkeepingDir(dir), 'manifest.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (text === null) return [];
  const manifest = parsed(text);
  if (manifest === null) return [{ file, message: 'not JSON' }];
  if (manifest['format'] !== MANIFEST_FORMAT)
    return [{ file, field: 'format', message: 'not accepted', value: String(manifest['format']), accepted: MANIFEST_FORMAT }];
  return [...recordedBy(manifest)].flatMap(([modelId, recorded]) => {
    const there = liveLines.get(modelId) ?? 0;
    if (there >= recorded) return [];
    return [{ file, field: 'sessions', message: `its runs recorded ${recorded} answers of ${modelId}, and ${there} are there` }];
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Recordings by model, over all runs, without what was pruned. */
function recordedBy(manifest: Readonly<Record<string, unknown>>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const session of listOf(manifest['sessions'])) {
    for (const { modelId, recorded = 0, dropped = 0 } of listOf(session['models'])) {
      if (typeof modelId !== 'string' || typeof recorded !== 'number' || typeof dropped !== 'number') continue;
      sums.set(modelId, (sums.get(modelId) ?? 0) + recorded - dropped);
    }
  }
  return sums;
}

function listOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
