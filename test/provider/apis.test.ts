import nock from 'nock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anthropic } from '../../src/provider/api/anthropic.js';
import type { Api } from '../../src/provider/api/api.js';
import { google } from '../../src/provider/api/google.js';
import { openaiResponses } from '../../src/provider/api/openai-responses.js';
import { sender } from '../../src/provider/send/send.js';

beforeAll(() => nock.disableNetConnect());
afterAll(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const events = (list: readonly object[], named = true): string =>
  list.map((one) => `${named ? `event: ${(one as { type?: string }).type}\n` : ''}data: ${JSON.stringify(one)}\n\n`).join('');

function ask(api: Api, model: string) {
  const send = sender(
    api,
    { model, apiKey: 'test-key-0123456789' },
    { maxOutputTokens: 32, temperature: 0, system: 'Be brief.' },
  );
  return send([{ role: 'user', content: 'hi' }], { timeoutMs: 5000, stop: new AbortController().signal });
}

describe('anthropic', () => {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-x-2026', content: [], stop_reason: null };
  const start = {
    type: 'message_start',
    message: {
      ...message,
      usage: { input_tokens: 8, cache_read_input_tokens: 4, cache_creation_input_tokens: 0, output_tokens: 1 },
    },
  };
  const stop = (reason: string) => ({
    type: 'message_delta',
    delta: { stop_reason: reason, stop_sequence: null },
    usage: { output_tokens: 5 },
  });

  it('gives text, usage with its cached part, and the request’s name', async () => {
    const body = [
      start,
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo' } },
      { type: 'content_block_stop', index: 0 },
      stop('end_turn'),
      { type: 'message_stop' },
    ];
    nock('https://api.anthropic.com')
      .post('/v1/messages', (sent) => sent.max_tokens === 32 && sent.system[0].text === 'Be brief.')
      .matchHeader('x-api-key', 'test-key-0123456789')
      .reply(200, events(body), { 'content-type': 'text/event-stream', 'request-id': 'req_a' });
    expect(await ask(anthropic, 'claude-x')).toMatchObject({
      kind: 'answered',
      answer: { text: 'Hello', finishReason: 'stop', refusal: false },
      usage: { inputTokens: 12, cachedInputTokens: 4, outputTokens: 5 },
      servedModel: 'claude-x-2026',
      requestId: 'req_a',
    });
  });

  it('tells a refusal, and being overloaded', async () => {
    nock('https://api.anthropic.com')
      .post('/v1/messages')
      .reply(200, events([start, stop('refusal'), { type: 'message_stop' }]), { 'content-type': 'text/event-stream' });
    expect(await ask(anthropic, 'claude-x')).toMatchObject({
      answer: { text: '', refusal: true, finishReason: 'content_filter' },
    });
    nock('https://api.anthropic.com')
      .post('/v1/messages')
      .reply(529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    expect(await ask(anthropic, 'claude-x')).toMatchObject({ fault: { kind: 'overloaded', status: 529, unbilled: true } });
  });
});

describe('google', () => {
  it('gives text and usage with the thinking in it', async () => {
    const body = [
      { candidates: [{ content: { parts: [{ text: 'Hel' }], role: 'model' } }], modelVersion: 'gemini-x-2026', responseId: 'g1' },
      {
        candidates: [{ content: { parts: [{ text: 'lo' }], role: 'model' }, finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 3, thoughtsTokenCount: 4, totalTokenCount: 16 },
      },
    ];
    nock('https://generativelanguage.googleapis.com')
      .post(/gemini-x:streamGenerateContent/, (sent) => sent.generationConfig.maxOutputTokens === 32)
      .matchHeader('x-goog-api-key', 'test-key-0123456789')
      .reply(200, events(body, false), { 'content-type': 'text/event-stream' });
    expect(await ask(google, 'gemini-x')).toMatchObject({
      kind: 'answered',
      answer: { text: 'Hello', finishReason: 'stop' },
      usage: { inputTokens: 9, outputTokens: 7, reasoningTokens: 4 },
    });
  });

  it('tells a filtered answer as a refusal', async () => {
    const body = [
      {
        candidates: [{ finishReason: 'SAFETY' }],
        usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 0, totalTokenCount: 9 },
      },
    ];
    nock('https://generativelanguage.googleapis.com')
      .post(/gemini-x/)
      .reply(200, events(body, false), { 'content-type': 'text/event-stream' });
    expect(await ask(google, 'gemini-x')).toMatchObject({ answer: { refusal: true, finishReason: 'content_filter' } });
  });
});

describe('openai_responses', () => {
  it('gives text and usage, and ends without a reason of its own', async () => {
    const response = { id: 'resp_1', model: 'gpt-x-2026', created_at: 1, output: [], status: 'completed' };
    const usage = {
      input_tokens: 7,
      input_tokens_details: { cached_tokens: 2 },
      output_tokens: 6,
      output_tokens_details: { reasoning_tokens: 4 },
      total_tokens: 13,
    };
    const body = [
      { type: 'response.created', response: { ...response, status: 'in_progress' } },
      { type: 'response.output_item.added', output_index: 0, item: { type: 'message', id: 'm1', phase: null } },
      { type: 'response.output_text.delta', item_id: 'm1', delta: 'Hello' },
      { type: 'response.output_item.done', output_index: 0, item: { type: 'message', id: 'm1', phase: null } },
      { type: 'response.completed', response: { ...response, usage } },
    ];
    nock('https://api.openai.com')
      .post('/v1/responses', (sent) => sent.max_output_tokens === 32)
      .matchHeader('authorization', 'Bearer test-key-0123456789')
      .reply(200, events(body), { 'content-type': 'text/event-stream', 'x-request-id': 'req_o' });
    expect(await ask(openaiResponses, 'gpt-x')).toMatchObject({
      kind: 'answered',
      answer: { text: 'Hello', finishReason: 'stop' },
      usage: { inputTokens: 7, cachedInputTokens: 2, outputTokens: 6, reasoningTokens: 4 },
      servedModel: 'gpt-x-2026',
      requestId: 'req_o',
    });
  });
});
