import { readFile } from 'node:fs/promises';
import type { Json } from '../../domain/json.js';
import type { Problem } from '../../domain/user-error.js';
import { secretTextsIn } from '../../recording/secret-texts.js';
import { MANIFEST_FORMAT, manifestPath } from '../record/record-manifest.js';

/**
 * Whether the manifest can be read, holds no secret, and whether every recording that its runs say they made is there. More lines than that are
 * no fault: a run that was killed leaves no entry.
 *
 * @param liveLines recordings that were made live, by model
 * @param secrets literal values that must not stand in it
 */
export async function checkManifest(
  dir: string,
  liveLines: ReadonlyMap<string, number>,
  secrets: readonly string[],
): Promise<Problem[]> {
  const file = manifestPath(dir);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (text === null) return [];
  const manifest = parsed(text);
  if (manifest === null) return [{ file, message: 'not JSON' }];
  if (manifest['format'] !== MANIFEST_FORMAT)
    return [{ file, field: 'format', message: 'not accepted', value: String(manifest['format']), accepted: MANIFEST_FORMAT }];
  const found = secretTextsIn(manifest, secrets).map(({ field, kinds }) => ({ file, field, message: holdsText(kinds) }));
  const fewer = [...recordedBy(manifest)].flatMap(([modelId, recorded]) => {
    const there = liveLines.get(modelId) ?? 0;
    if (there >= recorded) return [];
    return [{ file, field: 'sessions', message: `its runs recorded ${recorded} answers of ${modelId}, and ${there} are there` }];
  });
  return [...found, ...fewer];
}

/** What a text that redaction would change is said to hold; never the text. */
export function holdsText(kinds: readonly string[]): string {
  return `holds what looks like ${kinds.length === 0 ? 'a secret' : kinds.join(', ')}`;
}

function parsed(text: string): Readonly<Record<string, Json>> | null {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Recordings by model, over all runs, without what was pruned. */
function recordedBy(manifest: Readonly<Record<string, Json>>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const session of listOf(manifest['sessions'])) {
    for (const { modelId, recorded = 0, dropped = 0 } of listOf(session['models'])) {
      if (typeof modelId !== 'string' || typeof recorded !== 'number' || typeof dropped !== 'number') continue;
      sums.set(modelId, (sums.get(modelId) ?? 0) + recorded - dropped);
    }
  }
  return sums;
}

function listOf(value: Json | undefined): Readonly<Record<string, Json>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
