import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerChat } from '../answer-chat.js';
import { ChatError } from '../chat-error.js';
import { chatRequestOf } from '../chat-request.js';
import { AUTO } from '../decide.js';
import { rate } from '../rate.js';
import type { Serving } from '../serving.js';
import { readBody } from './read-body.js';
import { writeJson, writeStream, writeWhole } from './write-answer.js';

/** What a request needs of the server around it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted when the client leaves or the server is stopped. */
  readonly stop: AbortSignal;
  /** Requests under way, this one not counted. */
  readonly underWay: number;
  readonly onLogged: (logged: Promise<void>) => void;
}

/** One path of the server. */
interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** false: asked without a token too. */
  readonly guarded: boolean;
  answer(serving: Serving, exchange: Exchange): Promise<void>;
}

/** Everything the server can be asked. */
export const endpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/v1/chat/completions', guarded: true, answer: chatCompletion },
  {
    method: 'POST',
    path: '/v1/feedback',
    guarded: true,
    async answer(serving, { request, response, stop }) {
      writeJson(response, 200, await rate(serving, await readBody(request, stop)));
    },
  },
  {
    method: 'GET',
    path: '/v1/models',
    guarded: true,
    async answer({ router: { config } }, { response }) {
      const ids = [...new Set([AUTO, config.name, ...config.models.map(({ id }) => id)])];
      const owner = (id: string): string => config.models.find((model) => model.id === id)?.provider ?? 'routelab';
      writeJson(response, 200, {
        object: 'list',
        data: ids.map((id) => ({ id, object: 'model', created: 0, owned_by: owner(id) })),
      });
    },
  },
  {
    method: 'GET',
    path: '/healthz',
    guarded: false,
    async answer({ router: { config } }, { response, underWay }) {
      writeJson(response, 200, { status: 'ok', router: config.name, decision_hash: config.decisionHash, under_way: underWay });
    },
  },
];

async function chatCompletion(serving: Serving, { request, response, stop, underWay, onLogged }: Exchange): Promise<void> {
  const { mostInFlight } = serving.router.execution;
  if (mostInFlight !== undefined && underWay >= mostInFlight)
    throw new ChatError(429, 'too_many_in_flight', `${mostInFlight} requests are under way already`, {
      type: 'rate_limit_error',
    });
  const header = request.headers['x-routelab-signals'];
  const chat = chatRequestOf(await readBody(request, stop), Array.isArray(header) ? header[0] : header);
  const answering = await answerChat(serving, chat, stop, onLogged);
  await (chat.stream ? writeStream(response, answering, chat) : writeWhole(response, answering));
}

/** @throws ChatError (404, 405) for what is not there, (401) without the token that is asked for, (403) for a page of elsewhere */
export function endpointOf({ method, url, headers }: IncomingMessage, token: string | undefined): Endpoint {
  const path = (url ?? '').split('?')[0]?.replace(/\/$/, '');
  const found = endpoints.filter((one) => one.path === path);
  const endpoint = found.find((one) => one.method === method);
  if (found.length === 0)
    throw new ChatError(404, 'not_found', `nothing here; accepted: ${endpoints.map((one) => one.path).join(', ')}`);
  if (endpoint === undefined)
    throw new ChatError(405, 'method_not_allowed', `accepted: ${found.map((one) => one.method).join(', ')}`);
  if (token === undefined) refuseBrowsers(headers);
  else if (endpoint.guarded && !same(headers.authorization ?? '', `Bearer ${token}`))
    throw new ChatError(401, 'invalid_api_key', 'the token is missing or wrong; accepted: Authorization: Bearer <token>');
  return endpoint;
}

/** Names of this machine itself. */
const OWN = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Without a token a page in a browser on this machine could make the server spend: it may not ask from another origin, nor by a name
 * that somebody made to point here.
 */
function refuseBrowsers({ origin, host = '' }: IncomingMessage['headers']): void {
  const from = origin === undefined ? host : origin.replace(/^https?:\/\//, '');
  if (OWN.test(from) && OWN.test(host)) return;
  throw new ChatError(403, 'foreign_origin', 'asked from a page or by a name of elsewhere, which needs a token', { param: null });
}

/** Takes as long for a wrong text as for the right one. */
function same(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(hash(one), hash(other));
}
