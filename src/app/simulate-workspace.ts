import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { SimulationResults } from '../domain/simulation.js';
import { UserError } from '../domain/user-error.js';
import { recordingFiles } from '../recording/recording-file.js';
import { simulationMarkdown } from '../report/simulation-markdown.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import { sha256Hex } from '../router/identity/sha256.js';
import type { QueryFacts } from '../simulate/day-input.js';
import { type Stage, simulateScenario } from '../simulate/simulate-scenario.js';
import { CONFIDENCE } from '../simulate/summarise.js';
import { inputFiles } from './input-files.js';
import { withPlaces } from './load-experiment.js';
import { type LoadedRouter, loadRouters } from './load-routers.js';
import { type LoadedScenario, loadScenarios } from './load-scenarios.js';
import { type OpenedWorkbench, openWorkbench } from './open-workbench.js';
import { outFolder } from './out-folder.js';
import { openRouterTimes, type RouterTimes } from './time-router.js';
import { version } from './version.js';
import { pointLatest } from './write-report.js';

export interface SimulateOptions {
  readonly experimentFile: string;
  /** Paths, or names in `scenarios/`; all of them where none is named. */
  readonly scenarios: readonly string[];
  /** Paths, or strategies of the latest report; its choice where none is named. */
  readonly routers: readonly string[];
  readonly seeds: { readonly first: number; readonly count: number };
  /** Default `reports/simulations` beside the experiment file. */
  readonly out?: string;
  /** Told how many days there will be, and after each. */
  readonly onDays?: (days: number) => void;
  readonly onDay?: () => void;
}

export interface SimulatedWorkspace {
  readonly results: SimulationResults;
  readonly dir: string;
}

/** Scenarios with everything they are played on. */
export interface OpenedSimulation {
  readonly root: string;
  readonly opened: OpenedWorkbench;
  readonly part: 'all' | 'test';
  readonly scenarios: readonly LoadedScenario[];
  readonly routers: readonly LoadedRouter[];
  readonly stage: Stage;
  readonly times: RouterTimes;
}

/** Reads a workspace, its scenarios and its routers. */
export async function openSimulation(options: SimulateOptions): Promise<OpenedSimulation> {
  const root = dirname(resolve(options.experimentFile));
  const opened = await openWorkbench(options.experimentFile);
  const { bench, experiment } = opened;
  if (opened.load === null)
    throw new UserError(
      { file: join(root, experiment.recordings), message: 'nothing is recorded, so there is nothing to make answers of' },
      4,
    );
  const part = bench.split.folds === null && experiment.split.kind !== 'none' ? 'test' : 'all';
  const queries = queryFacts(opened, part);
  const scenarios = await loadScenarios(root, options.scenarios, settingOf(opened, queries));
  const routers = await loadRouters(root, options.routers);
  const times = await openRouterTimes(join(root, 'recordings', 'router-time.jsonl'), false);
  const stage: Stage = {
    table: bench.table,
    models: bench.models,
    queries,
    batch: bench.batch,
    routers: routers.map(({ name, router }) => ({ name, router, timeMs: times.time(router, bench).p50Ms })),
    feedback: experiment.online.feedback,
    seeds: options.seeds,
    ...(options.onDay === undefined ? {} : { onDay: options.onDay }),
  };
  return { root, opened, part, scenarios, routers, stage, times };
}

/** Plays scenarios with the routers of a workspace and writes what came of them. */
export async function simulateWorkspace(options: SimulateOptions): Promise<SimulatedWorkspace> {
  const { root, opened, part, scenarios, routers, stage, times } = await openSimulation(options);
  options.onDays?.(scenarios.reduce((sum, { scenario }) => sum + scenario.arms.length, 0) * routers.length * options.seeds.count);
  const simulated = scenarios.map(({ scenario, file }) => withPlaces(file, () => simulateScenario(scenario, stage)));
  await times.save();
  const files = await inputsOf(root, options.experimentFile, opened, scenarios, routers);
  const timed = times.usedSha256();
  const inputs =
    timed === null ? files : [...files, { role: 'router_time', path: 'recordings/router-time.jsonl', sha256: timed }];
  const results: SimulationResults = {
    schemaVersion: 1,
    tool: { name: 'routelab', version: version() },
    experiment: {
      name: opened.experiment.name,
      file: basename(options.experimentFile),
      synthetic: opened.experiment.synthetic,
    },
    inputs: { hash: hashOf(inputs, options.seeds), files: inputs },
    seeds: options.seeds,
    confidence: CONFIDENCE,
    costUnit: opened.experiment.cost.by,
    traffic: { queries: stage.queries.rows.length, part },
    scenarios: simulated,
  };
  return { results, dir: await writeSimulation(options.out ?? join(root, 'reports', 'simulations'), results) };
}

/** Traffic is drawn from queries that nothing was fitted or chosen on, where there are such. */
function queryFacts({ bench }: OpenedWorkbench, part: 'all' | 'test'): QueryFacts {
  const { queries, labels } = bench.dataset;
  const rows = bench.rowsIn(part);
  if (rows.length === 0) throw new UserError(`the ${part} part holds no query to make traffic of`);
  return { rows, weight: labels.weight, category: labels.category, arrivedAtMs: labels.arrivedAtMs, signals: queries.signals };
}

function settingOf({ bench }: OpenedWorkbench, queries: QueryFacts) {
  return {
    models: bench.models,
    categories: queries.category.values,
    signals: [...queries.signals.keys()],
    hasTimestamps: queries.rows.some((row) => Number.isFinite(queries.arrivedAtMs[row])),
  };
}

async function inputsOf(
  root: string,
  experimentFile: string,
  { experiment }: OpenedWorkbench,
  scenarios: readonly LoadedScenario[],
  routers: readonly LoadedRouter[],
): Promise<SimulationResults['inputs']['files']> {
  const recordings = await recordingFiles(join(root, experiment.recordings));
  return inputFiles(root, [
    { role: 'experiment', path: resolve(experimentFile) },
    { role: 'dataset', path: join(root, experiment.dataset) },
    { role: 'models', path: join(root, experiment.models) },
    ...scenarios.map(({ file }) => ({ role: 'scenario', path: resolve(file.path) })),
    ...routers.map(({ path }) => ({ role: 'router', path: resolve(path) })),
    ...recordings.map((path) => ({ role: 'recordings', path })),
  ]);
}

function hashOf(files: SimulationResults['inputs']['files'], seeds: SimulationResults['seeds']): string {
  return sha256Hex(
    canonicalJson({ tool: version(), files: files.map(({ role, sha256 }) => ({ role, sha256 })), seeds: { ...seeds } }),
  );
}

/** `<first 12 of the inputs' hash>/{simulation.json, summary.md}`, made beside its place and renamed. */
async function writeSimulation(parent: string, results: SimulationResults): Promise<string> {
  const name = results.inputs.hash.slice(0, 12);
  const making = join(parent, `.${name}.partial`);
  await outFolder(parent);
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  await writeFile(join(making, 'simulation.json'), `${JSON.stringify(results, null, 1)}\n`);
  await writeFile(join(making, 'summary.md'), simulationMarkdown(results));
  await rm(join(parent, name), { recursive: true, force: true });
  await rename(making, join(parent, name));
  await pointLatest(parent, name);
  return join(parent, name);
}
