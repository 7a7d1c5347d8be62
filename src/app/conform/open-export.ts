import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportRecord } from '../../domain/exported.js';
import { UserError } from '../../domain/user-error.js';
import { exportRecordSchema } from '../../export/record/schema.js';
import type { ExportFile } from '../../export/target.js';
import type { GoldenDecision } from '../../router/golden.js';
import { sha256Hex } from '../../router/identity/sha256.js';

/** A folder that `export` wrote, as it lies there now. */
export interface OpenedExport {
  readonly dir: string;
  readonly record: ExportRecord;
  readonly files: readonly ExportFile[];
  /** Paths of files that are not what was written, and of those that are gone. */
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  readonly golden: readonly GoldenDecision[];
}

/** @throws UserError where the folder is no export, or its golden decisions are gone */
export async function openExport(dir: string): Promise<OpenedExport> {
  const path = join(dir, 'export.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    throw new UserError({
      file: path,
      message: 'no such file',
      accepted: 'a folder that routelab export wrote, or one that routelab serve logged into',
    });
  });
  const read = exportRecordSchema.safeParse(jsonOf(text, path));
  if (!read.success)
    throw new UserError({ file: path, message: 'is no record of an export', accepted: 'schema/export.schema.json' });
  const record = read.data as ExportRecord;
  const held = await Promise.all(
    record.files.map(async ({ path: name, sha256 }) => ({ path: name, sha256, text: await textIn(dir, name) })),
  );
  const files = held.flatMap(({ path: name, text: own }) => (own === null ? [] : [{ path: name, text: own }]));
  return {
    dir,
    record,
    files,
    changed: held.flatMap((one) => (one.text !== null && sha256Hex(one.text) !== one.sha256 ? [one.path] : [])),
    missing: held.flatMap((one) => (one.text === null ? [one.path] : [])),
    golden: goldenIn(dir, files),
  };
}

function goldenIn(dir: string, files: readonly ExportFile[]): GoldenDecision[] {
  const name = 'router.golden.jsonl';
  const text = files.find(({ path }) => path === name)?.text;
  if (text === undefined)
    throw new UserError({ file: join(dir, name), message: 'no such file: there is nothing to hold the export against' });
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => jsonOf(line, join(dir, name)) as GoldenDecision);
}

async function textIn(dir: string, name: string): Promise<string | null> {
  const outside = name.split(/[\\/]/).includes('..') || name.startsWith('/');
  return outside ? null : readFile(join(dir, name), 'utf8').catch(() => null);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError({ file, message: `not JSON: ${(error as Error).message}` });
  }
}
