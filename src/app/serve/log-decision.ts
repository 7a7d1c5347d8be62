import { PICO_PER_USD } from '../../domain/outcome-table.js';
import type { WantedCall } from '../../export/template/ai-sdk/carry-out.js';
import { CallFailure } from './call-failure.js';
import type { ChatError } from './chat-error.js';
import type { Decided } from './decide.js';
import type { LoggedCall, LoggedDecision } from './logged.js';
import type { CallEnd } from './make-call.js';
import type { Serving } from './serving.js';

/** How a request ended. */
export interface EndedRequest {
  readonly status: LoggedDecision['status'];
  readonly servedModel: string | null;
  readonly error?: ChatError;
}

/** Notes a decision once all its calls have ended, and lets the router know what they cost. */
export async function logDecision(
  { memory, log }: Serving,
  { id, route, pinned, reason, atMs, stream, redacted, messagesSha256 }: Decided,
  legs: readonly { readonly wanted: WantedCall; readonly end: Promise<CallEnd> }[],
  { status, servedModel, error }: EndedRequest,
): Promise<void> {
  const latencyMs = Date.now() - atMs;
  const ends = await Promise.allSettled(legs.map(({ end }) => end));
  const calls = legs.map(({ wanted }, at) => loggedCall(wanted, ends[at] as PromiseSettledResult<CallEnd>));
  const pico = ends.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value.costPico : 0), 0);
  const costUsd = Number.isNaN(pico) ? null : pico / PICO_PER_USD;
  if (!pinned && status !== 'refused') memory.answered(id, servedModel, costUsd ?? undefined);
  await log.decision({
    query_id: id,
    model_id: route.models[0] ?? null,
    at: new Date(atMs).toISOString(),
    pinned,
    models: route.models,
    climbs: (route.escalation ?? []).map(({ to }) => to),
    reason: route.reason,
    reason_text: reason,
    propensity: route.propensity,
    status,
    served_model: servedModel,
    calls,
    cost_usd: costUsd,
    latency_ms: latencyMs,
    stream,
    redacted,
    messages_sha256: messagesSha256,
    ...(error === undefined ? {} : { error: error.message }),
  });
}

function loggedCall({ modelId, why, sample }: WantedCall, end: PromiseSettledResult<CallEnd>): LoggedCall {
  const call = { model_id: modelId, why, sample };
  if (end.status === 'rejected') return { ...call, result: resultOf(end.reason) };
  const { costPico } = end.value;
  return { ...call, result: 'ok', ...(Number.isNaN(costPico) ? {} : { cost_usd: costPico / PICO_PER_USD }) };
}

function resultOf(reason: unknown): LoggedCall['result'] {
  if (!(reason instanceof CallFailure)) return 'not_sent';
  if (!reason.sent) return 'not_sent';
  return reason.fault.kind === 'aborted' ? 'given_up' : 'error';
}
