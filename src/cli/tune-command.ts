import { access } from 'node:fs/promises';
import type { EngineOptions } from '../app/engine/open-engine.js';
import { findExperiment } from '../app/load/find-experiment.js';
import { tuneWorkspace } from '../app/run/tune-workspace.js';
import { UserError } from '../domain/user-error.js';
import { carriedOut, NO_REPORT } from './carried-out.js';
import { openSearchProgress } from './search-progress.js';
import { showRun } from './show-run.js';

interface TuneRequest {
  readonly experiment: string | undefined;
  readonly strategies: readonly string[];
  readonly method: string;
  readonly budget: unknown;
  readonly seed: unknown;
  readonly patience: unknown;
  readonly best: boolean;
  readonly fresh: boolean;
  readonly out: string | undefined;
  readonly onMissing: 'skip' | 'fail' | undefined;
  readonly remeasure: boolean;
  readonly cache: boolean;
  readonly engine: EngineOptions;
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `routelab tune`: searches ranges, writes the tuned files, and compares them on the test part; exits as `run` does. */
export async function tuneCommand(request: TuneRequest): Promise<number> {
  await refuseStrategyName(request.experiment);
  const experimentFile = await findExperiment(request.experiment, process.cwd());
  const budget = wholeNumber('--budget', request.budget, 1);
  const progress = openSearchProgress(!request.quiet && !request.json, budget);
  const on = request.fresh ? 'goes on from there without --fresh' : 'goes on from there';
  const left = `${NO_REPORT}; what was tried is kept, and the same command ${on}`;
  const shown = { left, clear: progress.done, stage: progress.stage };
  const tuned = await carriedOut(request.engine, shown, (engine, onStage) =>
    tuneWorkspace({
      experimentFile,
      strategies: request.strategies,
      method: request.method,
      budget,
      seed: wholeNumber('--seed', request.seed, 0),
      patience: request.patience === undefined ? null : wholeNumber('--patience', request.patience, 1),
      rule: request.best ? 'best' : 'one_standard_error',
      fresh: request.fresh,
      ...(request.out === undefined ? {} : { reportsDir: request.out }),
      ...(request.onMissing === undefined ? {} : { onMissing: request.onMissing }),
      remeasure: request.remeasure,
      cache: request.cache,
      engine,
      command: ['routelab', ...process.argv.slice(2)],
      onStage,
      onTrial: (strategy, { id }) => progress.trial(strategy, id),
    }),
  ).finally(() => progress.done());
  if (tuned === null) return 130;
  return showRun(tuned, {
    ...request,
    experimentFile,
    junit: undefined,
    also: tuned.tunedFiles.map((path) => ['tuned', path] as const),
  });
}

/** `routelab tune mine`: a word that is no file is most likely meant as a strategy. */
async function refuseStrategyName(named: string | undefined): Promise<void> {
  if (named === undefined || /[./\\]/.test(named)) return;
  const there = await access(named).then(
    () => true,
    () => false,
  );
  if (there) return;
  throw new UserError({
    field: 'experiment',
    message: 'no such file or folder',
    value: named,
    accepted: 'an experiment file, or its folder',
    hint: `to tune one strategy: routelab tune --strategy ${named}`,
  });
}

function wholeNumber(option: string, value: unknown, least: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw new UserError({ field: option, message: 'not accepted', value: String(value), accepted: `a whole number from ${least}` });
}
