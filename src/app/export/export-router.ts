import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportRecord } from '../../domain/exported.js';
import type { Results } from '../../domain/results.js';
import type { Experiment } from '../../experiment/experiment.js';
import { exportLoss } from '../../experiment/export-loss.js';
import { firstWalk } from '../../experiment/replayed.js';
import type { RunOutput } from '../../experiment/run.js';
import { exportEntries } from '../../export/index.js';
import { createRouter } from '../../router/create-router.js';
import type { Router } from '../../router/router.js';
import { type Measured, type PreparedExport, prepareExport } from './prepare-export.js';

/** A target as written. */
export interface WrittenExport {
  readonly dir: string;
  readonly files: readonly string[];
  readonly record: ExportRecord;
  /** How to go on, one line. */
  readonly next: string;
}

/** An export with the folder it goes to. */
export interface PlacedExport extends PreparedExport {
  readonly dir: string;
}

/** Makes the exports an experiment lists for the chosen row, each held against the harness's own decisions; writes nothing. */
export async function prepareChosen(
  root: string,
  experiment: Experiment,
  results: Results,
  output: RunOutput,
): Promise<PlacedExport[]> {
  const entries = exportEntries(experiment.export);
  if (entries.length === 0) return [];
  const chosen = output.compared.find(
    ({ fitted }) => fitted !== undefined && fitted.candidate.id === output.chosen?.candidate.id,
  );
  const row = results.rows.find(({ id }) => id === chosen?.id);
  if (chosen?.fitted === undefined || chosen.routes === undefined || row === undefined) return [];
  // A refitted router was not measured; it leaves only on request (export --refit).
  if (results.protocol.reportedOn === 'crossfit') return [];
  const { config } = chosen.fitted;
  const on = results.protocol.reportedOn;
  const measured: Measured = {
    batch: output.bench.batch,
    // What ships is held against the measured router on every query, those for training included.
    routes: chosen.walks === undefined ? createRouter(config).routeAll(output.bench.batch) : chosen.routes,
    ...(chosen.walks === undefined ? {} : { rewalk: (router: Router) => firstWalk(output.bench, router) }),
    loss: (held) => exportLoss(output.bench, output.part, on, held),
  };
  const prepared: PlacedExport[] = [];
  for (const entry of entries) {
    const one = await prepareExport(entry, { config, results, row, overridden: [] }, measured, async () => null);
    prepared.push({ ...one, dir: join(root, 'exports', entry.dir) });
  }
  return prepared;
}

/** Writes an export's files and its record into its folder, which is made beside its place and renamed at the end. */
export async function writeExport({ dir, files, record, next }: PlacedExport): Promise<WrittenExport> {
  const making = `${dir}.partial`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const all = [...files, { path: 'export.json', text: `${JSON.stringify(record, null, 2)}\n` }];
  for (const file of all) await writeFile(join(making, file.path), file.text);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dirname(dir), { recursive: true });
  await rename(making, dir);
  return { dir, files: all.map(({ path }) => join(dir, path)), record, next };
}
