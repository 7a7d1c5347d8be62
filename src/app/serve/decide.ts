import type { Json } from '../../domain/json.js';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import { callOptions } from '../../provider/send/call-options.js';
import { reasonText } from '../../report/reason-text.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import type { Route } from '../../router/router.js';
import { ChatError } from './chat-error.js';
import type { ChatRequest } from './chat-request.js';
import { loggedQuery } from './logged.js';
import type { Serving } from './serving.js';

/** A request with its route. */
export interface Decided {
  readonly id: string;
  readonly route: Route;
  /** The client named the model. */
  readonly pinned: boolean;
  /** Why, in words. */
  readonly reason: string;
  readonly atMs: number;
  readonly stream: boolean;
  /** Resolves to whether the stored request lacks something that the router saw. */
  readonly redacted: boolean;
  readonly messagesSha256: string;
}

/** The name under which a client asks for whatever the router decides. */
export const AUTO = 'auto';

/**
 * Decides, and logs the request.
 *
 * @throws ChatError for a model that is neither the router nor one of its models, and for signals that it can't read
 */
export async function decide(serving: Serving, chat: ChatRequest): Promise<Decided> {
  const { router, memory, log } = serving;
  const { name, input } = router.config;
  const { messages, signals, embedding, stream } = chat;
  const pinned = chat.model !== AUTO && chat.model !== name;
  if (pinned && !serving.models.has(chat.model)) throw noModel(chat.model, [AUTO, name, ...serving.models.keys()]);
  asRequest(() => callOptions(messages, { maxOutputTokens: 1, ...chat.parameters }, ''));
  const id = log.nextId();
  const atMs = Date.now();
  const request = { messages, signals, ...(embedding === null ? {} : { embedding }) };
  const route = pinned ? pinnedRoute(chat.model) : asRequest(() => memory.route(id, request));
  const session = input.stickySignal === undefined ? undefined : signals[input.stickySignal];
  const redacted = await log.query(loggedQuery(id, messages, signals, embedding, session));
  const messagesSha256 = sha256Hex(canonicalJson(messages as unknown as Json));
  const reason = pinned ? 'pinned by the client' : reasonText(route);
  return { id, route, pinned, reason, atMs, stream, redacted, messagesSha256 };
}

/** Nobody else is asked in its place. */
function pinnedRoute(modelId: string): Route {
  return { models: [modelId], reason: { kind: 'fallback' }, propensity: 1 };
}

/** What is wrong with a request is told before anything of it is logged. */
function asRequest<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) throw new ChatError(400, 'invalid_request', error.message);
    throw error;
  }
}

function noModel(model: string, known: readonly string[]): ChatError {
  const close = nearest(model, known);
  const meant = close === undefined ? '' : `. Did you mean "${close}"?`;
  return new ChatError(404, 'model_not_found', `no model "${model}"; accepted: ${known.join(', ')}${meant}`, { param: 'model' });
}
