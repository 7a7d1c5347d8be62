import { findExperiment } from '../app/find-experiment.js';
import { tuneWorkspace } from '../app/tune-workspace.js';
import { UserError } from '../domain/user-error.js';
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
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `routelab tune`: searches ranges, writes the tuned files, and compares them on the test part; exits as `run` does. */
export async function tuneCommand(request: TuneRequest): Promise<number> {
  const experimentFile = await findExperiment(request.experiment, process.cwd());
  const budget = wholeNumber('--budget', request.budget, 1);
  const progress = openSearchProgress(!request.quiet && !request.json, budget);
  const tuned = await tuneWorkspace({
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
    command: ['routelab', ...process.argv.slice(2)],
    onStage: progress.stage,
    onTrial: (strategy, { id }) => progress.trial(strategy, id),
  }).finally(() => progress.done());
  return showRun(tuned, {
    ...request,
    experimentFile,
    junit: undefined,
    also: tuned.tunedFiles.map((path) => ['tuned', path] as const),
  });
}

function wholeNumber(option: string, value: unknown, least: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw new UserError({ field: option, message: 'not accepted', value: String(value), accepted: `a whole number from ${least}` });
}
