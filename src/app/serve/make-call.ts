import type { CallParameters } from '../../domain/call-parameters.js';
import type { Json } from '../../domain/json.js';
import { priceUsage } from '../../domain/price-usage.js';
import type { Recording } from '../../domain/recording.js';
import { UserError } from '../../domain/user-error.js';
import type { WantedCall } from '../../export/template/ai-sdk/carry-out.js';
import { type CallFault, callFault } from '../../provider/call-fault.js';
import { answerRecording, attemptOf, faultRecording } from '../../provider/made-recording.js';
import { callOptions } from '../../provider/send/call-options.js';
import type { Reply } from '../../provider/send/send.js';
import { settleReply } from '../../provider/settle-reply.js';
import type { Reservation } from '../../provider/spend-ledger.js';
import { worstCasePico } from '../../provider/worst-case.js';
import { recordingKey } from '../../recording/recording-key.js';
import { isPriced } from '../call/plan-recording.js';
import { CallFailure } from './call-failure.js';
import { ChatError, capReached, internalError } from './chat-error.js';
import type { ChatRequest } from './chat-request.js';
import type { DeltaTape } from './delta-tape.js';
import { askedParameters } from './given-parameters.js';
import type { ServedModel, Serving } from './serving.js';

/** A request that is being answered. */
export interface Underway {
  readonly id: string;
  readonly chat: ChatRequest;
  /** Ends the request with all its calls: no other call would fare better. */
  giveUp(why: ChatError): void;
  /** No other call of the request is in flight. */
  alone(): boolean;
  /** Told once there is an answer or a failure: how long the router waited for it, as its timers count. */
  came(): number;
}

/** A call that was answered. */
export interface CallEnd {
  readonly reply: Extract<Reply, { kind: 'answered' }>;
  readonly recording: Recording;
  /** NaN where it is not known. */
  readonly costPico: number;
}

/**
 * Makes one call as the execution machine wants it: past the breaker, reserved under the cap, recorded whatever comes of it, but not
 * where the client went away.
 *
 * @throws CallFailure
 */
export async function makeCall(
  serving: Serving,
  underway: Underway,
  wanted: WantedCall,
  signal: AbortSignal,
  tape: DeltaTape,
): Promise<CallEnd> {
  const { modelId } = wanted;
  const model = serving.models.get(modelId) as ServedModel;
  const parameters = askedParameters(model.target.parameters, underway.chat.parameters);
  const worstPico = sendable(underway, () => worstOf(model, parameters, underway.chat));
  if (!serving.breakers.admit(modelId, Date.now())) throw notSent('overloaded', 'the circuit breaker is open');
  const reserved = await reserve(serving, underway, wanted, worstPico, signal);
  const { messages } = underway.chat;
  const { sent, atMs } = await model.slot(async () => {
    const at = Date.now();
    const options = { timeoutMs: serving.attemptTimeoutMs, stop: signal, onDelta: tape.push };
    return { sent: await model.open(parameters)(messages, options), atMs: at };
  });
  const latencyMs = thousandths(underway.came());
  tape.end();
  settleReply({ model: model.target.model, errorsAreFree: model.target.provider.errorsAreFree ?? false }, sent, reserved);
  const reply = asWaitedFor(sent, latencyMs, signal);
  if (reply.kind === 'answered' || breaks(reply.fault)) serving.breakers.observe(modelId, reply.kind === 'answered', Date.now());
  if (reply.kind === 'failed' && clientLeft(signal)) throw new CallFailure(reply.fault);
  const made = {
    lane: { model: model.target.model, parameters, countTokens: serving.countTokens },
    call: {
      queryId: underway.id,
      sample: wanted.sample,
      revision: 0,
      answered: false,
      key: recordingKey({
        modelId,
        parameters: { ...parameters } as unknown as Readonly<Record<string, Json>>,
        messages,
        sample: wanted.sample,
      }),
    },
    attempts: [attemptOf(reply, atMs, 0)],
    atMs: Date.now(),
  };
  const recording = reply.kind === 'answered' ? answerRecording(made, messages, reply) : faultRecording(made, reply.fault);
  await serving.log.recording(recording).catch((error: unknown) => {
    // What can't be written down must not be asked again, and paid again.
    underway.giveUp(internalError(error));
    throw error;
  });
  if (reply.kind === 'failed') throw new CallFailure(reply.fault);
  return { reply, recording, costPico: priceUsage(recording.usage, model.target.model.price) };
}

