import type { Message } from '../domain/query.js';
import type { Attempt, Recording } from '../domain/recording.js';
import type { CallFault } from './call-fault.js';
import type { Lane, PlannedCall } from './planned-call.js';
import type { Reply } from './send/send.js';

/** A call that ended. */
export interface Made {
  readonly lane: Pick<Lane, 'model' | 'parameters' | 'countTokens'>;
  readonly call: Omit<PlannedCall, 'query'>;
  readonly attempts: readonly Attempt[];
  /** When it ended. */
  readonly atMs: number;
}

/** The recording of a call that was answered: usage and timing are those of the attempt that was. */
export function answerRecording(
  made: Made,
  messages: readonly Message[],
  { answer, embedding, usage, latencyMs, firstTokenMs, servedModel }: Extract<Reply, { kind: 'answered' }>,
): Recording {
  return {
    ...common(made),
    ...(answer === undefined ? {} : { answer }),
    ...(embedding === undefined ? {} : { embedding }),
    usage: usage ?? estimated(made.lane, messages, answer?.text),
    timing: { latencyMs, ...(firstTokenMs === undefined ? {} : { firstTokenMs }) },
    ...(servedModel === undefined ? {} : { servedModel }),
  };
}

/** The recording of a call that failed for good. */
export function faultRecording(made: Made, fault: CallFault): Recording {
  const { latencyMs } = made.attempts[made.attempts.length - 1] as Attempt;
  return { ...common(made), error: errorOf(fault), timing: { latencyMs } };
}

/** What a recording keeps of one attempt. */
export function attemptOf(reply: Reply, atMs: number, waitedMs: number): Attempt {
  const { status, requestId } = reply.kind === 'answered' ? { status: 200, requestId: reply.requestId } : reply.fault;
  return {
    at: new Date(atMs).toISOString(),
    latencyMs: reply.latencyMs,
    ...(waitedMs === 0 ? {} : { waitedMs }),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(reply.kind === 'answered' ? {} : { error: errorOf(reply.fault) }),
  };
}

function errorOf({ kind, message }: CallFault): { kind: string; message: string } {
  return { kind, message };
}

function common({ lane, call, attempts, atMs }: Made) {
  return {
    key: call.key,
    queryId: call.queryId,
    modelId: lane.model.id,
    sample: call.sample,
    ...(call.revision === 0 ? {} : { revision: call.revision }),
    ...(call.judged === undefined ? {} : { judged: call.judged }),
    request: { ...lane.parameters } as NonNullable<Recording['request']>,
    attempts,
    recordedAt: new Date(atMs).toISOString(),
  };
}

/** Where the provider reported no tokens, the tokenizer's count stands in, marked as what it is. */
function estimated({ countTokens }: Made['lane'], messages: readonly Message[], answer = ''): NonNullable<Recording['usage']> {
  const { input, output } = countTokens(messages, answer);
  return { inputTokens: input, outputTokens: output, estimated: true };
}
