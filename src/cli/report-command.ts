import { writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { readPack, withTexts } from '../app/read-pack.js';
import { readResults } from '../app/read-results.js';
import { renderResults } from '../app/render-results.js';
import { runNotes } from '../app/run-notes.js';
import type { Results } from '../domain/results.js';
import type { TextsMode } from '../report/pack/encode-texts.js';
import { printResults } from './print-results.js';

/** `routelab report`: another view of results that exist; nothing is measured again. */
export async function reportCommand(request: {
  readonly results: string | undefined;
  readonly format: string;
  readonly texts: TextsMode;
  readonly output: string | undefined;
}): Promise<number> {
  const { results, file } = await readResults(request.results);
  if (request.format === 'table') {
    await printResults(results, false);
    return 0;
  }
  const markdown = request.format === 'md';
  const text = await (markdown ? renderResults(results, 'md', await runNotes(file)) : page(results, file, request.texts));
  if (request.output === '-') {
    process.stdout.write(text);
    return 0;
  }
  const path = request.output ?? join(dirname(file), markdown ? 'summary.md' : 'report.html');
  await writeFile(path, text);
  process.stderr.write(`wrote ${relative(process.cwd(), path)}\n`);
  return 0;
}

/** The page from the results' folder alone; what it has to do without is told. */
async function page(results: Results, file: string, mode: TextsMode): Promise<string> {
  const queries = await readPack(file, results);
  if ('absent' in queries) process.stderr.write(`note  the page has no query explorer: ${queries.absent}\n`);
  const shown = 'absent' in queries ? queries : await withTexts(queries, mode);
  return renderResults(results, 'html', await runNotes(file), shown);
}
