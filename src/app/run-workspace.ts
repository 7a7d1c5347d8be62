import { hostname } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { gatesStop } from '../compare/gate/judge-gate.js';
import { readDataset } from '../dataset/read-dataset.js';
import type { Results } from '../domain/results.js';
import { UserError } from '../domain/user-error.js';
import type { Experiment } from '../experiment/experiment.js';
import { gateOf } from '../experiment/gate-of.js';
import { type RunOutput, runExperiment } from '../experiment/run.js';
import type { ScorerSpec } from '../quality/scorer.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import { sha256Hex } from '../router/identity/sha256.js';
import { type ExportedFile, exportChosen } from './export-router.js';
import { type InputFile, inputFiles } from './input-files.js';
import { loadDecisions } from './load-decisions.js';
import { loadExperiment, withPlaces } from './load-experiment.js';
import { loadFacts } from './load-facts.js';
import { loadModules } from './load-modules.js';
import { loadOutcomes } from './load-outcomes.js';
import { loadSplit } from './load-split.js';
import { loadStrategies } from './load-strategies.js';
import type { Rescored } from './score-agreement.js';
import { startScoring } from './start-scoring.js';
import { noteTestLook } from './test-looks.js';
import { openRouterTimes } from './time-router.js';
import { version } from './version.js';
import { writeReport } from './write-report.js';

export interface RunOptions {
  /** Path of the experiment file. */
  readonly experimentFile: string;
  /** Where reports go; default `reports` beside the experiment file. */
  readonly reportsDir?: string;
  readonly onMissing?: 'skip' | 'fail';
  /** Gate expressions besides those of the experiment file, all of level error. */
  readonly gates?: readonly string[];
  /** Measure the routers' own time again. */
  readonly remeasure: boolean;
  /** Score the recorded answers again with this scorer (empty: the usual one) and hold it against the recorded quality. */
  readonly rescore?: string;
  readonly command: readonly string[];
  /** Told what is being done; never printed here. */
  readonly onStage?: (stage: string) => void;
}

export interface RanWorkspace {
  readonly results: Results;
  readonly reportDir: string;
  /** Which look at this test part it was; null without one. */
  readonly testLook: number | null;
  /** Null for a run that scores as the experiment says. */
  readonly rescored: Rescored | null;
  readonly exported: readonly ExportedFile[];
  /** Exports were asked for and not written: the chosen router must not ship. */
  readonly heldBack: boolean;
  readonly warnings: readonly string[];
  /** Line of each gate in the experiment file; null where it came from elsewhere. */
  readonly gateLines: readonly (number | null)[];
}

