import { retryAfterMs } from './retry-after.js';

/** Why an attempt failed, and what follows from it. */
export interface CallFault {
  readonly kind: FaultKind;
  readonly message: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  /** Another attempt may be answered. */
  readonly retryable: boolean;
  /** No call of this model can be answered until somebody mends something: no data, but a reason to stop. */
  readonly stopsModel: boolean;
  /** Certainly not billed. Where this is not known, the call counts at its worst case. */
  readonly unbilled: boolean;
}

export type FaultKind =
  | 'rate_limit'
  | 'quota'
  | 'overloaded'
  | 'server_error'
  | 'timeout'
  | 'network'
  | 'malformed'
  | 'incomplete'
  | 'too_large'
  | 'content_filter'
  | 'bad_request'
  | 'auth'
  | 'not_found'
  /** Nothing of it went out: an address or a header that no request may have. */
  | 'unsendable'
  /** Who was to make the call is gone: whether it was answered nobody knows. */
  | 'lost'
  | 'aborted';

const RETRYABLE: readonly FaultKind[] = [
  'rate_limit',
  'overloaded',
  'server_error',
  'timeout',
  'network',
  'malformed',
  'incomplete',
  'lost',
];
const STOPPING: readonly FaultKind[] = ['quota', 'auth', 'not_found', 'unsendable'];

/** A fault of a kind, with what its kind says. */
export function callFault(
  kind: FaultKind,
  message: string,
  more: Partial<Pick<CallFault, 'status' | 'requestId' | 'retryAfterMs' | 'unbilled'>> = {},
): CallFault {
  return {
    kind,
    message: message.length > MOST_MESSAGE ? `${message.slice(0, MOST_MESSAGE)}…` : message,
    retryable: RETRYABLE.includes(kind),
    stopsModel: STOPPING.includes(kind),
    unbilled: false,
    ...more,
  };
}

/** No connection was made: nobody was asked. */
export function isUnreachable({ kind, unbilled }: CallFault): boolean {
  return kind === 'network' && unbilled;
}

/** Providers put whole requests and pages of HTML into their messages. */
const MOST_MESSAGE = 500;

/** What an HTTP error status means. */
export function statusFault(
  status: number,
  body: string,
  message: string,
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): CallFault {
  const asked = retryAfterMs(headers, nowMs);
  const requestId = requestIdOf(headers);
  return callFault(kindOf(status, body), message, {
    status,
    unbilled: !mayBeBilled(status, body),
    ...(asked === undefined ? {} : { retryAfterMs: asked }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/**
 * Whether a request that ended with an error status may stand on the bill: 5xx other than "overloaded" may come after the answer was made; and
 * what was processed may be charged for though it was refused, such as a prompt that a filter or a limit on its length stopped, or one whose
 * time ran out (Azure OpenAI, Manage costs, "HTTP error response code and billing status").
 */
function mayBeBilled(status: number, body: string): boolean {
  if (status >= 500) return status !== 503 && status !== 529;
  return status === 408 || status === 499 || (status === 400 && (FILTERED.test(body) || TOO_LONG.test(body)));
}

const FILTERED = /content_filter|content_policy|safety/i;
const TOO_LONG = /context_length|context length|context window|prompt is too long/i;

/** The provider's name of a request, where a header has it. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers['x-request-id'] ?? headers['request-id'] ?? headers['x-goog-request-id'];
}

function kindOf(status: number, body: string): FaultKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 402) return 'quota';
  if (status === 404) return 'not_found';
  if (status === 408) return 'timeout';
  if (status === 429) return /insufficient_quota|billing/i.test(body) ? 'quota' : 'rate_limit';
  if (status === 503 || status === 529) return 'overloaded';
  if (status >= 500) return 'server_error';
  return FILTERED.test(body) ? 'content_filter' : 'bad_request';
}
