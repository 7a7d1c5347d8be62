import { mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeCsv } from '../../dataset/csv.js';
import type { ExportRecord } from '../../domain/exported.js';
import type { Results } from '../../domain/results.js';
import type { RunOutput } from '../../experiment/run.js';
import { PARTS } from '../../experiment/split/parts.js';
import type { Workbench } from '../../experiment/workbench.js';
import { decisionsHeader, decisionsRows } from '../../report/decisions-csv.js';
import { METRICS_HEADER, metricsRows } from '../../report/metrics-csv.js';
import { packFile, type QueryPack } from '../../report/pack/pack.js';
import { QUERIES_HEADER, type QueriesInput, queriesRows } from '../../report/queries-csv.js';
import type { ShippedExport } from '../../report/shipped-export.js';
import type { Rescored } from '../judge/score-agreement.js';
import { outFolder } from './out-folder.js';
import { PACK_FILE } from './read-pack.js';
import { renderResults } from './render-results.js';

/** What the run itself was like; never part of the results. */
export interface RunFacts {
  readonly startedAt: string;
  readonly tookMs: number;
  readonly peakRssMb: number;
  readonly node: string;
  readonly host: string;
  readonly command: readonly string[];
  /** Which look at the test part, or at cross-fitted numbers, it was, from 1; null without a split. */
  readonly testLook: number | null;
  /** How another scorer agrees with the recorded quality; null for a run that scores as the experiment says. */
  readonly rescored: Rescored | null;
  /** What came of the exports that the experiment lists; absent where there were none. */
  readonly exports?: readonly ExportRecord[];
}

/** Texts that a report holds besides, by file name. */
export type MoreFiles = Readonly<Record<string, string>>;

/**
 * Writes `reports/<first 12 of the inputs' hash>/` and points `reports/latest` at it. The folder is made beside its
 * place and renamed at the end, so an interrupted run leaves an older report whole.
 *
 * @param packing what the page knows of single queries, as soon as it is there
 * @returns the folder
 */
export async function writeReport(
  reportsDir: string,
  results: Results,
  output: RunOutput,
  facts: RunFacts,
  packing: Promise<QueryPack>,
  more: MoreFiles = {},
  exports: readonly ShippedExport[] = [],
): Promise<string> {
  const name = results.inputs.hash.slice(0, 12);
  const folder = join(reportsDir, name);
  const making = join(reportsDir, `.${name}.partial`);
  await outFolder(reportsDir);
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  await writeFile(join(making, 'results.json'), resultsText(results));
  await writeFile(join(making, 'run.json'), `${JSON.stringify(facts, null, 2)}\n`);
  await writeFile(join(making, 'summary.md'), await renderResults(results, 'md', facts));
  // While these are written, the pack is read for and compressed.
  await writeTables(making, results, output);
  const pack = await packing;
  await writeFile(join(making, 'report.html'), await renderResults(results, 'html', facts, pack, { exports }));
  await writeFile(join(making, PACK_FILE), packFile(pack));
  await writeRouters(join(making, 'routers'), output);
  for (const [file, text] of Object.entries(more)) await writeFile(join(making, file), text);
  await rm(folder, { recursive: true, force: true });
  await rename(making, folder);
  await pointLatest(reportsDir, name);
  return folder;
}

async function writeTables(making: string, results: Results, output: RunOutput): Promise<void> {
  const rows = decisionsRows({
    ids: output.bench.dataset.queries.ids,
    table: output.bench.table,
    costUnit: results.protocol.costUnit,
    rows: output.compared,
    queries: output.bench.decided,
  });
  await writeCsv(join(making, 'decisions.csv'), decisionsHeader(results.protocol.costUnit), rows);
  await writeCsv(join(making, 'queries.csv'), QUERIES_HEADER, queriesRows(queriesOf(results, output)));
  await writeCsv(join(making, 'metrics.csv'), METRICS_HEADER, metricsRows(results));
  if (output.bench.experiment.split.kind !== 'none') await writeSplit(join(making, 'split.csv'), output.bench);
}

/** The split as it was used, in the form that `split: { file: … }` takes. */
async function writeSplit(path: string, bench: Workbench): Promise<void> {
  const { dataset, grouping, split } = bench;
  const rows = Array.from(grouping.group, (group, row) => [dataset.queries.ids.get(row), placeOf(bench, row), group + 1]);
  await writeCsv(path, ['id', split.folds === null ? 'part' : 'fold', 'group'], rows);
}

/** Name of the part or fold that a query is in. */
function placeOf({ split: { folds, part } }: Workbench, row: number): string {
  return folds === null ? (PARTS[part[row] as number] as string) : (folds.names[folds.of[row] as number] as string);
}

/** Which queries the numbers rest on, and how they are resampled: what another run needs to be held against this one. */
function queriesOf({ protocol }: Results, { bench, part }: RunOutput): QueriesInput {
  const { dataset, grouping } = bench;
  return {
    ids: dataset.queries.ids,
    category: dataset.labels.category,
    weight: dataset.labels.weight,
    groupKey: (query) => grouping.keys[grouping.group[query] as number] as number,
    partOf: (query) => (protocol.reportedOn === 'all' ? 'all' : placeOf(bench, query)),
    measured: part.rows,
  };
}

/** The measured routers themselves, so that any reported row can be exported later. */
async function writeRouters(dir: string, output: RunOutput): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const { fitted } of output.compared) {
    if (fitted !== undefined)
      await writeFile(join(dir, routerFile(fitted.candidate.strategy)), `${JSON.stringify(fitted.config)}\n`);
  }
}

/** File name of a strategy's router inside a report's `routers` folder. */
export function routerFile(strategy: string): string {
  return `${encodeURIComponent(strategy)}.json`;
}

/** The results as written to disk: indented, so that two runs differ line by line. */
export function resultsText(results: Results): string {
  return `${JSON.stringify(results, null, 1)}\n`;
}

/** Makes `latest` in a folder of reports mean one of them. */
export async function pointLatest(reportsDir: string, name: string): Promise<void> {
  const link = join(reportsDir, 'latest');
  await unlink(link).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') await rm(link, { recursive: true, force: true });
  });
  await mkdir(dirname(link), { recursive: true });
  // A junction needs no privilege on Windows; elsewhere the type is ignored and the link is relative.
  await symlink(process.platform === 'win32' ? join(reportsDir, name) : name, link, 'junction');
}
