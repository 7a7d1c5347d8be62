import { hostname } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { readDataset } from '../dataset/read-dataset.js';
import type { Results } from '../domain/results.js';
import { UserError } from '../domain/user-error.js';
import type { Experiment } from '../experiment/experiment.js';
import { type RunOutput, runExperiment } from '../experiment/run.js';
import { createScorer } from '../quality/index.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import { sha256Hex } from '../router/identity/sha256.js';
import { type ExportedFile, exportChosen } from './export-router.js';
import { type InputFile, inputFiles } from './input-files.js';
import { loadDecisions } from './load-decisions.js';
import { loadExperiment } from './load-experiment.js';
import { loadFacts } from './load-facts.js';
import { loadOutcomes } from './load-outcomes.js';
import { loadStrategies } from './load-strategies.js';
import { openRouterTimes } from './time-router.js';
import { version } from './version.js';
import { writeReport } from './write-report.js';

export interface RunOptions {
  /** Path of the experiment file. */
  readonly experimentFile: string;
  /** Where reports go; default `reports` beside the experiment file. */
  readonly reportsDir?: string;
  readonly onMissing?: 'skip' | 'fail';
  /** Measure the routers' own time again. */
  readonly remeasure: boolean;
  readonly command: readonly string[];
  /** Told what is being done; never printed here. */
  readonly onStage?: (stage: string) => void;
}

export interface RanWorkspace {
  readonly results: Results;
  readonly reportDir: string;
  readonly exported: readonly ExportedFile[];
  readonly warnings: readonly string[];
}

/** The main job: load a workspace, compare, write the report and the chosen router. */
export async function runWorkspace(options: RunOptions): Promise<RanWorkspace> {
  const startedAt = new Date();
  const stage = options.onStage ?? (() => undefined);
  const root = dirname(resolve(options.experimentFile));
  stage('reading the workspace');
  const { experiment, models } = await loadExperiment(options.experimentFile);
  const strategies = await loadStrategies(root, experiment.strategies, models);
  const read = await readDataset(join(root, experiment.dataset));
  const scorer = createScorer(experiment.scorer);
  stage('scoring recordings');
  const loaded = await loadOutcomes({
    dataset: read.dataset,
    models,
    recordingsDir: join(root, experiment.recordings),
    score: (recording, label) => scorer.score(recording, label),
  });
  const decisions = await loadDecisions(root, experiment.decisions, read.dataset, loaded.table.modelIds);
  refuseMissing(options.onMissing ?? experiment.onMissing, loaded.report.missingCells);
  const timesFile = join(root, 'recordings', 'router-time.jsonl');
  const times = await openRouterTimes(timesFile, options.remeasure);
  stage('comparing');
  const output = runExperiment({
    experiment,
    dataset: read.dataset,
    models,
    table: loaded.table,
    strategies: strategies.map(({ strategy }) => strategy),
    decisions: decisions.map(({ chosen }) => chosen),
    scorer: { type: scorer.name, version: scorer.version },
    load: loadFacts(loaded.report, models),
    timeRouter: times.time,
  });
  await times.save();
  const files = await inputFiles(root, [
    { role: 'experiment', path: resolve(options.experimentFile) },
    { role: 'dataset', path: join(root, experiment.dataset), sha256: read.sha256 },
    { role: 'models', path: join(root, experiment.models) },
    ...strategies.map(({ path }) => ({ role: 'strategy', path })),
    ...decisions.map(({ path, sha256 }) => ({ role: 'decisions', path, sha256 })),
    ...loaded.files.map(({ path, sha256 }) => ({ role: 'recordings', path, sha256 })),
    ...routerTimeInput(timesFile, times.usedSha256()),
  ]);
  const results = resultsOf(experiment, options.experimentFile, files, output);
  stage('writing the report');
  const reportDir = await writeReport(options.reportsDir ?? join(root, 'reports'), results, output, {
    startedAt: startedAt.toISOString(),
    tookMs: Date.now() - startedAt.getTime(),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    node: process.version,
    host: hostname(),
    command: options.command,
  });
  const exported = output.chosen === null ? [] : await exportChosen(root, experiment, results, output);
  return { results, reportDir, exported, warnings: read.warnings };
}

function refuseMissing(onMissing: 'skip' | 'fail', missingCells: number): void {
  if (onMissing === 'skip' || missingCells === 0) return;
  throw new UserError(
    {
      message: `${missingCells} recordings are missing`,
      hint: 'routelab run --on-missing skip compares on the queries that are complete',
    },
    4,
  );
}

/** The router times a run used are one of its inputs. */
function routerTimeInput(path: string, sha256: string | null): InputFile[] {
  return sha256 === null ? [] : [{ role: 'router_time', path, sha256 }];
}

function resultsOf(
  experiment: Experiment,
  experimentFile: string,
  files: Results['inputs']['files'],
  output: RunOutput,
): Results {
  const tool = { name: 'routelab', version: version() };
  return {
    schemaVersion: 1,
    tool,
    experiment: {
      name: experiment.name,
      file: relative(dirname(resolve(experimentFile)), resolve(experimentFile)),
      synthetic: experiment.synthetic,
    },
    inputs: {
      hash: sha256Hex(canonicalJson({ tool: tool.version, files: files.map(({ role, sha256 }) => ({ role, sha256 })) })),
      files,
    },
    ...output.body,
  };
}
