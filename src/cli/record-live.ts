import type { RecordRequest } from '../app/record/record-request.js';
import { callsIn, leftIn } from '../app/record/recorded-workspace.js';
import { colour } from './print/colour.js';
import { outcomeLines } from './print/print-recorded.js';
import { isCi, recordWithProgress } from './record-command.js';
import { concurrencyOption, durationOption, usdOption } from './record-options.js';

/** What `run --live` takes of the options that `record` has; all others are at their defaults. */
export interface LiveRequest {
  readonly experimentFile: string;
  readonly maxCost: unknown;
  readonly progress: boolean;
}

/**
 * Fills what is missing before a run, with the machinery of `routelab record`. Gives the exit code with which the run ends at
 * least: 0, 4 where calls are left; 130 when interrupted, and then nothing is to be compared.
 */
export async function recordLive(
  { experimentFile, maxCost, progress }: LiveRequest,
  env: NodeJS.ProcessEnv,
): Promise<0 | 4 | 130> {
  if (isCi(env)) {
    process.stderr.write(`${colour.dim('live     CI=true: nothing is recorded')}\n`);
    return 0;
  }
  const request: RecordRequest = {
    experimentFile,
    mode: 'missing',
    retryErrors: false,
    models: [],
    queries: [],
    limit: null,
    samples: null,
    before: null,
    maxCostUsd: usdOption('--max-cost', maxCost),
    allowUnpriced: false,
    concurrency: concurrencyOption('4-32'),
    policy: {
      maxRetries: 5,
      attemptTimeoutMs: durationOption('--attempt-timeout', '120s'),
      totalTimeoutMs: durationOption('--total-timeout', '10m'),
    },
    giveUpAfterMs: durationOption('--give-up-after', '10s'),
    envFile: null,
    env,
    command: ['routelab', ...process.argv.slice(2)],
  };
  const { recorded, interrupted } = await recordWithProgress(request, progress ? 'auto' : 'none');
  if (callsIn(recorded.plan) > 0) process.stderr.write(`${outcomeLines(recorded, request.maxCostUsd).join('\n')}\n`);
  if (interrupted) return 130;
  return leftIn(recorded) > 0 ? 4 : 0;
}
