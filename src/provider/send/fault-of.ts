import { type CallFault, callFault, statusFault } from '../call-fault.js';
import { IncompleteError } from './collect.js';
import { TooLargeError } from './guarded-fetch.js';

/** What the SDKs' errors have, told by their names so that nothing of the SDKs needs loading. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly statusCode?: number;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly responseBody?: string;
  readonly cause?: unknown;
  readonly lastError?: unknown;
}

/** Why an attempt was ended from outside, if it was. */
export interface Ended {
  readonly timedOut: boolean;
  readonly aborted: boolean;
}

/** What went wrong, from whatever an SDK threw or sent in its stream. */
export function faultOf(error: unknown, ended: Ended, nowMs: number): CallFault {
  if (ended.aborted) return callFault('aborted', 'stopped by the user');
  if (ended.timedOut) return callFault('timeout', 'no whole answer within the time for an attempt');
  const chain = causes(error);
  for (const one of chain) {
    const { name, statusCode, responseBody, responseHeaders, message = '' } = one;
    if (one instanceof TooLargeError) return callFault('too_large', message);
    if (one instanceof IncompleteError) return callFault('incomplete', message);
    // An SDK that looks ahead at the first chunk of a stream gives a status to it, and only the words of its own error.
    if (UNREADABLE.test(message)) return callFault('malformed', message);
    if (typeof statusCode === 'number' && statusCode >= 400) {
      const fault = statusFault(statusCode, responseBody ?? '', message, responseHeaders ?? {}, nowMs);
      return EVENT_STREAM.test(responseHeaders?.['content-type'] ?? '') ? inStream(fault) : fault;
    }
    if (name === 'TypeError' && UNSENDABLE.test(message)) return callFault('unsendable', message, { unbilled: true });
    if (message === 'bad port') return callFault('unsendable', 'no request may go to this port', { unbilled: true });
    if (name !== undefined && MALFORMED.includes(name)) return callFault('malformed', message);
  }
  return networkFault(chain) ?? streamFault(error);
}

/** What `fetch` and `Headers` say of a request that they refuse to make. */
const UNSENDABLE = /invalid header (?:name|value)|ByteString|Invalid URL|Failed to parse URL|unknown scheme/i;

const UNREADABLE = /^(?:Type validation|JSON parsing) failed/;
const EVENT_STREAM = /^text\/event-stream\b/;

/** An error inside a stream came after the status 200, whatever status an SDK gives it: what came before it may be billed. */
export function inStream({ status: _status, ...fault }: CallFault): CallFault {
  return { ...fault, unbilled: false };
}

const MALFORMED = [
  'AI_JSONParseError',
  'AI_TypeValidationError',
  'AI_InvalidResponseDataError',
  'AI_EmptyResponseBodyError',
  'AI_NoContentGeneratedError',
];

/** An error, what caused it, and so on. */
function causes(error: unknown): SdkError[] {
  const chain: SdkError[] = [];
  for (let one = error; one !== null && typeof one === 'object' && chain.length < 8; one = (one as SdkError).cause) {
    chain.push(one as SdkError);
  }
  return chain;
}

/** Codes of connections that were never made: nothing was sent. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

function networkFault(chain: readonly SdkError[]): CallFault | null {
  const code = chain.map((one) => (one as { readonly code?: unknown }).code).find((one) => typeof one === 'string');
  const torn = chain.some(({ name, message }) => name === 'TypeError' && /terminated|fetch failed/.test(message ?? ''));
  const sdk = chain[0]?.name === 'AI_APICallError';
  if (code === undefined && !torn && !sdk) return null;
  const last = chain[chain.length - 1]?.message ?? '';
  const text = [code, last].filter((part) => part !== undefined && part !== '').join(': ');
  return callFault('network', text, { unbilled: typeof code === 'string' && NEVER_SENT.includes(code) });
}

/** An error that a provider sent in the middle of a stream: its type says what it is, where it has one. */
function streamFault(error: unknown): CallFault {
  const { type, code, message } = (error ?? {}) as {
    readonly type?: unknown;
    readonly code?: unknown;
    readonly message?: unknown;
  };
  const text = typeof message === 'string' ? message : typeof error === 'string' ? error : JSON.stringify(error);
  const word = `${String(type ?? '')} ${String(code ?? '')}`;
  if (/overloaded/.test(word)) return callFault('overloaded', text);
  if (/rate_limit|429/.test(word)) return callFault('rate_limit', text);
  if (/quota|billing/.test(word)) return callFault('quota', text);
  if (/content_filter|safety/.test(word)) return callFault('content_filter', text);
  if (/invalid_request/.test(word)) return callFault('bad_request', text);
  return callFault('server_error', text);
}
