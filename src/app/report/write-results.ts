import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { outFolder } from './out-folder.js';
import { pointLatest } from './write-report.js';

/**
 * Files of one set of inputs: `<first 12 of the hash>/`, made beside its place and renamed, with `latest` pointing at it.
 *
 * @returns the folder
 */
export async function writeResults(parent: string, hash: string, files: Readonly<Record<string, string>>): Promise<string> {
  const name = hash.slice(0, 12);
  const making = join(parent, `.${name}.partial`);
  await outFolder(parent);
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(making, file)), { recursive: true });
    await writeFile(join(making, file), text);
  }
  await rm(join(parent, name), { recursive: true, force: true });
  await rename(making, join(parent, name));
  await pointLatest(parent, name);
  return join(parent, name);
}
