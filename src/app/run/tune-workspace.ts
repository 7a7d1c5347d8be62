import { join, relative } from 'node:path';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import { drive, type Engine } from '../../engine/engine.js';
import type { ChoosingRule } from '../../experiment/search/plainest.js';
import type { SearchSpec } from '../../experiment/search/search.js';
import type { Trial } from '../../experiment/search/trial.js';
import { type Tuned, tuneStrategy } from '../../experiment/search/tune-strategy.js';
import { finishTuning, openTuning, type Tuning } from '../../experiment/tune.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import { searchSpace } from '../../strategy/search-space.js';
import { keepingUnits } from '../engine/kept-units.js';
import { controlOf, type EngineOptions, isLarge, openEngine } from '../engine/open-engine.js';
import { inputFiles } from '../load/input-files.js';
import { withPlaces, withPlacesOf } from '../load/load-experiment.js';
import { type LoadedStrategy, loadStrategies } from '../load/load-strategies.js';
import { tunedName, writeTuned } from '../load/tuned-file.js';
import { version } from '../version.js';
import { loadWorkspace, type Workspace, type WorkspaceOptions } from '../workspace/load-workspace.js';
import { finishRun, type RanWorkspace } from './finish-run.js';
import { openTrace } from './search-trace.js';

/** The method that fits: everything where the budget allows it, else where the good ones lie. */
const AUTO = 'auto';

export interface TuneOptions extends Omit<WorkspaceOptions, 'searched'>, SearchSpec {
  /** Besides the methods' names, `auto`. */
  readonly method: string;
  /** Names of the strategies to tune; empty: all that have ranges. */
  readonly strategies: readonly string[];
  readonly rule: ChoosingRule;
  /** Try everything again, whatever an earlier search found out. */
  readonly fresh: boolean;
  readonly reportsDir?: string;
  readonly command: readonly string[];
  readonly engine?: EngineOptions;
  /** Told of every trial, once it is on disk. */
  readonly onTrial?: (strategy: string, trial: Trial) => void;
}

export interface TunedWorkspace extends RanWorkspace {
  /** The strategy files written. */
  readonly tunedFiles: readonly string[];
}

/**
 * Searches strategies' ranges on the train and validation parts, writes each as a file with the chosen values, and compares
 * these files on the test part as a run would.
 */
export async function tuneWorkspace(options: TuneOptions): Promise<TunedWorkspace> {
  const startedAt = new Date();
  const workspace = await loadWorkspace({ ...options, searched: true });
  const { dataset, table } = workspace.input;
  const large = isLarge({
    queries: dataset.queries.size,
    models: table.modelIds.length,
    candidates: workspace.strategies.reduce((sum, { strategy }) => sum + Math.min(options.budget, searchSpace(strategy).size), 0),
  });
  const engine = keepingUnits(await openEngine(options.engine ?? { engine: 'inline' }, large), workspace.cache);
  return tuneOn(workspace, engine, startedAt, options).finally(() => engine.close());
}

async function tuneOn(workspace: Workspace, engine: Engine, startedAt: Date, options: TuneOptions): Promise<TunedWorkspace> {
  const sources = toTune(workspace.strategies, options.strategies);
  const tuning = withPlaces(workspace.file, () => openTuning(workspace.input));
  const tuned: { readonly path: string; readonly tuned: Tuned }[] = [];
  for (const source of sources) {
    options.onStage?.(`searching ${source.strategy.name}`);
    tuned.push(await tuneOne(workspace, tuning, source, engine, options));
  }
  options.onStage?.('comparing');
  const listed = await listedStrategies(workspace, sources, tuned);
  const compared = { ...workspace.input, strategies: listed.fixed.map(({ strategy }) => strategy) };
  const output = await withPlacesOf(workspace.file, () =>
    drive(finishTuning(compared, listed.tuned), engine, controlOf(options.engine)),
  );
  const { method, budget, seed, patience, rule } = options;
  const ran = await finishRun(workspace, listed.files, output, {
    ...options,
    startedAt,
    settings: { method, budget, seed, patience, rule },
    exports: false,
    more: { 'trace.jsonl': traceText(tuned.map((one) => one.tuned)) },
  });
  const warnings = [...ran.warnings, ...leftOutText(listed.leftOut)];
  return { ...ran, warnings, tunedFiles: tuned.map(({ path }) => path) };
}

