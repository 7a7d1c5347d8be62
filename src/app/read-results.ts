import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseResults } from '../compare/results-schema.js';
import type { Results } from '../domain/results.js';
import { UserError } from '../domain/user-error.js';

/** Reads results from a file, a report folder, or `reports/latest` when nothing is named. */
export async function readResults(path: string | undefined): Promise<{ results: Results; file: string }> {
  const given = path ?? join('reports', 'latest');
  const folder = await stat(given).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const file = folder ? join(given, 'results.json') : given;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UserError({
      file,
      message: 'no results here',
      accepted: 'a results.json or a report folder',
      hint: 'routelab run writes reports/latest',
    });
  });
  try {
    return { results: parseResults(JSON.parse(text)), file };
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError({ file, message: `not JSON: ${error.message}` });
    if (error instanceof UserError) throw new UserError(error.problems.map((problem) => ({ file, ...problem })));
    throw error;
  }
}
