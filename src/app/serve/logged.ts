import type { Scalar } from '../../domain/json.js';
import type { Message, Signals } from '../../domain/query.js';
import type { RouteReason } from '../../router/router.js';

/** A line of `queries.jsonl`: a row of a dataset. */
export interface LoggedQuery {
  readonly id: string;
  readonly prompt?: string;
  readonly messages?: readonly Message[];
  readonly group?: string;
  readonly arrived_at: string;
  readonly signals?: Readonly<Record<string, Scalar>>;
  readonly embedding?: readonly number[];
}

/** A call of a request, as its decision names it; what came of it stands in the recordings. */
export interface LoggedCall {
  readonly model_id: string;
  readonly why: string;
  readonly sample: number;
  /** `not_sent`: a circuit breaker, or the cap; `given_up`: nobody waited for it any more. */
  readonly result: 'ok' | 'error' | 'given_up' | 'not_sent';
  readonly cost_usd?: number;
}

/** A line of `decisions.jsonl`. */
export interface LoggedDecision {
  readonly query_id: string;
  /** Asked first; null where the router allowed none. */
  readonly model_id: string | null;
  readonly at: string;
  /** The client named the model itself: no decision of the router's. */
  readonly pinned: boolean;
  readonly models: readonly string[];
  /** Where escalations lead. */
  readonly climbs: readonly string[];
  readonly reason: RouteReason;
  readonly reason_text: string;
  readonly propensity: number;
  readonly status: 'served' | 'failed' | 'refused' | 'cut' | 'left';
  readonly served_model: string | null;
  readonly calls: readonly LoggedCall[];
  /** Known of all calls that were answered; null where one's is not. */
  readonly cost_usd: number | null;
  readonly latency_ms: number;
  readonly stream: boolean;
  /** The stored messages or signals lost something that the router saw. */
  readonly redacted: boolean;
  /** SHA-256 of the canonical JSON of the messages as they came. */
  readonly messages_sha256: string;
  readonly error?: string;
}

/** A request as a line of the dataset: a lone question as a prompt. Of a session's requests none may be split from the others. */
export function loggedQuery(
  id: string,
  messages: readonly Message[],
  signals: Signals,
  embedding: readonly number[] | null,
  session: Scalar | undefined,
): LoggedQuery {
  const [only] = messages;
  const plain =
    messages.length === 1 && only?.role === 'user' && typeof only.content === 'string' && Object.keys(only).length === 2;
  return {
    id,
    ...(plain ? { prompt: only.content as string } : { messages }),
    ...(session == null || session === '' ? {} : { group: String(session) }),
    arrived_at: new Date().toISOString(),
    ...(Object.keys(signals).length === 0 ? {} : { signals }),
    ...(embedding === null ? {} : { embedding }),
  };
}
