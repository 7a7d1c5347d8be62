import type { Message } from '../domain/query.js';
import type { Attempt, Recording } from '../domain/recording.js';
import { type CallFault, isUnreachable } from './call-fault.js';
import type { Clock } from './clock.js';
import type { Gate, Ticket } from './limit/gate.js';
import { answerRecording, attemptOf, faultRecording, type Made } from './made-recording.js';
import type { Lane, PlannedCall } from './planned-call.js';
import { type RetryPolicy, retryDelayMs } from './retry.js';
import type { Reply } from './send/send.js';
import { settleReply } from './settle-reply.js';
import type { SpendLedger } from './spend-ledger.js';
import { mostOutputTokens, worstCasePico } from './worst-case.js';

/** What a call needs of its surroundings. */
export interface CallContext {
  readonly lane: Lane;
  readonly gate: Gate;
  readonly ledger: SpendLedger;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  /** Runs an attempt when the model has room for it. */
  readonly inModelSlot: <T>(attempt: () => Promise<T>) => Promise<T>;
  /** Sends when the model's provider has room for it. */
  readonly inProviderSlot: <T>(send: () => Promise<T>) => Promise<T>;
  /** Aborted: no further attempt is made, and nothing is waited for. */
  readonly soft: AbortSignal;
  /** Aborted when attempts in flight are to end as well. */
  readonly hard: AbortSignal;
  readonly onAttempt: (event: 'sent' | 'answered' | CallFault) => void;
}

/** What became of a call: a recording, or the reason for which there is none. */
export type Performed =
  | { readonly kind: 'recorded'; readonly recording: Recording; readonly warnings: readonly string[] }
  | { readonly kind: 'left'; readonly why: 'stopped' | 'cap' | 'down' | CallFault }
  /** It failed for good, and the answer recorded before stands. */
  | { readonly kind: 'kept'; readonly fault: CallFault };

/** What the limits and the ledger need to know of a call. */
interface Sizes {
  readonly tokens: number;
  readonly worstPico: number;
}

type Sent = { readonly reply: Reply; readonly atMs: number };

/** Makes one call with its retries. Waits between attempts are no part of any latency. */
export async function performCall(context: CallContext, call: PlannedCall): Promise<Performed> {
  const { lane, policy, clock } = context;
  const messages = lane.messages(call.query);
  const sizes = sizesOf(lane, messages);
  const attempts: Attempt[] = [];
  const made = (all: readonly Attempt[]): Made => ({ lane, call, attempts: all, atMs: clock.nowMs() });
  let startMs: number | undefined;
  let endMs = 0;
  for (;;) {
    const sent = await context.inModelSlot(() => attemptOnce(context, call, messages, sizes));
    if (typeof sent === 'string') return { kind: 'left', why: sent };
    const { reply, atMs } = sent;
    startMs ??= atMs;
    attempts.push(attemptOf(reply, atMs, attempts.length === 0 ? 0 : atMs - endMs));
    endMs = clock.nowMs();
    if (reply.kind === 'answered')
      return { kind: 'recorded', recording: answerRecording(made(attempts), messages, reply), warnings: reply.warnings };
    const { fault } = reply;
    if (fault.kind === 'aborted') return { kind: 'left', why: 'stopped' };
    if (fault.stopsModel || (fault.retryAfterMs ?? 0) >= policy.totalTimeoutMs) return { kind: 'left', why: fault };
    const delayMs = retryDelayMs(fault, attempts.length - 1, endMs - startMs, policy, context.random());
    if (delayMs === null) return failedForGood(made(attempts), fault);
    await clock.sleep(delayMs, context.soft);
  }
}

/** A failure is data, but not where nobody was there to fail, and not in the place of an answer. */
function failedForGood(made: Made, fault: CallFault): Performed {
  if (isUnreachable(fault)) return { kind: 'left', why: fault };
  if (made.call.answered) return { kind: 'kept', fault };
  return { kind: 'recorded', recording: faultRecording(made, fault), warnings: [] };
}

function sizesOf({ model, parameters, countTokens }: Lane, messages: readonly Message[]): Sizes {
  const worstPico = worstCasePico(messages, parameters, model);
  return {
    tokens: countTokens(messages).input + mostOutputTokens(parameters),
    // Recorded without a price: it has been agreed to that nobody knows.
    worstPico: Number.isNaN(worstPico) ? 0 : worstPico,
  };
}

/** One attempt, from the gate to the ledger; a word where it was not made. */
async function attemptOnce(
  context: CallContext,
  call: PlannedCall,
  messages: readonly Message[],
  { tokens, worstPico }: Sizes,
): Promise<Sent | 'stopped' | 'cap' | 'down'> {
  const { lane, gate, ledger, clock, soft } = context;
  const ticket = await gate.enter(tokens, soft);
  if (ticket === null) return soft.aborted ? 'stopped' : 'down';
  const what = { modelId: lane.model.id, queryId: call.queryId, sample: call.sample };
  const reserved = await ledger.reserve(what, worstPico, () => soft.aborted);
  if (reserved === null) {
    ticket.dropped();
    return soft.aborted ? 'stopped' : 'cap';
  }
  return context.inProviderSlot(async () => {
    if (soft.aborted) {
      ticket.dropped();
      reserved.settle(0);
      return 'stopped';
    }
    context.onAttempt('sent');
    const atMs = clock.nowMs();
    const reply = await lane.send(messages, { timeoutMs: context.policy.attemptTimeoutMs, stop: context.hard });
    settleReply(lane, reply, reserved);
    teach(ticket, reply);
    context.onAttempt(reply.kind === 'answered' ? 'answered' : reply.fault);
    return { reply, atMs };
  });
}

function teach(ticket: Ticket, reply: Reply): void {
  if (reply.kind === 'answered') ticket.succeeded();
  else if (reply.fault.kind === 'aborted') ticket.dropped();
  else ticket.failed(reply.fault);
}
