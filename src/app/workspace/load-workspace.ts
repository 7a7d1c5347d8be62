import { dirname, join, resolve } from 'node:path';
import { readDataset } from '../../dataset/read-dataset.js';
import type { Experiment } from '../../experiment/experiment.js';
import { gateOf } from '../../experiment/gate-of.js';
import type { RunInput } from '../../experiment/run-input.js';
import type { ScorerSpec } from '../../quality/scorer.js';
import { ROUTER_TIMES } from '../../recording/recording-file.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import type { Rescored } from '../judge/score-agreement.js';
import { askedSamples, refuseMissingSamples } from '../load/asked-samples.js';
import type { ConfigFile } from '../load/config-file.js';
import { hashedFiles, type InputFile } from '../load/input-files.js';
import { loadDecisions } from '../load/load-decisions.js';
import { loadExperiment, withPlaces } from '../load/load-experiment.js';
import { loadModules } from '../load/load-modules.js';
import { loadSplit } from '../load/load-split.js';
import { type LoadedStrategy, loadStrategies } from '../load/load-strategies.js';
import { strategiesToRun } from '../load/set-aside.js';
import { explainIncomplete } from '../outcome/incomplete.js';
import { incompleteError } from '../outcome/incomplete-text.js';
import { keptOutcomes } from '../outcome/kept-outcomes.js';
import { loadOutcomes } from '../outcome/load-outcomes.js';
import type { RecordedRows } from '../outcome/recorded-texts.js';
import type { Incomplete } from '../outcome/what-lacks.js';
import { loadFacts } from './load-facts.js';
import { loadJudges } from './load-judges.js';
import { startScoring } from './start-scoring.js';
import { openRouterTimes, type RouterTimes } from './time-router.js';

export interface WorkspaceOptions {
  /** Path of the experiment file. */
  readonly experimentFile: string;
  readonly onMissing?: 'skip' | 'fail';
  /** Gate expressions besides those of the experiment file, all of level error. */
  readonly gates?: readonly string[];
  /** Whether the recordings may come from, and go into, the cache beside the experiment file; they do unless this says no. */
  readonly cache?: boolean;
  /** Measure the routers' own time again. */
  readonly remeasure: boolean;
  /** Score the recorded answers again with this scorer (empty: the usual one) and hold it against the recorded quality. */
  readonly rescore?: string;
  /** Ranges of any size are taken: they are searched, not gone through. */
  readonly searched?: boolean;
  /** Where keys would be, for saying whether calls could be made; the process's own unless given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Told what is being done; never printed here. */
  readonly onStage?: (stage: string) => void;
}

/** A workspace in memory, with the files it came from. */
export interface Workspace {
  readonly root: string;
  /** The experiment, gates of the command line included. */
  readonly experiment: Experiment;
  /** Its file, for the places of what is wrong with it. */
  readonly file: ConfigFile;
  /** Gates that the experiment file holds itself; those after them came from elsewhere. */
  readonly ownGates: number;
  readonly strategies: readonly LoadedStrategy[];
  readonly input: Omit<RunInput, 'strategies'>;
  readonly times: RouterTimes;
  readonly timesFile: string;
  /** A scorer that the command line named in place of the experiment's; null for its own. */
  readonly otherScorer: ScorerSpec | null;
  /** How it agrees with the recorded quality; null where answers are scored as the experiment says. */
  readonly rescored: Rescored | null;
  readonly datasetSha256: string;
  /** Where the texts behind the outcomes stand. */
  readonly recorded: RecordedRows;
  /** Folder for what can be made again; null where nothing is to be kept. */
  readonly cache: string | null;
  readonly warnings: readonly string[];
  /** What the recordings lack, and what to do about it; null where they are whole. */
  readonly incomplete: Incomplete | null;
  /** What candidates are tried on: everything but strategies and what stands beside them. */
  readonly data: readonly InputFile[];
  /** Decisions and modules of others. */
  readonly others: readonly InputFile[];
}

