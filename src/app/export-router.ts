import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json } from '../domain/json.js';
import type { Results } from '../domain/results.js';
import { UserError } from '../domain/user-error.js';
import type { Experiment } from '../experiment/experiment.js';
import { firstWalk } from '../experiment/replayed.js';
import type { RunOutput } from '../experiment/run.js';
import { targetNamed } from '../export/index.js';
import type { ExportInput, ExportOutcome } from '../export/target.js';
import type { RouterConfig } from '../router/config.js';
import { goldenDecisions } from '../router/golden.js';
import { goldenWalk } from '../router/golden-walk.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import { loadRouter } from '../router/load.js';
import type { RequestBatch, RouteColumns, Router } from '../router/router.js';

/** A target as written. */
export interface ExportedFile {
  readonly target: string;
  readonly dir: string;
  readonly files: readonly string[];
  readonly outcome: ExportOutcome;
  /** Decisions compared between the written file and the measured router; all agreed. */
  readonly verified: number;
  /** What stood against shipping and was overridden by force. */
  readonly overridden: readonly string[];
}

/** What the harness saw a router decide. */
export interface Measured {
  readonly batch: RequestBatch;
  readonly routes: RouteColumns;
  /** Walks a stateful router as the first of its walks was; absent for stateless ones. */
  readonly rewalk?: (router: Router) => RouteColumns;
}

/** Writes the exports an experiment lists for the chosen row, each checked against the harness's own decisions. */
export async function exportChosen(
  root: string,
  experiment: Experiment,
  results: Results,
  output: RunOutput,
): Promise<ExportedFile[]> {
  const chosen = output.compared.find(
    ({ fitted }) => fitted !== undefined && fitted.candidate.id === output.chosen?.candidate.id,
  );
  const row = results.rows.find(({ id }) => id === chosen?.id);
  if (chosen?.fitted === undefined || chosen.routes === undefined || row === undefined) return [];
  // A refitted router was not measured; it leaves only on request (export --refit).
  if (results.protocol.reportedOn === 'crossfit') return [];
  const { config } = chosen.fitted;
  const measured: Measured = {
    batch: output.bench.batch,
    routes: chosen.routes,
    ...(chosen.walks === undefined ? {} : { rewalk: (router: Router) => firstWalk(output.bench, router) }),
  };
  const written: ExportedFile[] = [];
  for (const { target } of experiment.export) {
    written.push(await exportTo(join(root, 'exports', target), target, { config, results, row, overridden: [] }, measured));
  }
  return written;
}

/**
 * Writes one target's files into `dir`. A runtime export is read back and must decide as the measured router did:
 * on every golden probe, and on every query of the dataset where the run's decisions are at hand.
 */
export async function exportTo(
  dir: string,
  target: string,
  shipment: ExportInput,
  measured: Measured | null,
): Promise<ExportedFile> {
  const outcome = targetNamed(target).export(shipment);
  const making = `${dir}.partial`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  for (const file of outcome.files) await writeFile(join(making, file.path), file.text);
  const verified = outcome.mode === 'runtime' ? await verifyRouter(join(making, 'router.json'), shipment.config, measured) : 0;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dirname(dir), { recursive: true });
  await rename(making, dir);
  const files = outcome.files.map(({ path }) => join(dir, path));
  return { target, dir, files, outcome, verified, overridden: shipment.overridden };
}

async function verifyRouter(file: string, config: RouterConfig, measured: Measured | null): Promise<number> {
  const shipped = loadRouter(JSON.parse(await readFile(file, 'utf8')));
  const own = loadRouter(config);
  const golden = goldenDecisions(own);
  for (const { request, route } of golden) {
    if (canonicalJson(shipped.route(request)) !== canonicalJson(route)) throw mismatch(file, 'a golden probe');
  }
  if (canonicalJson(goldenWalk(shipped) as unknown as Json) !== canonicalJson(goldenWalk(own) as unknown as Json))
    throw mismatch(file, 'the golden walk');
  if (measured === null) return golden.length;
  // A fresh feature cache: the shipped router must not lean on the harness's.
  const routes = measured.rewalk?.(shipped) ?? shipped.routeAll({ ...measured.batch, features: new Map(), counts: new Map() });
  for (let query = 0; query < measured.batch.size; query++) {
    const decided = routes.plans[routes.plan[query] as number];
    const harness = measured.routes.plans[measured.routes.plan[query] as number];
    if (canonicalJson(decided) !== canonicalJson(harness)) throw mismatch(file, `query row ${query + 1}`);
  }
  return golden.length + measured.batch.size;
}

function mismatch(file: string, where: string): UserError {
  return new UserError({ file, message: `the exported router decides otherwise than the measured one on ${where}` }, 3);
}
