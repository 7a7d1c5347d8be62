import { findExperiment } from '../app/load/find-experiment.js';
import { planRecording } from '../app/record/plan-workspace.js';
import type { RecordRequest } from '../app/record/record-request.js';
import { recordWorkspace } from '../app/record/record-workspace.js';
import { callsIn, leftIn, type RecordedWorkspace } from '../app/record/recorded-workspace.js';
import { UserError } from '../domain/user-error.js';
import type { LiveArguments } from './command/live-options.js';
import { colour } from './print/colour.js';
import { planLines } from './print/print-plan.js';
import { nextLine, outcomeLines } from './print/print-recorded.js';
import { concurrencyOption, countOption, durationOption, timeOption, usdOption } from './record-options.js';
import { underControl } from './under-control.js';

interface RecordArguments extends LiveArguments {
  readonly experiment: string | undefined;
  readonly mode: string;
  readonly retryErrors: boolean;
  readonly models: readonly string[];
  readonly queries: readonly string[];
  readonly limit: unknown;
  readonly samples: unknown;
  readonly before: string | undefined;
  readonly engine: NonNullable<RecordRequest['engine']>;
  readonly json: boolean;
}

/** `routelab record`: exit 0; 2 before anything is sent; 4 where calls are left; 130 when interrupted. */
export async function recordCommand(given: RecordArguments): Promise<number> {
  const request = await recordRequest(given, process.env);
  if (given.dryRun || request.mode === 'none') return showPlan(request, given);
  const { recorded, interrupted } = await recordWithProgress(request, given.progress);
  if (given.json) process.stdout.write(`${JSON.stringify({ plan: recorded.plan, outcome: outcomeOf(recorded) })}\n`);
  else process.stdout.write(`${outcomeLines(recorded, request.maxCostUsd).join('\n')}\n`);
  process.stderr.write(`${colour.dim(nextLine(process.argv.slice(2), given.experiment, request, recorded))}\n`);
  return interrupted ? 130 : leftIn(recorded) > 0 ? 4 : 0;
}

/** Records with a line of progress; the first interruption ends what is in flight, the second breaks it off. */
export async function recordWithProgress(
  request: RecordRequest,
  progressKind: string,
): Promise<{ readonly recorded: RecordedWorkspace; readonly interrupted: boolean }> {
  const { done, interrupted } = await underControl(progressKind, request.maxCostUsd, (control) =>
    recordWorkspace(request, control),
  );
  return { recorded: done, interrupted };
}

async function showPlan(request: RecordRequest, { json, dryRun }: RecordArguments): Promise<number> {
  const plan = await planRecording(request);
  if (json) process.stdout.write(`${JSON.stringify({ plan, outcome: null })}\n`);
  else process.stdout.write(`${planLines(plan).join('\n')}\n`);
  const why = dryRun ? 'dry run: nothing was sent' : 'mode none: nothing is recorded';
  process.stderr.write(`${colour.dim(why)}${isCi(process.env) ? colour.dim(' (CI=true forces mode none)') : ''}\n`);
  return dryRun || callsIn(plan) === 0 ? 0 : 4;
}

function outcomeOf({ plan: _plan, ...outcome }: RecordedWorkspace) {
  return outcome;
}

/** What the command line asks for. In CI nothing is recorded, whatever it says. */
async function recordRequest(given: RecordArguments, env: NodeJS.ProcessEnv): Promise<RecordRequest> {
  const maxRetries = countOption('--max-retries', given.maxRetries, 0);
  if (given.before !== undefined && given.mode !== 'all')
    throw new UserError({ field: '--before', message: 'is for --mode all', value: given.before });
  return {
    experimentFile: await findExperiment(given.experiment, process.cwd()),
    mode: isCi(env) ? 'none' : (given.mode as RecordRequest['mode']),
    retryErrors: given.retryErrors,
    models: given.models,
    queries: given.queries,
    limit: countOption('--limit', given.limit, 1),
    samples: countOption('--samples', given.samples, 1),
    before: timeOption('--before', given.before),
    maxCostUsd: usdOption('--max-cost', given.maxCost),
    allowUnpriced: given.allowUnpriced,
    concurrency: concurrencyOption(given.concurrency),
    policy: {
      maxRetries: maxRetries ?? 0,
      attemptTimeoutMs: durationOption('--attempt-timeout', given.attemptTimeout),
      totalTimeoutMs: durationOption('--total-timeout', given.totalTimeout),
    },
    giveUpAfterMs: durationOption('--give-up-after', given.giveUpAfter),
    envFile: given.envFile ?? null,
    env,
    engine: given.engine,
    command: ['routelab', ...process.argv.slice(2)],
  };
}

/** Whether this is a pipeline, by the variable that all of them set. */
export function isCi(env: NodeJS.ProcessEnv): boolean {
  return env['CI'] !== undefined && !['', '0', 'false'].includes(env['CI'].toLowerCase());
}
