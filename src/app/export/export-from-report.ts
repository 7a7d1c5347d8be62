import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gatesStop } from '../../compare/gate/judge-gate.js';
import { nearest } from '../../domain/nearest.js';
import type { ResultRow, Results } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';
import { exportEntry, type WrittenEntry } from '../../export/index.js';
import { loadRouter } from '../../router/load.js';
import { readResults } from '../report/read-results.js';
import { routerFile } from '../report/write-report.js';
import { type WrittenExport, writeExport } from './export-router.js';
import { measuredAgain } from './measured-again.js';
import { prepareExport } from './prepare-export.js';
import { shipObstacles } from './ship-obstacles.js';

/** Exports a router that a report measured: the chosen one, or the one of a named strategy. */
export async function exportFromReport(request: {
  readonly results: string | undefined;
  /** The target with its options, as an experiment's `export` has it. */
  readonly entry: WrittenEntry;
  readonly strategy: string | undefined;
  readonly out: string | undefined;
  /** Of a cross-fitted comparison: ship the router that was refitted on everything. */
  readonly refit: boolean;
  /** Export although the run held the router back. */
  readonly force?: boolean;
}): Promise<WrittenExport> {
  const entry = exportEntry(request.entry, []);
  const { results, file } = await readResults(request.results);
  requireRefit(results, request.refit);
  const row = rowToExport(results, request.strategy);
  const overridden = obstaclesOf(results, row);
  if (request.force !== true) requireNone(overridden, row, file);
  const path = join(dirname(file), 'routers', routerFile(row.strategy ?? ''));
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UserError({ file: path, message: 'the report does not hold this router', hint: 'routelab run writes it' });
  });
  const { config } = loadRouter(JSON.parse(text));
  const prepared = await prepareExport(entry, { config, results, row, overridden }, null, () =>
    measuredAgain(file, results, config),
  );
  if (prepared.refusal !== null) throw new UserError(prepared.refusal, 3);
  return writeExport({ ...prepared, dir: request.out ?? join('exports', entry.dir) });
}

/** A failed gate stands against whatever the report would ship; a contradiction only against what was chosen. */
function obstaclesOf(results: Results, row: ResultRow): readonly string[] {
  const { choice } = results;
  const chosen = 'rowId' in choice && choice.rowId === row.id;
  return chosen || gatesStop(results.gates, false) ? shipObstacles(results) : [];
}

/** @throws UserError with exit code 3 where something stands against shipping */
function requireNone(obstacles: readonly string[], { label }: ResultRow, file: string): void {
  if (obstacles.length === 0) return;
  const problems = obstacles.map((obstacle) => ({
    file,
    message: `${label} must not ship: ${obstacle}`,
    hint: 'routelab export --force writes it all the same, and the router says so',
  }));
  throw new UserError(problems, 3);
}

/** What is shipped after cross-fitting is not what was measured, so it has to be asked for by name. */
function requireRefit({ protocol }: Results, refit: boolean): void {
  if (protocol.reportedOn !== 'crossfit' || refit) return;
  throw new UserError({
    message: 'the comparison is cross-fitted: its numbers are of the procedure, and no single router was measured',
    hint: 'routelab export --refit ships the router that is refitted on everything, and says so in its provenance',
  });
}

function rowToExport(results: Results, strategy: string | undefined): ResultRow {
  const routers = results.rows.filter(({ kind, strategy: own }) => kind === 'router' && own !== undefined);
  const { choice } = results;
  const found =
    strategy === undefined
      ? routers.find(({ id }) => 'rowId' in choice && choice.rowId === id)
      : routers.find((row) => row.strategy === strategy || row.id === strategy);
  if (found !== undefined) return found;
  const names = routers.map((row) => row.strategy ?? row.id);
  if (strategy === undefined) {
    throw new UserError({
      message: `nothing was chosen (${choice.kind}), so name a strategy with --strategy`,
      accepted: names.join(', ') || 'none: the report has no strategies',
    });
  }
  const close = nearest(strategy, names);
  throw new UserError({
    message: 'no such strategy in the report',
    field: '--strategy',
    value: strategy,
    accepted: names.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
