/** What a client is told when a request comes to nothing: a status, and OpenAI's form of an error. */
export class ChatError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string;
  /** The member of the request that is meant. */
  readonly param: string | null;
  /** Seconds after which the same request may be answered. */
  readonly retryAfterS: number | null;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { readonly type?: string; readonly param?: string | null; readonly retryAfterS?: number | null } = {},
  ) {
    super(message);
    this.name = 'ChatError';
    this.status = status;
    this.type = more.type ?? (status < 500 ? 'invalid_request_error' : 'api_error');
    this.code = code;
    this.param = more.param ?? null;
    this.retryAfterS = more.retryAfterS ?? null;
  }

  /** The body of the answer. */
  body(): { readonly error: Readonly<Record<string, string | null>> } {
    const { message, type, param, code } = this;
    return { error: { message, type, param, code } };
  }
}

/** Nothing more may be spent: 402, because clients try a 429 again. */
export function capReached(capUsd: number): ChatError {
  return new ChatError(402, 'spend_cap_reached', `the spend cap of ${capUsd} USD (--max-cost) allows no further call`, {
    type: 'insufficient_quota',
  });
}

/** The client went away; nobody reads this. */
export function clientGone(): ChatError {
  return new ChatError(499, 'client_closed_request', 'the client closed the connection');
}

/** The server was stopped with calls in flight. */
export function stopped(): ChatError {
  return new ChatError(503, 'stopped', 'the server was stopped before the answer was whole');
}

/** A fault of ours, or of the disk: the client is told that there was one, whoever runs the server is told which. */
export function internalError(cause: unknown): ChatError {
  const error = new ChatError(500, 'internal_error', 'the server failed; its own output says why');
  error.cause = cause;
  return error;
}
