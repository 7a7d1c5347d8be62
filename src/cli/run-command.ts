import { findExperiment } from '../app/find-experiment.js';
import { runWorkspace } from '../app/run-workspace.js';
import { openProgress } from './progress.js';
import { showRun } from './show-run.js';

interface RunRequest {
  readonly experiment: string | undefined;
  readonly out: string | undefined;
  readonly onMissing: 'skip' | 'fail' | undefined;
  readonly remeasure: boolean;
  /** Empty for the usual scorer. */
  readonly rescore: string | undefined;
  readonly gates: readonly string[];
  readonly junit: string | undefined;
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `routelab run`: exit 0, or 3 when no strategy meets the constraints, the test part contradicts the choice, or a gate fails. */
export async function runCommand(request: RunRequest): Promise<number> {
  const experimentFile = await findExperiment(request.experiment, process.cwd());
  const progress = openProgress(!request.quiet && !request.json);
  const ran = await runWorkspace({
    experimentFile,
    ...(request.out === undefined ? {} : { reportsDir: request.out }),
    ...(request.onMissing === undefined ? {} : { onMissing: request.onMissing }),
    remeasure: request.remeasure,
    ...(request.rescore === undefined ? {} : { rescore: request.rescore }),
    gates: request.gates,
    command: ['routelab', ...process.argv.slice(2)],
    onStage: progress.stage,
  }).finally(() => progress.done());
  return showRun(ran, { ...request, experimentFile });
}
