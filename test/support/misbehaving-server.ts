import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { anthropicWire } from './wire/anthropic.js';
import { chat } from './wire/chat.js';
import { embeddings, sendEmbedding } from './wire/embeddings.js';
import { googleWire } from './wire/google.js';
import { responses } from './wire/responses.js';
import { streamAnswer } from './wire/stream-answer.js';
import type { Wire } from './wire/wire.js';

/** What the server may do to a request. */
export type Behaviour =
  | 'answer'
  | 'rate_limit'
  | 'rate_limit_seconds'
  | 'rate_limit_date'
  | 'rate_limit_an_hour'
  | 'no_quota'
  | 'bad_key'
  | 'bad_request'
  | 'filtered'
  | 'server_error'
  /** The answer was made and is billed, and then something broke. */
  | 'server_error_billed'
  | 'overloaded'
  | 'hang'
  | 'hang_in_stream'
  | 'reset'
  | 'half_closed'
  | 'cut'
  | 'malformed_json'
  | 'malformed_sse'
  | 'error_in_stream'
  /** Status 200, and an error is all that comes. */
  | 'error_first'
  | 'slow'
  | 'wrong_usage'
  | 'no_usage'
  /** Some of the input came from a cache, some of the output was reasoning. */
  | 'parts_of_usage'
  /** The answer ends where the model may write no more. */
  | 'cut_by_limit'
  | 'huge'
  | 'duplicates'
  | 'refusal'
  | 'tool_call'
  /** The key that was sent comes back in the answer, over several chunks. */
  | 'echo_key'
  | 'redirect';

export interface Asked {
  readonly prompt: string;
  readonly model: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  /** Requests before this one. */
  readonly before: number;
}

export interface MisbehavingServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** What it would send a bill for, in pico-USD: everything it began to answer. */
  readonly billedPico: () => number;
  readonly mostInFlight: () => number;
  readonly close: () => Promise<void>;
}

/** Pico-USD a token, in and out: what tests put into the models file as 1 and 4 USD a million tokens. */
const IN_PICO = 1e6;
const OUT_PICO = 4e6;

/** The answer to a prompt: always the same, so that a recording can be checked against it. */
export function answerTo(prompt: string): string {
  return `You asked: ${prompt.slice(0, 40)}. The answer is ${prompt.length}.`;
}

/** What is answered to a request that is answered at all. */
export type Say = (asked: Asked) => string;

const WIRES = [chat, embeddings, anthropicWire, responses, googleWire];

/** An endpoint on loopback that speaks as OpenAI (both ways), Anthropic or Google, by the path it is asked at, and behaves as it is told, over real sockets. */
export async function misbehavingServer(
  behave: (asked: Asked) => Behaviour,
  { chunkMs = 0, say = ({ prompt }) => answerTo(prompt) }: { readonly chunkMs?: number; readonly say?: Say } = {},
): Promise<MisbehavingServer> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let billedPico = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  const server: Server = createServer((request, response) => {
    void (async () => {
      const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
      const path = (request.url ?? '').split('?')[0] ?? '';
      const wire = WIRES.find((one) => one.path.test(path));
      if (wire === undefined) return void response.writeHead(404).end('no such path');
      const model = String(body['model'] ?? /models\/([^:]+):/.exec(path)?.[1]);
      const one = { prompt: wire.promptIn(body), model, headers: request.headers, body, before: asked.length };
      asked.push(one);
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      response.on('close', () => inFlight--);
      const bill = (output: number): void => {
        billedPico += inputTokens(one.prompt) * IN_PICO + output * OUT_PICO;
      };
      await respond(behave(one), { wire, asked: one, response, bill, chunkMs, text: say(one) });
    })().catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    billedPico: () => billedPico,
    mostInFlight: () => mostInFlight,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function inputTokens(prompt: string): number {
  return Math.ceil(prompt.length / 4) + 8;
}

interface Exchange {
  readonly wire: Wire;
  readonly asked: Asked;
  readonly response: ServerResponse;
  readonly bill: (output: number) => void;
  readonly chunkMs: number;
  /** What is answered where anything is. */
  readonly text: string;
}

async function respond(behaviour: Behaviour, exchange: Exchange): Promise<void> {
  const { wire, asked, response, bill } = exchange;
  const key = wire.keyIn(asked.headers);
  const fail = (status: number, error: Parameters<Wire['errorBody']>[1], headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': `req-${asked.before}`, ...headers });
    response.end(JSON.stringify(wire.errorBody(status, error)));
  };
  switch (behaviour) {
    case 'rate_limit':
      return fail(429, { message: 'slow down', type: 'rate_limit_exceeded' });
    case 'rate_limit_seconds':
      return fail(429, { message: 'slow down' }, { 'retry-after': '0.05' });
    case 'rate_limit_date':
      return fail(429, { message: 'slow down' }, { 'retry-after': new Date(Date.now() + 1000).toUTCString() });
    case 'rate_limit_an_hour':
      return fail(429, { message: 'come back later' }, { 'retry-after': '3600' });
    case 'no_quota':
      return fail(429, { message: 'You exceeded your current quota', code: 'insufficient_quota' });
    case 'bad_key':
      return fail(401, { message: `Incorrect API key provided: Bearer ${key}` });
    case 'bad_request':
      return fail(400, { message: 'temperature must be at most 2', type: 'invalid_request_error' });
    case 'filtered':
      return fail(400, { message: 'refused', code: 'content_filter' });
    case 'server_error_billed':
      bill(40);
      return fail(500, { message: 'broke after the answer' });
    case 'server_error':
      return fail(500, { message: `broke, asked by Bearer ${key}` });
    case 'overloaded':
      return fail(503, { message: 'overloaded', type: 'overloaded_error' });
    case 'redirect':
      response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' });
      response.end();
      return;
    case 'hang':
      bill(40);
      return;
    case 'reset':
      bill(40);
      response.destroy();
      return;
    default:
      if (wire !== embeddings) return answer(behaviour, key, exchange);
      bill(0);
      return sendEmbedding(response, {
        behaviour,
        prompt: asked.prompt,
        requestId: `req-${asked.before}`,
        inputTokens: inputTokens(asked.prompt),
      });
  }
}

async function answer(
  behaviour: Behaviour,
  key: string,
  { wire, asked, response, bill, chunkMs, text }: Exchange,
): Promise<void> {
  const words = text.match(/\S+\s*/g) ?? [];
  const output = words.length + 1;
  bill(output);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': `req-${asked.before}` });
  const stream = wire.stream(`chat-${asked.before}`, `${asked.model}-2026`);
  await streamAnswer(response, { behaviour, stream, words, usage: { input: inputTokens(asked.prompt), output }, key, chunkMs });
}
