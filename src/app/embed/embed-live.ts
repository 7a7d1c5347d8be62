import { systemClock } from '../../provider/clock.js';
import type { LaneResult } from '../../provider/record-calls.js';
import { embedder } from '../../provider/send/embed.js';
import { openSpendLedger } from '../../provider/spend-ledger.js';
import { lockRecordings } from '../../recording/lock.js';
import { variablesOf } from '../call/record-target.js';
import { recordInto } from '../record/record-into.js';
import type { RecordControl } from '../record/record-request.js';
import { requireRecordable } from '../record/record-requirements.js';
import { type Embedded, embeddedFile, writeEmbedded } from './embed-dataset.js';
import {
  type EmbedLiveRequest,
  type EmbedPlan,
  embeddingRequest,
  embeddingsDir,
  type PreparedEmbedding,
  prepareEmbedding,
  storedEmbeddings,
} from './embed-plan.js';

export type { EmbedLiveRequest, EmbedPlan } from './embed-plan.js';

/** What embedding a dataset at a provider came to. */
export interface EmbeddedLive {
  readonly plan: EmbedPlan;
  /** What came of the calls; null where none was needed. */
  readonly lane: LaneResult | null;
  readonly failed: number;
  /** By this run, as far as it is known; and reserved for calls of which nobody knows. */
  readonly spentUsd: number;
  readonly unresolvedUsd: number;
  /** The dataset with its column; null where embeddings are still missing. */
  readonly embedded: Embedded | null;
}

const USD = 1e12;

/** What embedding would call and cost; nothing is sent. */
export async function planEmbedding(request: EmbedLiveRequest): Promise<EmbedPlan> {
  return (await prepareEmbedding(request)).plan;
}

/**
 * Records the embeddings that a dataset lacks, by the means by which answers are recorded, and writes the dataset again with a column once
 * it has them all.
 *
 * @throws UserError (exit 2) before anything is sent, where a key, a price or a cap is missing
 */
export async function embedLive(
  request: EmbedLiveRequest,
  control: RecordControl,
  onQuery: (done: number) => void,
): Promise<EmbeddedLive> {
  const out = embeddedFile(request);
  const { plan: looked } = await prepareEmbedding(request);
  const lock = await lockRecordings(embeddingsDir(looked.dataset));
  try {
    // Planned again under the lock: what another run has just recorded is not missing.
    const prepared = await prepareEmbedding(request);
    const recorded = await recordMissing(prepared, request, control);
    const whole = recorded.lane === null || recorded.lane.left + recorded.failed === 0;
    return { plan: prepared.plan, ...recorded, embedded: whole ? await written(prepared, out, onQuery) : null };
  } finally {
    await lock.release();
  }
}

async function recordMissing(prepared: PreparedEmbedding, request: EmbedLiveRequest, control: RecordControl) {
  const { plan, planned, keys, target, dir, spendFile } = prepared;
  if (plan.model.calls === 0) return { lane: null, failed: 0, spentUsd: 0, unresolvedUsd: 0 };
  requireRecordable([plan.model], variablesOf(target), keys, request);
  const capPico = request.maxCostUsd === null ? Number.POSITIVE_INFINITY : Math.floor(request.maxCostUsd * USD);
  const ledger = await openSpendLedger(spendFile, capPico, systemClock.nowMs);
  try {
    const before = ledger.totals();
    const { lanes, failed } = await recordInto(dir, [planned], { ...prepared, request, control, ledger, open: embedder });
    const after = ledger.totals();
    return {
      lane: lanes[0] ?? null,
      failed,
      spentUsd: (after.settledPico - before.settledPico) / USD,
      unresolvedUsd: (after.unresolvedPico - before.unresolvedPico) / USD,
    };
  } finally {
    await ledger.close();
  }
}

async function written(
  { plan, target, dir }: PreparedEmbedding,
  out: string,
  onQuery: (done: number) => void,
): Promise<Embedded> {
  const held = await storedEmbeddings(dir, target.model.id);
  const embed = async (text: string): Promise<readonly number[]> => held.get(embeddingRequest(target, text).key)?.embedding ?? [];
  return { out, ...(await writeEmbedded(plan.dataset, out, embed, onQuery)) };
}
