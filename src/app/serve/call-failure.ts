import type { CallFault } from '../../provider/call-fault.js';
import { redactText } from '../../recording/redact.js';
import { ChatError } from './chat-error.js';

/** A call that came to nothing, as the execution machine needs to hear it. */
export class CallFailure extends Error {
  readonly fault: CallFault;
  /** Whether the same call may be answered later. */
  readonly isRetryable: boolean;
  /** False where it was never made. */
  readonly sent: boolean;

  constructor(fault: CallFault, sent = true) {
    super(fault.message);
    this.name = 'CallFailure';
    this.fault = fault;
    this.isRetryable = fault.retryable;
    this.sent = sent;
  }
}

/** Status that a client is given for a fault of an upstream. A key that an upstream refuses is no fault of the client's. */
const STATUS: Readonly<Partial<Record<CallFault['kind'], number>>> = {
  rate_limit: 429,
  overloaded: 503,
  timeout: 504,
  bad_request: 400,
  content_filter: 400,
};

/** What a client is told when the last of a request's calls failed. */
export function upstreamError({ fault }: CallFailure, modelId: string, secrets: readonly string[]): ChatError {
  const status = STATUS[fault.kind] ?? 502;
  const asked = fault.retryAfterMs;
  return new ChatError(status, `upstream_${fault.kind}`, redactText(`${modelId}: ${fault.message}`, secrets), {
    ...(status === 429 ? { type: 'rate_limit_error' } : {}),
    ...(asked === undefined ? {} : { retryAfterS: Math.ceil(asked / 1000) }),
  });
}
