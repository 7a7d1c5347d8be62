import { writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { readExports } from '../app/export/read-exports.js';
import { readPack, withTexts } from '../app/report/read-pack.js';
import { readResults } from '../app/report/read-results.js';
import { readSimulation } from '../app/report/read-simulation.js';
import { renderResults } from '../app/report/render-results.js';
import { runNotes } from '../app/report/run-notes.js';
import type { Results } from '../domain/results.js';
import type { TextsMode } from '../report/pack/encode-texts.js';
import { printResults } from './print/print-results.js';

/** `routelab report`: another view of results that exist; nothing is measured again. */
export async function reportCommand(request: {
  readonly results: string | undefined;
  readonly format: string;
  readonly texts: TextsMode;
  /** Days in production to show in the page. */
  readonly simulation: string | undefined;
  readonly output: string | undefined;
}): Promise<number> {
  const { results, file } = await readResults(request.results);
  if (request.format === 'table') {
    await printResults(results, false);
    return 0;
  }
  const markdown = request.format === 'md';
  const text = await (markdown ? renderResults(results, 'md', await runNotes(file)) : page(results, file, request));
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
async function page(
  results: Results,
  file: string,
  { texts, simulation }: { readonly texts: TextsMode; readonly simulation: string | undefined },
): Promise<string> {
  const played = simulation === undefined ? null : await readSimulation(simulation, results);
  const queries = await readPack(file, results);
  if ('absent' in queries) process.stderr.write(`note  the page has no query explorer: ${queries.absent}\n`);
  const shown = 'absent' in queries ? queries : await withTexts(queries, texts);
  const notes = await runNotes(file);
  const exports = await readExports(file, results.inputs.hash, notes.exports ?? []);
  return renderResults(results, 'html', notes, shown, { exports, simulation: played });
}
