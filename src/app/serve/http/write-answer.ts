import type { ServerResponse } from 'node:http';
import type { AnswerDelta } from '../../../provider/send/answer-delta.js';
import type { Answering } from '../answer-chat.js';
import type { ChatError } from '../chat-error.js';
import type { ChatRequest } from '../chat-request.js';
import { decisionHeaders, finishReason, joined, usageOf } from './completion.js';

export function writeJson(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(`${JSON.stringify(body)}\n`);
}

export function writeError(response: ServerResponse, error: ChatError): void {
  if (response.headersSent) {
    // A stream that breaks off says so and ends without its last word.
    response.end(`data: ${JSON.stringify(error.body())}\n\n`);
    return;
  }
  const { retryAfterS } = error;
  writeJson(response, error.status, error.body(), retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) });
}

/** An answer in one piece. */
export async function writeWhole(response: ServerResponse, answering: Answering): Promise<void> {
  const deltas: AnswerDelta[] = [];
  answering.tape.play((delta) => deltas.push(delta));
  const whole = await answering.whole;
  const { costUsd } = whole;
  const body = {
    id: `chatcmpl-${answering.id}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: answering.modelId,
    choices: [{ index: 0, message: joined(deltas), finish_reason: finishReason(whole), logprobs: null }],
    usage: usageOf(whole),
  };
  const cost: Record<string, string> = costUsd === undefined ? {} : { 'x-routelab-cost-usd': String(costUsd) };
  writeJson(response, 200, body, { ...decisionHeaders(answering), ...cost });
}

/** An answer as it comes. What it cost is known at its end, and stands in the last chunk. */
export async function writeStream(
  response: ServerResponse,
  answering: Answering,
  { includeUsage }: Pick<ChatRequest, 'includeUsage'>,
): Promise<void> {
  const head = {
    id: `chatcmpl-${answering.id}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model: answering.modelId,
  };
  const send = (choices: readonly object[], more: object = {}): void => {
    response.write(`data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`);
  };
  const piece = (delta: object, finish: string | null = null): readonly object[] => [{ index: 0, delta, finish_reason: finish }];
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...decisionHeaders(answering),
  });
  send(piece({ role: 'assistant' }));
  answering.tape.play((delta) => send(piece(delta)));
  const whole = await answering.whole;
  const { costUsd } = whole;
  const routelab = {
    decision: answering.id,
    model: answering.modelId,
    attempts: answering.attempts,
    ...(costUsd === undefined ? {} : { cost_usd: costUsd }),
  };
  send(piece({}, finishReason(whole)), { routelab });
  if (includeUsage) send([], { usage: usageOf(whole) });
  response.end('data: [DONE]\n\n');
}
