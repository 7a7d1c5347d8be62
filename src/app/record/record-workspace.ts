import type { CallDesk } from '../../engine/bullmq/call-desk.js';
import { systemClock } from '../../provider/clock.js';
import { openSpendLedger } from '../../provider/spend-ledger.js';
import { lockRecordings, type RecordingsLock } from '../../recording/lock.js';
import { verdictsDir } from '../../recording/recording-file.js';
import { variablesOf } from '../call/record-target.js';
import { REDIS_TIMEOUT_MS } from '../engine/open-engine.js';
import { openForRecording, type PreparedRecording, prepareRecording, type RecordPlan } from './prepare-recording.js';
import { recordInto } from './record-into.js';
import { noteSession } from './record-manifest.js';
import type { RecordControl, RecordRequest } from './record-request.js';
import { requireRecordable } from './record-requirements.js';
import { callsIn, type RecordedWorkspace } from './recorded-workspace.js';
import { remoteSender } from './remote-send.js';

const USD = 1e12;

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
  const desk = await openCallDesk(request, control);
  const ledger = await openSpendLedger(prepared.spendFile, capPico, systemClock.nowMs);
  const before = ledger.totals();
  const remote = desk === null ? undefined : remoteSender(desk, prepared.countTokens);
  const run = { ...prepared, request, control, ledger, remote };
  try {
    const answers = await recordInto(prepared.dir, prepared.planned, run);
    // Only now is it known what there is to judge.
    const { planned } = await prepared.replanVerdicts();
    const verdicts = await recordInto(verdictsDir(prepared.dir), planned, run);
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
    await desk?.close();
  }
}

/** Where calls are handed to workers; null where they are made here. */
async function openCallDesk({ engine, env }: RecordRequest, { soft, onNote }: RecordControl): Promise<CallDesk | null> {
  if (!callsElsewhere(engine)) return null;
  const [{ callDesk }, { redisAddress }, { codeOf }] = await Promise.all([
    import('../../engine/bullmq/call-desk.js'),
    import('../../engine/bullmq/redis-address.js'),
    import('../engine/code-hash.js'),
  ]);
  const address = redisAddress(engine?.redis, env);
  const timeoutMs = engine?.redisTimeoutMs ?? REDIS_TIMEOUT_MS;
  const desk = await callDesk({ address, code: codeOf(), timeoutMs, onTrouble: onNote ?? (() => undefined) });
  soft.addEventListener('abort', () => desk.withdraw(), { once: true });
  return desk;
}

/** Keys are then the workers' business. */
function callsElsewhere(engine: RecordRequest['engine']): boolean {
  return engine?.engine === 'bullmq' || (engine?.engine === undefined && engine?.redis !== undefined);
}

/** Everything that must be there before money is spent. */
function requireAll({ plan, planned, verdicts, keys }: PreparedRecording, request: RecordRequest): void {
  const judges = plan.judges.filter(({ calls, awaiting }) => calls + awaiting > 0);
  const asked = [...plan.models.filter(({ calls }) => calls > 0), ...judges];
  const judging = verdicts.planned.filter(({ plan: { modelId } }) => judges.some((judge) => judge.modelId === modelId));
  const targets = [...planned.filter(({ calls }) => calls.length > 0), ...judging].map(({ target }) => target);
  requireRecordable(asked, callsElsewhere(request.engine) ? [] : targets.flatMap(variablesOf), keys, request);
}
