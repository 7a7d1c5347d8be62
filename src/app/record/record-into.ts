import { randomInt } from 'node:crypto';
import type { CallParameters } from '../../domain/call-parameters.js';
import type { Api, ClientSettings } from '../../provider/api/api.js';
import type { CallFault } from '../../provider/call-fault.js';
import { systemClock } from '../../provider/clock.js';
import type { Lane } from '../../provider/planned-call.js';
import { type LaneResult, recordCalls } from '../../provider/record-calls.js';
import { type Send, sender } from '../../provider/send/send.js';
import type { SpendLedger } from '../../provider/spend-ledger.js';
import type { CountTokens } from '../../provider/tokens.js';
import { redactText } from '../../recording/redact.js';
import { openRecordingsWriter } from '../../recording/write-recordings.js';
import type { PlannedModel } from '../call/plan-recording.js';
import type { RecordKeys } from '../call/record-keys.js';
import type { RecordTarget } from '../call/record-target.js';
import type { RecordControl, RecordRequest } from './record-request.js';

/** Calls in flight at most to a provider that says nothing else. */
export const PROVIDER_CONCURRENCY = 64;

/** What making calls needs besides them. */
export interface RecordingRun {
  readonly keys: RecordKeys;
  readonly countTokens: CountTokens;
  readonly request: Pick<RecordRequest, 'policy' | 'concurrency' | 'giveUpAfterMs'>;
  readonly control: RecordControl;
  readonly ledger: SpendLedger;
  /** What is asked for of a target; an answer where not given. */
  readonly open?: (api: Api, settings: Omit<ClientSettings, 'fetch'>, parameters: CallParameters) => Send;
  /** Makes a target's attempts elsewhere, with keys that are not here. */
  readonly remote?: ((target: RecordTarget) => Send) | undefined;
}

/** Makes planned calls and writes what came of them into a folder, which is not made where there are none. */
export async function recordInto(
  dir: string,
  planned: readonly PlannedModel[],
  run: RecordingRun,
): Promise<{ readonly lanes: readonly LaneResult[]; readonly failed: number }> {
  const { control, ledger, request } = run;
  const lanes = planned.filter(({ calls }) => calls.length > 0).map((one) => laneOf(one, run));
  if (lanes.length === 0) return { lanes: [], failed: 0 };
  const { secrets } = run.keys;
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
  { keys, countTokens, request, open = sender, remote }: RecordingRun,
): Lane {
  const { model, parameters, api, provider } = target;
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
    send: remote?.(target) ?? open(api, clientSettings(target, keys), parameters),
  };
}

/** What a client for a target is made from. */
export function clientSettings({ model, provider, keyEnv }: RecordTarget, keys: RecordKeys): Omit<ClientSettings, 'fetch'> {
  const apiKey = keyEnv === null ? undefined : keys.read(keyEnv);
  return {
    model: model.name,
    headers: { ...provider.headers, ...secretHeaders(provider.headersEnv ?? {}, keys) },
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(provider.baseUrl === undefined ? {} : { baseUrl: provider.baseUrl }),
  };
}

function secretHeaders(headersEnv: Readonly<Record<string, string>>, keys: RecordKeys): Record<string, string> {
  return Object.fromEntries(Object.entries(headersEnv).map(([header, name]) => [header, keys.read(name) ?? '']));
}
