import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../domain/user-error.js';

/** What a new workspace holds, from the package's own shipped demo. */
const CONTENTS = [
  { path: 'routelab.yaml', what: 'the experiment: data, strategies, baselines, constraints' },
  { path: 'models.yaml', what: 'four models with dated prices (synthetic)' },
  { path: 'datasets', what: 'labelled queries (synthetic) and their card' },
  { path: 'recordings', what: 'recorded answers of every model: replay needs no key and no network' },
  { path: 'strategies', what: 'one file a strategy' },
  { path: 'scenarios', what: 'days in production, for routelab simulate' },
] as const;

/** Where the package's shipped files are. */
function packageRoot(): string {
  return fileURLToPath(new URL('../../../', import.meta.url));
}

/** Copies the demo workspace into `dir`; refuses to overwrite unless forced. */
export async function initWorkspace(
  dir: string,
  force: boolean,
): Promise<{ dir: string; files: readonly { path: string; what: string }[] }> {
  const taken: readonly string[] = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new UserError({ message: 'not a folder', value: dir });
    throw error;
  });
  const clash = CONTENTS.find(({ path }) => taken.includes(path));
  if (clash !== undefined && !force) {
    throw new UserError({
      file: join(dir, clash.path),
      message: 'exists already',
      hint: 'choose another folder, or --force to overwrite',
    });
  }
  await mkdir(dir, { recursive: true });
  for (const { path } of CONTENTS) {
    const source = join(packageRoot(), path);
    const folder = (await stat(source)).isDirectory();
    await cp(source, join(dir, path), { recursive: folder, force: true });
  }
  await pointSchema(join(dir, 'routelab.yaml'));
  for (const name of await readdir(join(dir, 'scenarios'))) await pointSchema(join(dir, 'scenarios', name));
  return { dir, files: CONTENTS };
}

/** Editors find the schema in the installed package, not beside the file as in the package's own folder. */
async function pointSchema(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/\$schema=(\.\.?)\/schema\//, '$schema=$1/node_modules/routelab/schema/'));
}
