import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportRecord } from '../../domain/exported.js';
import { exportRecordSchema } from '../../export/record/schema.js';
import { type ShippedExport, type ShippedFile, shippedFile } from '../../report/shipped-export.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import type { PlacedExport } from './export-router.js';

/** Exports that a run has made and not written yet, as its page shows them. */
export function shippedOf(prepared: readonly PlacedExport[], folderOf: (dir: string) => string): ShippedExport[] {
  return prepared.map(({ record, refusal, dir, files }) => ({
    record,
    dir: refusal === null ? folderOf(dir) : null,
    files: refusal === null ? files.map(({ path, text }) => shippedFile(path, text)) : [],
  }));
}

/**
 * The exports of a report's router: those that lie in `exports/` beside the reports and say they are of these inputs, then
 * what the run itself noted and is not there (refused, or replaced since).
 *
 * @param noted what run.json says of exports
 */
export async function readExports(
  resultsFile: string,
  inputsHash: string,
  noted: readonly ExportRecord[],
): Promise<readonly ShippedExport[]> {
  const root = join(dirname(resultsFile), '..', '..', 'exports');
  const names = await readdir(root).catch(() => []);
  const found: ShippedExport[] = [];
  for (const name of names.sort()) {
    const record = await recordIn(join(root, name));
    if (record === null || record.inputsHash !== inputsHash || record.fidelity === 'refused') continue;
    const files: ShippedFile[] = [];
    for (const { path, sha256 } of record.files) files.push(await fileIn(join(root, name), path, sha256));
    found.push({ record, dir: `exports/${name}`, files });
  }
  const there = new Set(found.map(({ record }) => identity(record)));
  const gone = noted.filter((record) => !there.has(identity(record))).map((record) => ({ record, dir: null, files: [] }));
  return [...found, ...gone];
}

/** What tells one export from another: target, mode, options. */
function identity({ target, mode, options }: ExportRecord): string {
  return canonicalJson({ target, mode, options });
}

async function recordIn(folder: string): Promise<ExportRecord | null> {
  try {
    const read = exportRecordSchema.safeParse(JSON.parse(await readFile(join(folder, 'export.json'), 'utf8')));
    return read.success ? (read.data as ExportRecord) : null;
  } catch {
    // Whatever else lies in the folder is none of the page's business.
    return null;
  }
}

async function fileIn(folder: string, path: string, sha256: string): Promise<ShippedFile> {
  const outside = path.split(/[\\/]/).includes('..') || path.startsWith('/');
  const text = outside ? null : await readFile(join(folder, path), 'utf8').catch(() => null);
  if (text === null) return { path, size: 0, text: null, note: 'not there' };
  if (sha256Hex(text) !== sha256) return { path, size: text.length, text: null, note: 'changed since it was exported' };
  return shippedFile(path, text);
}