/** Says that this report is not the whole comparison. */
function leftOutText(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    `left out of this report: ${names.join(', ')} (ranges that were not tuned now); routelab tune without --strategy takes them in`,
  ];
}

/** Strategies with ranges: all of them, or those named. */
function toTune(loaded: readonly LoadedStrategy[], names: readonly string[]): LoadedStrategy[] {
  const ranged = loaded.filter(({ strategy }) => searchSpace(strategy).size > 1);
  const known = ranged.map(({ strategy }) => strategy.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const close = nearest(unknown, known);
    throw new UserError({
      field: '--strategy',
      message: loaded.some(({ strategy }) => strategy.name === unknown) ? 'has no ranges to tune' : 'no such strategy',
      value: unknown,
      accepted: known.join(', ') || 'none: no strategy has ranges',
      ...(close === undefined ? {} : { nearest: close }),
    });
  }
  if (ranged.length === 0) {
    throw new UserError({
      field: 'strategies',
      message: 'nothing to tune: no strategy has a range',
      accepted: '{ $choice: […] }, { $linear: [from, to, count] } or { $log: [from, to, count] } in place of a value',
    });
  }
  return names.length === 0 ? ranged : ranged.filter(({ strategy }) => names.includes(strategy.name));
}

async function tuneOne(
  workspace: Workspace,
  { bench, reference }: Tuning,
  source: LoadedStrategy,
  engine: Engine,
  options: TuneOptions,
) {
  const { method, budget, seed, patience, rule, fresh } = options;
  // Under its new name from the start: the name is part of what a router decides by (sticky draws).
  const strategy = { ...source.strategy, name: tunedName(source.strategy.name) };
  const trace = await openTrace(await tracePath(workspace, source), fresh);
  const fitting = searchSpace(strategy).size <= budget ? 'grid' : 'tpe';
  const spec = { method: method === AUTO ? fitting : method, budget, seed, patience };
  const searching = tuneStrategy({ bench, strategy, spec, rule, reference, known: trace.known });
  const onNote = async (trial: Trial): Promise<void> => {
    await trace.note(trial);
    options.onTrial?.(source.strategy.name, trial);
  };
  const tuned = await drive(searching, engine, { ...controlOf(options.engine), onNote });
  const path = await writeTuned(source.path, source.strategy, tuned.summary.chosen.parameters, tuned.strategy);
  return { path, tuned };
}

/** A trace belongs to the data it was made on and to the ranges it searched. */
async function tracePath({ root, data }: Workspace, { path, sha256: read, strategy }: LoadedStrategy): Promise<string> {
  const files = await inputFiles(root, [...data, { role: 'strategy', path, sha256: read }]);
  const inputs = sha256Hex(canonicalJson({ tool: version(), files: files.map(({ role, sha256 }) => ({ role, sha256 })) }));
  return join(root, 'reports', 'search', `${encodeURIComponent(strategy.name)}-${inputs.slice(0, 12)}.jsonl`);
}

/** What is compared in the end: the tuned files as a run would read them, and the strategies without ranges. */
async function listedStrategies(
  workspace: Workspace,
  sources: readonly LoadedStrategy[],
  tuned: readonly { readonly path: string; readonly tuned: Tuned }[],
) {
  const { root, strategies, input } = workspace;
  const made = await loadStrategies(
    root,
    tuned.map(({ path }) => relative(root, path).replaceAll('\\', '/')),
    input.models,
  );
  const names = sources.map(({ strategy }) => tunedName(strategy.name));
  const fixed = strategies.filter(({ strategy }) => searchSpace(strategy).size === 1 && !names.includes(strategy.name));
  const tunedNow = sources.map(({ strategy }) => strategy.name);
  const leftOut = strategies
    .map(({ strategy }) => strategy)
    .filter((strategy) => searchSpace(strategy).size > 1 && !tunedNow.includes(strategy.name))
    .map(({ name }) => name);
  return {
    leftOut,
    fixed,
    files: [...made, ...fixed],
    tuned: tuned.map(({ tuned: one }) => ({
      ...one,
      strategy: made.find(({ strategy }) => strategy.name === one.strategy.name)?.strategy ?? one.strategy,
    })),
  };
}

/** Every trial of every search in order, one a line: the same search, the same bytes, however often it was interrupted. */
function traceText(tuned: readonly Tuned[]): string {
  return tuned
    .flatMap(({ strategy, trials }) => trials.map((trial) => `${JSON.stringify({ strategy: strategy.name, ...trial })}\n`))
    .join('');
}