/** What no model can be asked ends the request: neither a retry nor a fallback could send it. */
function sendable<T>({ giveUp }: Underway, check: () => T): T {
  try {
    return check();
  } catch (error) {
    giveUp(error instanceof UserError ? new ChatError(400, 'invalid_request', error.message) : (error as ChatError));
    throw error;
  }
}

/** What can't be sent, or whose cost nothing bounds, is told before anything is reserved. */
function worstOf({ target }: ServedModel, parameters: CallParameters, { messages }: ChatRequest): number {
  callOptions(messages, parameters, target.api.optionsName);
  const worstPico = worstCasePico(messages, parameters, target.model);
  if (!Number.isNaN(worstPico)) return worstPico;
  // Served without a price: it has been agreed to that nobody knows.
  if (!isPriced(target.model)) return 0;
  throw new ChatError(
    400,
    'unbounded_cost',
    `${target.model.id}: images need context_tokens at the model, which bounds their cost`,
  );
}

async function reserve(
  { ledger, capUsd }: Serving,
  { id, giveUp, alone }: Underway,
  { modelId, sample }: WantedCall,
  worstPico: number,
  signal: AbortSignal,
): Promise<Reservation> {
  signal.addEventListener('abort', ledger.wake);
  const reserved = await ledger.reserve({ modelId, queryId: id, sample }, worstPico, () => signal.aborted);
  signal.removeEventListener('abort', ledger.wake);
  if (reserved !== null) return reserved;
  // A second call beside the first one that can't be paid for must not cost the first.
  if (!signal.aborted && alone()) giveUp(capReached(capUsd));
  throw notSent('quota', 'the spend cap allows no further call');
}

function notSent(kind: 'overloaded' | 'quota', why: string): CallFailure {
  return new CallFailure({ ...callFault(kind, why, { unbilled: true }), retryable: false }, false);
}

/** An abort is a timeout of the router's, another call that was faster, or a client that left. */
function faultOf(fault: CallFault, signal: AbortSignal): CallFault {
  if (fault.kind !== 'aborted') return fault;
  const { name } = signal.reason as Error;
  if (name === 'TimeoutError') return callFault('timeout', 'no whole answer within the time that the router gives a call');
  return callFault('aborted', name === 'AbortError' ? 'another call answered first' : 'the client left');
}

/**
 * A call lasted as long as the router waited for it, turns and reservations included: a replay asks which came first, it or a timer, and must find what
 * happened.
 */
function asWaitedFor(sent: Reply, latencyMs: number, signal: AbortSignal): Reply {
  if (sent.kind === 'failed') return { ...sent, latencyMs, fault: faultOf(sent.fault, signal) };
  const { firstTokenMs } = sent;
  return { ...sent, latencyMs, ...(firstTokenMs === undefined ? {} : { firstTokenMs: Math.min(firstTokenMs, latencyMs) }) };
}

/** Downwards: what came before a timer stays before it. */
function thousandths(ms: number): number {
  return Math.floor(ms * 1000) / 1000;
}

/** Being overtaken says nothing of a model, nor does a request that no model would take. */
function breaks({ kind }: CallFault): boolean {
  return !['aborted', 'bad_request', 'content_filter', 'too_large'].includes(kind);
}

function clientLeft(signal: AbortSignal): boolean {
  return signal.aborted && !(signal.reason instanceof DOMException);
}
