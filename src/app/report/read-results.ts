import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseResults } from '../../compare/parse-results.js';
import type { Results } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';

/**
 * Reads results from a file or a report folder; `latest` and other names that are not there mean those in `reports/`, and
 * nothing named means `reports/latest`.
 */
export async function readResults(path: string | undefined): Promise<{ results: Results; file: string }> {
  const file = await resultsFile(path ?? 'latest');
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

/** The results file that a path means: itself, or the one in the folder, here or in `reports/`. */
async function resultsFile(path: string): Promise<string> {
  for (const given of [path, join('reports', path)]) {
    const found = await stat(given).catch(() => null);
    if (found !== null) return found.isDirectory() ? join(given, 'results.json') : given;
  }
  return path === 'latest' ? join('reports', path) : path;
}
