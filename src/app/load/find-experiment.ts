import { access } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../../domain/user-error.js';

/** Names an experiment file may have, in order of preference. */
export const EXPERIMENT_FILES = ['routelab.yaml', 'routelab.yml', 'routelab.json', 'routelab.mjs'] as const;

/** The experiment file: the one named (a folder means the one inside), else the first found from `from` upwards. */
export async function findExperiment(named: string | undefined, from: string): Promise<string> {
  if (named !== undefined) return (await inFolder(resolve(from, named))) ?? named;
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = await inFolder(folder);
    if (found !== null) return relative(from, found) || found;
    if (dirname(folder) === folder) break;
  }
  throw new UserError({
    message: 'no experiment file here or in any folder above',
    value: from,
    accepted: EXPERIMENT_FILES.join(', '),
    hint: 'routelab init demo makes one; or name it: routelab run path/to/routelab.yaml',
  });
}

async function inFolder(folder: string): Promise<string | null> {
  for (const name of EXPERIMENT_FILES) {
    const path = join(folder, name);
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return null;
}
