import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

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
  | 'slow'
  | 'wrong_usage'
  | 'no_usage'
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

/** An OpenAI-compatible endpoint on loopback that behaves as it is told, over real sockets. */
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
      const one = { prompt: promptIn(body), model: String(body['model']), headers: request.headers, body, before: asked.length };
      asked.push(one);
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      response.on('close', () => inFlight--);
      const bill = (output: number): void => {
        billedPico += inputTokens(one.prompt) * IN_PICO + output * OUT_PICO;
      };
      await respond(behave(one), one, response, bill, chunkMs, say(one));
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

function promptIn(body: Record<string, unknown>): string {
  const messages = body['messages'] as readonly { readonly role: string; readonly content: unknown }[];
  const content = messages.findLast(({ role }) => role === 'user')?.content;
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function inputTokens(prompt: string): number {
  return Math.ceil(prompt.length / 4) + 8;
}

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

async function respond(
  behaviour: Behaviour,
  asked: Asked,
  response: ServerResponse,
  bill: (output: number) => void,
  chunkMs: number,
  text: string,
): Promise<void> {
  const fail = (status: number, error: object, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': `req-${asked.before}`, ...headers });
    response.end(JSON.stringify({ error }));
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
      return fail(401, { message: `Incorrect API key provided: ${String(asked.headers.authorization)}` });
    case 'bad_request':
      return fail(400, { message: "This model's maximum context length is 8 tokens", type: 'invalid_request_error' });
    case 'filtered':
      return fail(400, { message: 'refused', code: 'content_filter' });
    case 'server_error_billed':
      bill(40);
      return fail(500, { message: 'broke after the answer' });
    case 'server_error':
      return fail(500, { message: `broke, asked by ${String(asked.headers.authorization)}` });
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
      return streamAnswer(behaviour, asked, response, bill, chunkMs, text);
  }
}

async function streamAnswer(
  behaviour: Behaviour,
  asked: Asked,
  response: ServerResponse,
  bill: (output: number) => void,
  chunkMs: number,
  text: string,
): Promise<void> {
  const words = text.match(/\S+\s*/g) ?? [];
  const output = words.length + 1;
  bill(output);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': `req-${asked.before}` });
  const chunk = (delta: object, finish: string | null = null): string =>
    `data: ${JSON.stringify({ id: `chat-${asked.before}`, created: 1, model: `${asked.model}-2026`, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const usage = { prompt_tokens: inputTokens(asked.prompt), completion_tokens: output, total_tokens: 0 };
  const end = (finish: string, reported: object | null): void => {
    const last = reported === null ? '' : `data: ${JSON.stringify({ id: 'u', choices: [], usage: reported })}\n\n`;
    response.end(`${chunk({}, finish)}${last}data: [DONE]\n\n`);
  };
  if (behaviour === 'refusal') {
    response.write(chunk({ refusal: 'I can’t help with that.' }));
    return end('stop', usage);
  }
  if (behaviour === 'tool_call') {
    response.write(chunk({ tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'look', arguments: '' } }] }));
    response.write(chunk({ tool_calls: [{ index: 0, function: { arguments: '{"at":' } }] }));
    response.write(chunk({ tool_calls: [{ index: 0, function: { arguments: '"sky"}' } }] }));
    return end('tool_calls', usage);
  }
  if (behaviour === 'echo_key') {
    const echoed = `Your key is ${String(asked.headers.authorization).slice('Bearer '.length)}, ann@acme-desk.io.`;
    for (let at = 0; at < echoed.length; at += 5) response.write(chunk({ content: echoed.slice(at, at + 5) }));
    return end('stop', usage);
  }
  if (behaviour === 'huge') {
    // Ends by itself when nobody reads any more.
    const block = chunk({ content: 'x'.repeat(65_536) });
    for (let i = 0; i < 2000 && !response.destroyed; i++) {
      if (!response.write(block)) await Promise.race([new Promise((drain) => response.once('drain', drain)), pause(1000)]);
    }
    return end('stop', usage);
  }
  for (const [at, word] of words.entries()) {
    if (response.destroyed) return;
    if (at === 3) {
      if (behaviour === 'half_closed') return void response.destroy();
      if (behaviour === 'hang_in_stream') return;
      if (behaviour === 'cut') return void response.end();
      if (behaviour === 'malformed_json') return void response.end('data: {"id": "x", "choices": [{"delta":\n\ndata: [DONE]\n\n');
      if (behaviour === 'malformed_sse') return void response.end('<html>502 Bad Gateway</html>\n\n');
      if (behaviour === 'error_in_stream')
        return void response.end(`data: ${JSON.stringify({ error: { message: 'overloaded', type: 'overloaded_error' } })}\n\n`);
    }
    response.write(chunk({ content: word }));
    if (behaviour === 'duplicates' && at === 1) response.write(chunk({ content: word }));
    if (chunkMs > 0 || behaviour === 'slow') await pause(behaviour === 'slow' ? 40 : chunkMs);
  }
  if (behaviour === 'no_usage') return end('stop', null);
  if (behaviour === 'wrong_usage')
    return end('stop', { prompt_tokens: 3, completion_tokens: 0, total_tokens: -1, prompt_tokens_details: { cached_tokens: 9 } });
  if (behaviour === 'duplicates') {
    response.write(`data: ${JSON.stringify({ id: 'u', choices: [], usage })}\n\n`);
    response.write(chunk({}, 'stop'));
  }
  end('stop', usage);
}
