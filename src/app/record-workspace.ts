import { randomInt } from 'node:crypto';
import { UserError } from '../domain/user-error.js';
import type { CallFault } from '../provider/call-fault.js';
import { systemClock } from '../provider/clock.js';
import type { Lane } from '../provider/planned-call.js';
import { type LaneResult, recordCalls } from '../provider/record-calls.js';
import { sender } from '../provider/send/send.js';
import { openSpendLedger, type SpendLedger } from '../provider/spend-ledger.js';
import { lockRecordings, type RecordingsLock } from '../recording/lock.js';
import { verdictsDir } from '../recording/recording-file.js';
import { redactText } from '../recording/redact.js';
import { openRecordingsWriter } from '../recording/write-recordings.js';
import type { ModelPlan, PlannedModel } from './plan-recording.js';
import { openForRecording, type PreparedRecording, prepareRecording, type RecordPlan } from './prepare-recording.js';
import type { RecordKeys } from './record-keys.js';
import { noteSession } from './record-manifest.js';
import type { RecordControl, RecordRequest } from './record-request.js';
import { variablesOf } from './record-target.js';
import { callsIn, type RecordedWorkspace } from './recorded-workspace.js';

const USD = 1e12;
/** Calls in flight at most to a provider that says nothing else. */
const PROVIDER_CONCURRENCY = 64;
/** Above this, whole pico-USD are no longer exact. */
const HIGHEST_CAP_USD = 9000;

/**
 * Records what is missing. One writer at a time; every recording is with the system before the next call is made in its place;
 * nothing is spent that was not reserved on the disk before.
 *
 * @throws UserError (exit 2) before anything is sent, where a key, a price or a cap is missing
 */
export async function recordWorkspace(request: RecordRequest, control: RecordControl): Promise<RecordedWorkspace> {
  const startedAt = new Date();
  const lock = await lockOf(request);
  try {
    // Planned under the lock: what another run has just recorded is not missing.
    const prepared = await prepareRecording(request, startedAt);
    requireAll(prepared, request);
    if (callsIn(prepared.plan) === 0) return nothingToDo(prepared.plan, startedAt);
    return await recordPrepared(prepared, request, control, startedAt);
  } finally {
    await lock.release();
  }
}

/** A mistake in the settings is told before a folder is made. */
async function lockOf(request: RecordRequest): Promise<RecordingsLock> {
  const { dir } = await openForRecording(request);
  return lockRecordings(dir);
}

function nothingToDo(plan: RecordPlan, startedAt: Date): RecordedWorkspace {
  return { plan, lanes: [], judgeLanes: [], failed: 0, spentUsd: 0, unresolvedUsd: 0, startedAt };
}

async function recordPrepared(
  prepared: PreparedRecording,
  request: RecordRequest,
  control: RecordControl,
  startedAt: Date,
): Promise<RecordedWorkspace> {
  const capPico = request.maxCostUsd === null ? Number.POSITIVE_INFINITY : Math.floor(request.maxCostUsd * USD);
  const ledger = await openSpendLedger(prepared.spendFile, capPico, systemClock.nowMs);
  const before = ledger.totals();
  try {
    const answers = await recordInto(prepared.dir, prepared.planned, { prepared, request, control, ledger });
    // Only now is it known what there is to judge.
    const { planned } = await prepared.replanVerdicts();
    const verdicts = await recordInto(verdictsDir(prepared.dir), planned, { prepared, request, control, ledger });
    const after = ledger.totals();
    const done: RecordedWorkspace = {
      plan: prepared.plan,
      lanes: answers.lanes,
      judgeLanes: verdicts.lanes,
      failed: answers.failed + verdicts.failed,
      spentUsd: (after.settledPico - before.settledPico) / USD,
      unresolvedUsd: (after.unresolvedPico - before.unresolvedPico) / USD,
      startedAt,
    };
    await noteSession(prepared, request, done);
    return done;
  } finally {
    await ledger.close();
  }
}

interface Recording {
  readonly prepared: PreparedRecording;
  readonly request: RecordRequest;
  readonly control: RecordControl;
  readonly ledger: SpendLedger;
}

/** Makes planned calls and writes what came of them into a folder, which is not made where there are none. */
async function recordInto(
  dir: string,
  planned: readonly PlannedModel[],
  { prepared, request, control, ledger }: Recording,
): Promise<{ readonly lanes: readonly LaneResult[]; readonly failed: number }> {
  const lanes = planned.filter(({ calls }) => calls.length > 0).map((one) => laneOf(one, prepared, request));
  if (lanes.length === 0) return { lanes: [], failed: 0 };
  const { secrets } = prepared.keys;
  const writer = await openRecordingsWriter(dir, secrets, 'each_line');
  let failed = 0;
  try {
    const results = await recordCalls({
      lanes,
      ledger,
      policy: request.policy,
      giveUpAfterMs: request.giveUpAfterMs,
      clock: systemClock,
      random: () => randomInt(2 ** 32) / 2 ** 32,
      write: (recording) => writer.write(recording),
      soft: control.soft,
      hard: control.hard,
      onProgress: (progress) => {
        failed = progress.failed;
        control.onProgress(progress, ledger.totals());
      },
      onTrouble: (modelId, fault) => control.onTrouble(modelId, redacted(fault, secrets)),
    });
    return { lanes: results.map((lane) => clean(lane, secrets)), failed };
  } finally {
    await writer.close();
  }
}

