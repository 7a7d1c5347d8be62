import { writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { readResults } from '../app/read-results.js';
import { renderResults } from '../app/render-results.js';
import { runNotes } from '../app/run-notes.js';
import { printResults } from './print-results.js';

/** `routelab report`: another view of results that exist; nothing is measured again. */
export async function reportCommand(request: {
  readonly results: string | undefined;
  readonly format: string;
  readonly output: string | undefined;
}): Promise<number> {
  const { results, file } = await readResults(request.results);
  if (request.format === 'table') {
    await printResults(results, false);
    return 0;
  }
  const markdown = request.format === 'md';
  const text = await renderResults(results, markdown ? 'md' : 'html', await runNotes(file));
  if (request.output === '-') {
    process.stdout.write(text);
    return 0;
  }
  const path = request.output ?? join(dirname(file), markdown ? 'summary.md' : 'report.html');
  await writeFile(path, text);
  process.stderr.write(`wrote ${relative(process.cwd(), path)}\n`);
  return 0;
}
