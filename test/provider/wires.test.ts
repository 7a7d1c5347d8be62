import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallParameters } from '../../src/domain/call-parameters.js';
import { anthropic } from '../../src/provider/api/anthropic.js';
import type { Api } from '../../src/provider/api/api.js';
import { google } from '../../src/provider/api/google.js';
import { openaiResponses } from '../../src/provider/api/openai-responses.js';
import { type Reply, sender } from '../../src/provider/send/send.js';
import { answerTo, type Behaviour, type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';

let server: MisbehavingServer;
beforeAll(async () => {
  // The prompt itself says how it is to be treated.
  server = await misbehavingServer(({ prompt }) => prompt.split(' ')[0] as Behaviour);
});
afterAll(() => server.close());

const KEY = 'sk-test-0123456789abcdef';
const parameters: CallParameters = { maxOutputTokens: 64, temperature: 0, system: 'Be brief.' };

function ask(api: Api, behaviour: Behaviour, { timeoutMs = 5000, more = {} as Partial<CallParameters> } = {}): Promise<Reply> {
  const send = sender(api, { model: 'm', baseUrl: server.url, apiKey: KEY }, { ...parameters, ...more });
  return send([{ role: 'user', content: `${behaviour} please` }], { timeoutMs, stop: new AbortController().signal });
}

const faultOf = (reply: Reply) => (reply.kind === 'failed' ? reply.fault : reply);

describe.each([anthropic, google, openaiResponses])('$name, over a real socket', (api) => {
  it('joins a streamed answer, with its usage, end, model, request and times', async () => {
    const reply = await ask(api, 'answer');
    expect(reply).toMatchObject({
      kind: 'answered',
      answer: { text: answerTo('answer please'), finishReason: 'stop', refusal: false },
      usage: { inputTokens: 12, outputTokens: 9 },
      servedModel: 'm-2026',
      requestId: expect.stringMatching(/^req-/),
    });
    if (reply.kind === 'answered') expect(reply.firstTokenMs).toBeLessThanOrEqual(reply.latencyMs);
    expect(Object.values(server.asked.at(-1)?.headers ?? {}).some((value) => String(value).includes(KEY))).toBe(true);
    expect(JSON.stringify(server.asked.at(-1)?.body)).toContain('Be brief.');
  });

  it('counts what came from a cache and what was reasoning as parts', async () => {
    const reasoning = api === anthropic ? {} : { reasoningTokens: 3 };
    expect(await ask(api, 'parts_of_usage')).toMatchObject({
      usage: { inputTokens: 14, outputTokens: 9, cachedInputTokens: 4, ...reasoning },
    });
  });

  it('tells refusals, tool calls and an answer that was cut by its limit', async () => {
    expect(await ask(api, 'refusal')).toMatchObject({ answer: { text: 'I can’t help with that.', refusal: true } });
    const tools = [{ type: 'function', function: { name: 'look', description: 'd', parameters: { type: 'object' } } }];
    const called = await ask(api, 'tool_call', { more: { tools } });
    if (called.kind !== 'answered') throw new Error(JSON.stringify(called));
    expect(called.answer).toMatchObject({ text: '', finishReason: 'tool_calls', toolCalls: [{ name: 'look' }] });
    expect(JSON.parse(called.answer?.toolCalls?.[0]?.arguments ?? '')).toEqual({ at: 'sky' });
    expect(await ask(api, 'cut_by_limit')).toMatchObject({
      kind: 'answered',
      answer: { finishReason: 'length', refusal: false },
    });
  });

  it.each([
    ['rate_limit', { kind: 'rate_limit', retryable: true, unbilled: true, status: 429 }],
    ['rate_limit_seconds', { kind: 'rate_limit', retryAfterMs: 50 }],
    ['bad_key', { kind: 'auth', retryable: false, stopsModel: true, unbilled: true }],
    ['bad_request', { kind: 'bad_request', retryable: false, stopsModel: false, unbilled: true }],
    ['server_error', { kind: 'server_error', retryable: true, unbilled: false, status: 500 }],
    ['overloaded', { kind: 'overloaded', retryable: true, unbilled: true, status: 503 }],
    ['reset', { kind: 'network', retryable: true, unbilled: false }],
    ['half_closed', { kind: 'network', retryable: true, unbilled: false }],
    ['cut', { kind: expect.stringMatching(/^(incomplete|malformed)$/), retryable: true, unbilled: false }],
    ['malformed_json', { kind: 'malformed', retryable: true, unbilled: false }],
    ['malformed_sse', { kind: expect.stringMatching(/^(incomplete|malformed)$/), retryable: true, unbilled: false }],
    ['error_in_stream', { kind: 'overloaded', retryable: true, unbilled: false }],
    ['error_first', { kind: 'overloaded', retryable: true, unbilled: false }],
    ['huge', { kind: 'too_large', retryable: false, unbilled: false }],
    ['redirect', { kind: 'network', retryable: true }],
  ] as const)('%s', async (behaviour, fault) => {
    const found = faultOf(await ask(api, behaviour));
    expect(found).toMatchObject(fault);
    // What failed inside a stream came with status 200.
    if (/_in_stream$|_first$/.test(behaviour)) expect(found).not.toHaveProperty('status');
  });

  it('reads a date in Retry-After', async () => {
    const found = faultOf(await ask(api, 'rate_limit_date'));
    expect(found).toMatchObject({ kind: 'rate_limit', retryAfterMs: expect.any(Number) });
  });

  it.each(['hang', 'hang_in_stream'] as const)('gives up on %s in time', async (behaviour) => {
    const reply = await ask(api, behaviour, { timeoutMs: 150 });
    expect(faultOf(reply)).toMatchObject({ kind: 'timeout', retryable: true, unbilled: false });
    // It says nothing for ever: that anything came back is what counts.
    expect(reply.latencyMs).toBeGreaterThan(140);
  });

  it('waits for slow bytes, and knows when the first came', async () => {
    const reply = await ask(api, 'slow');
    if (reply.kind !== 'answered') throw new Error(JSON.stringify(reply));
    expect(reply.answer?.text).toBe(answerTo('slow please'));
    expect(reply.latencyMs - (reply.firstTokenMs ?? Number.NaN)).toBeGreaterThan(150);
  });

  it('believes no impossible usage and makes none up', async () => {
    for (const behaviour of ['wrong_usage', 'no_usage'] as const) {
      const reply = await ask(api, behaviour);
      // A provider that always reports tokens may be malformed without them; what it must not be is free.
      if (reply.kind === 'failed') expect(reply.fault).toMatchObject({ kind: 'malformed', unbilled: false });
      else expect(reply).not.toHaveProperty('usage');
    }
  });

  it('survives a repeated chunk and a repeated end, and counts tokens once', async () => {
    const reply = await ask(api, 'duplicates');
    if (reply.kind === 'answered') expect(reply.usage).toEqual({ inputTokens: 13, outputTokens: 9 });
    else expect(reply.fault).toMatchObject({ retryable: true, unbilled: false });
  });

  it('joins a key that comes back in pieces, so that it can be taken out', async () => {
    expect(await ask(api, 'echo_key')).toMatchObject({ answer: { text: `Your key is ${KEY}, ann@acme-desk.io.` } });
  });
});