/** What providers say goes to terminals and logs as well: it may quote the key. */
function clean(lane: LaneResult, secrets: readonly string[]): LaneResult {
  const { end, lastFault, warnings } = lane;
  return {
    ...lane,
    end: typeof end === 'string' ? end : redacted(end, secrets),
    lastFault: lastFault === null ? null : redacted(lastFault, secrets),
    warnings: warnings.map((warning) => redactText(warning, secrets)),
  };
}

function redacted(fault: CallFault, secrets: readonly string[]): CallFault {
  return { ...fault, message: redactText(fault.message, secrets) };
}

function laneOf(
  { target, calls, messages }: PlannedModel,
  { keys, countTokens }: PreparedRecording,
  request: RecordRequest,
): Lane {
  const { model, parameters, api, provider, keyEnv } = target;
  const apiKey = keyEnv === null ? undefined : keys.read(keyEnv);
  const headers = { ...provider.headers, ...secretHeaders(provider.headersEnv ?? {}, keys) };
  const settings = {
    model: model.name,
    headers,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(provider.baseUrl === undefined ? {} : { baseUrl: provider.baseUrl }),
  };
  const { start, max } = request.concurrency;
  return {
    model,
    parameters,
    concurrency: { start, max: model.limits?.concurrency ?? max },
    providerConcurrency: provider.concurrency ?? PROVIDER_CONCURRENCY,
    errorsAreFree: provider.errorsAreFree ?? false,
    address: provider.baseUrl ?? `the address of ${api.name}`,
    calls,
    messages,
    countTokens,
    send: sender(api, settings, parameters),
  };
}

function secretHeaders(headersEnv: Readonly<Record<string, string>>, keys: RecordKeys): Record<string, string> {
  return Object.fromEntries(Object.entries(headersEnv).map(([header, name]) => [header, keys.read(name) ?? '']));
}

/** Everything that must be there before money is spent, told at once. */
function requireAll({ plan, planned, verdicts, keys }: PreparedRecording, { maxCostUsd, allowUnpriced }: RecordRequest): void {
  const judges = plan.judges.filter(({ calls, awaiting }) => calls + awaiting > 0);
  const asked = [...plan.models.filter(({ calls }) => calls > 0), ...judges];
  const judging = verdicts.planned.filter(({ plan: { modelId } }) => judges.some((judge) => judge.modelId === modelId));
  const variables = [...planned.filter(({ calls }) => calls.length > 0), ...judging].flatMap(({ target }) => variablesOf(target));
  const absent = [...new Set(variables)].filter((name) => keys.read(name) === undefined);
  const unfit = [...new Set(variables)].filter((name) => !isHeaderValue(keys.read(name) ?? ''));
  const problems = [
    ...unfit.map((name) => ({
      message: `${name} holds characters that no header may have`,
      hint: 'a line break or a quotation mark that was pasted with it?',
    })),
    ...absent.map((name) => ({
      message: `${name} is not set`,
      hint: `export ${name}=…, or put it into a file: --env-file .env`,
    })),
    ...unpricedProblem(asked, allowUnpriced),
  ];
  if (problems.length > 0) throw new UserError(problems);
  if (maxCostUsd !== null && maxCostUsd <= HIGHEST_CAP_USD) return;
  if (maxCostUsd !== null)
    throw new UserError({
      field: '--max-cost',
      message: 'too high',
      accepted: `at most ${HIGHEST_CAP_USD} USD a set of recordings`,
    });
  if (!asked.some(({ paid }) => paid)) return;
  throw new UserError({
    field: '--max-cost',
    message: 'is needed: these calls cost money',
    accepted: 'USD that may ever be spent on these recordings',
    hint: 'routelab record --dry-run shows what they cost at least, as expected and at worst',
  });
}

/** Printable ASCII, as every key is (RFC 9110 §5.5 lets older ones have more; no provider's has). */
function isHeaderValue(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value);
}

function unpricedProblem(asked: readonly ModelPlan[], allowUnpriced: boolean) {
  const unpriced = [...new Set(asked.filter(({ priced }) => !priced).map(({ modelId }) => modelId))];
  if (unpriced.length === 0 || allowUnpriced) return [];
  return [
    {
      message: `no price is known for ${unpriced.join(', ')}, so no cap could hold`,
      hint: 'give prices in the models file (0 for a model of your own), or --allow-unpriced to spend what nobody knows',
    },
  ];
}