/** The main job: load a workspace, compare, write the report and the chosen router. */
export async function runWorkspace(options: RunOptions): Promise<RanWorkspace> {
  const startedAt = new Date();
  const stage = options.onStage ?? (() => undefined);
  const root = dirname(resolve(options.experimentFile));
  stage('reading the workspace');
  const { experiment: written, models, scorer, file } = await loadExperiment(options.experimentFile, options.rescore);
  const experiment = withGates(written, options.gates ?? []);
  const strategies = await loadStrategies(root, experiment.strategies, models);
  const read = await readDataset(join(root, experiment.dataset));
  const scoring = startScoring(scorer.scorer, options.rescore !== undefined);
  stage('scoring recordings');
  const loaded = await loadOutcomes({
    dataset: read.dataset,
    models,
    recordingsDir: join(root, experiment.recordings),
    score: scoring.score,
  });
  withPlaces(file, () => scoring.refuseUnscored(loaded.report));
  const decisions = await loadDecisions(root, experiment.decisions, read.dataset, loaded.table.modelIds);
  const split = await loadSplit(root, experiment.split, read.dataset);
  const modules = await loadModules(root, experiment.strategies, read.dataset, loaded.table.modelIds);
  refuseMissing(options.onMissing ?? experiment.onMissing, loaded.report.missingCells);
  const timesFile = join(root, 'recordings', 'router-time.jsonl');
  const times = await openRouterTimes(timesFile, options.remeasure);
  stage('comparing');
  const output = withPlaces(file, () =>
    runExperiment({
      experiment,
      dataset: read.dataset,
      models,
      table: loaded.table,
      placed: split?.placed ?? null,
      strategies: strategies.map(({ strategy }) => strategy),
      decisions: [...decisions, ...modules].map(({ chosen }) => chosen),
      scorer: scorer.scorer.identity,
      load: loadFacts(loaded.report, models),
      timeRouter: times.time,
    }),
  );
  await times.save();
  const files = await inputFiles(root, [
    { role: 'experiment', path: resolve(options.experimentFile) },
    { role: 'dataset', path: join(root, experiment.dataset), sha256: read.sha256 },
    { role: 'models', path: join(root, experiment.models) },
    ...(split === null ? [] : [{ role: 'split', path: split.path, sha256: split.sha256 }]),
    ...scorer.files.map((path) => ({ role: 'scorer', path })),
    ...strategies.map(({ path }) => ({ role: 'strategy', path })),
    ...decisions.map(({ path, sha256 }) => ({ role: 'decisions', path, sha256 })),
    ...modules.map(({ path, sha256 }) => ({ role: 'module', path, sha256 })),
    ...loaded.files.map(({ path, sha256 }) => ({ role: 'recordings', path, sha256 })),
    ...routerTimeInput(timesFile, times.usedSha256()),
  ]);
  const rescored = scoring.rescored(loaded.table.modelIds);
  const results = resultsOf(experiment, options.experimentFile, files, output, {
    gates: options.gates ?? [],
    scorer: canonicalJson(scorer.spec) === canonicalJson(experiment.scorer) ? null : scorer.spec,
  });
  stage('writing the report');
  const testLook = await noteTestLook(
    join(root, 'reports', 'test-looks.jsonl'),
    output.bench,
    { dataset: read.sha256, inputs: results.inputs.hash },
    startedAt.toISOString(),
  );
  const reportDir = await writeReport(options.reportsDir ?? join(root, 'reports'), results, output, {
    startedAt: startedAt.toISOString(),
    tookMs: Date.now() - startedAt.getTime(),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    node: process.version,
    host: hostname(),
    command: options.command,
    testLook,
    rescored,
  });
  const held = output.chosen !== null && experiment.export.length > 0 && heldBack(results);
  // Another scorer is a question, not a decision: it replaces no export that may be in use.
  const exported =
    output.chosen === null || held || results.inputs.scorer !== undefined
      ? []
      : await exportChosen(root, experiment, results, output);
  const gateLines = experiment.gates.map((_, index) =>
    index < written.gates.length ? (file.place(['gates', index]).line ?? null) : null,
  );
  return { results, reportDir, testLook, rescored, exported, heldBack: held, warnings: read.warnings, gateLines };
}

/** A router that broke a gate, or that the test part contradicts, does not replace an export that may be in use. */
function heldBack({ choice, gates }: Results): boolean {
  return gatesStop(gates, false) || ('test' in choice && choice.test === 'contradicted');
}

/** The experiment with gates of the command line after its own. */
function withGates(experiment: Experiment, gates: readonly string[]): Experiment {
  const more = gates.map((gate) => gateOf(gate, experiment.cost.by, '--gate'));
  return { ...experiment, gates: [...experiment.gates, ...more] };
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
  asked: { readonly gates: readonly string[]; readonly scorer: ScorerSpec | null },
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
      hash: sha256Hex(
        canonicalJson({
          tool: tool.version,
          files: files.map(({ role, sha256 }) => ({ role, sha256 })),
          // What the command line asks for is an input that stands in no file.
          ...(asked.gates.length === 0 ? {} : { gates: asked.gates }),
          ...(asked.scorer === null ? {} : { scorer: asked.scorer }),
        }),
      ),
      files,
      ...(asked.scorer === null ? {} : { scorer: asked.scorer }),
    },
    ...output.body,
  };
}
