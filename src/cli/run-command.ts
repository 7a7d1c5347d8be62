import type { EngineOptions } from '../app/engine/open-engine.js';
import { findExperiment } from '../app/load/find-experiment.js';
import { runWorkspace } from '../app/run/run-workspace.js';
import { UserError } from '../domain/user-error.js';
import type { TextsMode } from '../report/pack/encode-texts.js';
import { carriedOut, NO_REPORT } from './carried-out.js';
import { openProgress } from './progress.js';
import { showRun } from './show-run.js';

interface RunRequest {
  readonly experiment: string | undefined;
  readonly out: string | undefined;
  readonly onMissing: 'skip' | 'fail' | undefined;
  readonly live: boolean;
  readonly maxCost: unknown;
  readonly remeasure: boolean;
  readonly shards: unknown;
  readonly learnFrom: unknown;
  readonly cache: boolean;
  readonly engine: EngineOptions;
  /** Empty for the usual scorer. */
  readonly rescore: string | undefined;
  readonly gates: readonly string[];
  readonly junit: string | undefined;
  readonly texts: TextsMode;
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `routelab run`: exit 0, or 3 when no strategy meets the constraints, the test part contradicts the choice, or a gate fails. */
export async function runCommand(request: RunRequest): Promise<number> {
  const experimentFile = await findExperiment(request.experiment, process.cwd());
  if (request.maxCost !== undefined && !request.live)
    throw new UserError({ field: '--max-cost', message: 'is for --live', value: String(request.maxCost) });
  if (request.shards !== undefined)
    return (await import('./run-shards-command.js')).runShardsCommand({ ...request, experimentFile });
  if (request.learnFrom !== undefined)
    throw new UserError({ field: '--learn-from', message: 'is for --shards', value: String(request.learnFrom) });
  const live = request.live ? await recordFirst(experimentFile, request) : 0;
  if (live === 130) return live;
  const progress = openProgress(!request.quiet && !request.json);
  const shown = { left: NO_REPORT, clear: progress.done, stage: progress.stage };
  const ran = await carriedOut({ ...request.engine, onUnit: progress.unit }, shown, (engine, onStage) =>
    runWorkspace({
      experimentFile,
      ...(request.out === undefined ? {} : { reportsDir: request.out }),
      ...(request.onMissing === undefined ? {} : { onMissing: request.onMissing }),
      remeasure: request.remeasure,
      cache: request.cache,
      engine,
      ...(request.rescore === undefined ? {} : { rescore: request.rescore }),
      gates: request.gates,
      strict: request.strict,
      texts: request.texts,
      command: ['routelab', ...process.argv.slice(2)],
      onStage,
    }),
  ).finally(() => progress.done());
  if (ran === null) return 130;
  return (await showRun(ran, { ...request, experimentFile })) || live;
}

/** Loaded only when asked for: a run that replays knows nobody it could call. */
async function recordFirst(experimentFile: string, { maxCost, quiet, json }: RunRequest): Promise<0 | 4 | 130> {
  const { recordLive } = await import('./record-live.js');
  return recordLive({ experimentFile, maxCost, progress: !quiet && !json }, process.env);
}