/** Reads everything a comparison needs. */
export async function loadWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const stage = options.onStage ?? (() => undefined);
  const root = dirname(resolve(options.experimentFile));
  stage('reading the workspace');
  const { experiment: written, models, scorer, file } = await loadExperiment(options.experimentFile, options.rescore);
  const experiment = withGates(written, options.gates ?? []);
  const settings = await hashedFiles([
    { role: 'experiment', path: resolve(options.experimentFile) },
    { role: 'models', path: join(root, experiment.models) },
    ...scorer.files.map((path) => ({ role: 'scorer', path })),
  ]);
  const settingsOf = (role: string): InputFile[] => settings.filter((one) => one.role === role);
  const listed = await loadStrategies(root, experiment.strategies, models, options.searched);
  const { strategies, warnings } = options.searched === true ? { strategies: listed, warnings: [] } : strategiesToRun(listed);
  const asked = askedSamples(strategies);
  const read = await readDataset(join(root, experiment.dataset));
  const recordingsDir = join(root, experiment.recordings);
  stage('scoring recordings');
  const judged = await loadJudges(scorer, models, read.dataset, recordingsDir);
  const scoring = startScoring(judged.scorer, options.rescore !== undefined);
  const outcomes = { dataset: read.dataset, models, recordingsDir, score: scoring.score, prints: asked !== null };
  // Scoring again counts what every recording says.
  const cached = options.cache !== false && options.rescore === undefined;
  const loaded = await (cached
    ? keptOutcomes(outcomes, { root, datasetSha256: read.sha256, scorer })
    : { ...(await loadOutcomes(outcomes)), warnings: [], cache: null });
  refuseMissingSamples(asked, loaded.table);
  withPlaces(file, () => scoring.refuseUnscored(loaded.report));
  const decisions = await loadDecisions(root, experiment.decisions, read.dataset, loaded.table.modelIds);
  const split = await loadSplit(root, experiment.split, read.dataset);
  const modules = await loadModules(root, experiment.strategies, read.dataset, loaded.table.modelIds);
  const incomplete = await explainIncomplete({
    experimentFile: options.experimentFile,
    experiment,
    models,
    queries: read.dataset.queries,
    table: loaded.table,
    report: loaded.report,
    env: options.env ?? process.env,
  });
  if ((options.onMissing ?? experiment.onMissing) === 'fail' && incomplete !== null && incomplete.missing > 0)
    throw incompleteError(incomplete);
  const timesFile = join(root, 'recordings', ROUTER_TIMES);
  const times = await openRouterTimes(timesFile, options.remeasure);
  return {
    root,
    experiment,
    file,
    ownGates: written.gates.length,
    strategies,
    input: {
      experiment,
      dataset: read.dataset,
      models,
      table: loaded.table,
      placed: split?.placed ?? null,
      decisions: [...decisions, ...modules].map(({ chosen }) => chosen),
      scorer: scorer.scorer.identity,
      load: loadFacts(loaded.report, models, judged.judges),
      timeRouter: times.time,
    },
    times,
    timesFile,
    otherScorer: canonicalJson(scorer.spec) === canonicalJson(experiment.scorer) ? null : scorer.spec,
    rescored: scoring.rescored(loaded.table.modelIds),
    datasetSha256: read.sha256,
    recorded: { table: loaded.table, places: loaded.places, files: loaded.files },
    cache: loaded.cache,
    warnings: [...warnings, ...read.warnings, ...loaded.warnings],
    incomplete,
    data: [
      ...settingsOf('experiment'),
      { role: 'dataset', path: join(root, experiment.dataset), sha256: read.sha256 },
      ...settingsOf('models'),
      ...(split === null ? [] : [{ role: 'split', path: split.path, sha256: split.sha256 }]),
      ...settingsOf('scorer'),
      ...loaded.files.map(({ path, sha256 }) => ({ role: 'recordings', path, sha256 })),
      ...judged.files.map(({ path, sha256 }) => ({ role: 'verdicts', path, sha256 })),
    ],
    others: [
      ...decisions.map(({ path, sha256 }) => ({ role: 'decisions', path, sha256 })),
      ...modules.map(({ path, sha256 }) => ({ role: 'module', path, sha256 })),
    ],
  };
}

/** The experiment with gates of the command line after its own. */
function withGates(experiment: Experiment, gates: readonly string[]): Experiment {
  const more = gates.map((gate) => gateOf(gate, experiment.cost.by, '--gate'));
  return { ...experiment, gates: [...experiment.gates, ...more] };
}
