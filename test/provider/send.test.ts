import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallParameters } from '../../src/domain/call-parameters.js';
import type { Message } from '../../src/domain/query.js';
import { openai } from '../../src/provider/api/openai.js';
import { openaiCompatible } from '../../src/provider/api/openai-compatible.js';
import { type Reply, sender } from '../../src/provider/send/send.js';
import { answerTo, type Behaviour, type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';

let server: MisbehavingServer;
beforeAll(async () => {
  // The prompt itself says how it is to be treated.
  server = await misbehavingServer(({ prompt }) => prompt.split(' ')[0] as Behaviour);
});
afterAll(() => server.close());

const parameters: CallParameters = { maxOutputTokens: 64, temperature: 0 };

function ask(behaviour: Behaviour, { api = openaiCompatible, timeoutMs = 5000, more = {} as Partial<CallParameters> } = {}) {
  const settings = { model: 'm', baseUrl: server.url, apiKey: 'sk-test-0123456789abcdef' };
  const send = sender(api, settings, { ...parameters, ...more });
  const messages: Message[] = [{ role: 'user', content: `${behaviour} please` }];
  return send(messages, { timeoutMs, stop: new AbortController().signal });
}

const faultOf = (reply: Reply) => (reply.kind === 'failed' ? reply.fault : undefined);

describe.each([openaiCompatible, openai])('$name, over a real socket', (api) => {
  it('joins a streamed answer, with its usage, end, model, request and times', async () => {
    const reply = await ask('answer', { api });
    expect(reply).toMatchObject({
      kind: 'answered',
      answer: { text: answerTo('answer please'), finishReason: 'stop', refusal: false },
      usage: { inputTokens: 12, outputTokens: 9 },
      servedModel: 'm-2026',
      requestId: expect.stringMatching(/^req-/),
    });
    if (reply.kind === 'answered') expect(reply.firstTokenMs).toBeLessThanOrEqual(reply.latencyMs);
    expect(server.asked.at(-1)).toMatchObject({
      model: 'm',
      headers: { authorization: 'Bearer sk-test-0123456789abcdef' },
      body: { temperature: 0, stream: true },
    });
  });

  it('tells refusals and tool calls', async () => {
    expect(await ask('refusal', { api })).toMatchObject({ answer: { text: 'I can’t help with that.', refusal: true } });
    expect(await ask('tool_call', { api })).toMatchObject({
      answer: { text: '', finishReason: 'tool_calls', toolCalls: [{ name: 'look', arguments: '{"at":"sky"}' }] },
    });
  });

  it.each([
    ['rate_limit', { kind: 'rate_limit', retryable: true, unbilled: true, status: 429 }],
    ['rate_limit_seconds', { kind: 'rate_limit', retryAfterMs: 50 }],
    ['no_quota', { kind: 'quota', retryable: false, stopsModel: true }],
    ['bad_key', { kind: 'auth', retryable: false, stopsModel: true }],
    ['bad_request', { kind: 'bad_request', retryable: false, stopsModel: false, unbilled: true }],
    ['filtered', { kind: 'content_filter', retryable: false, unbilled: false }],
    ['server_error', { kind: 'server_error', retryable: true, unbilled: false }],
    ['overloaded', { kind: 'overloaded', retryable: true, unbilled: true }],
    ['reset', { kind: 'network', retryable: true, unbilled: false }],
    ['half_closed', { kind: 'network', retryable: true, unbilled: false }],
    ['cut', { kind: expect.stringMatching(/^(incomplete|malformed)$/), retryable: true, unbilled: false }],
    ['malformed_json', { kind: 'malformed', retryable: true, unbilled: false }],
    ['malformed_sse', { kind: expect.stringMatching(/^(incomplete|malformed)$/), retryable: true }],
    ['error_in_stream', { kind: 'overloaded', retryable: true, unbilled: false }],
    ['huge', { kind: 'too_large', retryable: false, unbilled: false }],
    ['redirect', { kind: 'network', retryable: true }],
  ] as const)('%s', async (behaviour, fault) => {
    expect(faultOf(await ask(behaviour, { api }))).toMatchObject(fault);
  });

  it('reads a date in Retry-After', async () => {
    const asked = faultOf(await ask('rate_limit_date', { api }))?.retryAfterMs;
    expect(asked).toBeGreaterThanOrEqual(0);
    expect(asked).toBeLessThanOrEqual(1000);
  });

  it.each(['hang', 'hang_in_stream'] as const)('gives up on %s in time', async (behaviour) => {
    const reply = await ask(behaviour, { api, timeoutMs: 150 });
    expect(faultOf(reply)).toMatchObject({ kind: 'timeout', retryable: true, unbilled: false });
    // It says nothing for ever: that anything came back is what counts.
    expect(reply.latencyMs).toBeGreaterThan(140);
  });

  it('waits for slow bytes, and knows when the first came', async () => {
    const reply = await ask('slow', { api });
    if (reply.kind !== 'answered') throw new Error(JSON.stringify(reply));
    expect(reply.answer?.text).toBe(answerTo('slow please'));
    expect(reply.latencyMs - (reply.firstTokenMs ?? Number.NaN)).toBeGreaterThan(150);
  });

  it('believes no impossible usage, and counts a repeated one once', async () => {
    for (const behaviour of ['wrong_usage', 'no_usage'] as const) {
      const reply = await ask(behaviour, { api });
      expect([reply.kind, 'usage' in reply]).toEqual(['answered', false]);
    }
    expect(await ask('duplicates', { api })).toMatchObject({ kind: 'answered', usage: { inputTokens: 13, outputTokens: 9 } });
  });
});

it('tells a host that is not there from one that broke off: nothing was sent', async () => {
  const gone = await misbehavingServer(() => 'answer');
  await gone.close();
  const send = sender(openaiCompatible, { model: 'm', baseUrl: gone.url }, parameters);
  const reply = await send([{ role: 'user', content: 'x' }], { timeoutMs: 5000, stop: new AbortController().signal });
  expect(faultOf(reply)).toMatchObject({ kind: 'network', unbilled: true });
});

it('ends at once when everything is to stop', async () => {
  const stop = new AbortController();
  const send = sender(openaiCompatible, { model: 'm', baseUrl: server.url }, parameters);
  const before = server.asked.length;
  const reply = send([{ role: 'user', content: 'hang' }], { timeoutMs: 60_000, stop: stop.signal });
  await expect.poll(() => server.asked.length).toBeGreaterThan(before);
  stop.abort();
  expect(faultOf(await reply)).toMatchObject({ kind: 'aborted', unbilled: false });
});

it('gives up in time also when memory is collected while it reads', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const collecting = setInterval(collect, 20);
  const hung = await Promise.all(Array.from({ length: 20 }, () => ask('hang_in_stream', { timeoutMs: 400 })));
  clearInterval(collecting);
  expect(hung.map((reply) => faultOf(reply)?.kind)).toEqual(Array(20).fill('timeout'));
});

it('passes system prompts, tools, tool results and settings of the provider through', async () => {
  const tools = [{ type: 'function', function: { name: 'look', description: 'd', parameters: { type: 'object' } } }];
  const more = { system: 'Be brief.', tools, toolChoice: 'required', stop: ['END'], seed: 3, options: { top_a: 1 } };
  const send = sender(openaiCompatible, { model: 'm', baseUrl: server.url }, { ...parameters, ...more });
  const messages: Message[] = [
    { role: 'developer', content: 'Be kind.' },
    { role: 'user', content: 'answer this' },
    {
      role: 'assistant',
      content: '',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":1}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'blue' },
  ];
  expect((await send(messages, { timeoutMs: 5000, stop: new AbortController().signal })).kind).toBe('answered');
  expect(server.asked.at(-1)?.body).toMatchObject({
    stop: ['END'],
    seed: 3,
    top_a: 1,
    tool_choice: 'required',
    tools: [{ function: { name: 'look' } }],
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'answer this' },
      { role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'look', arguments: '{"at":1}' } }] },
      { role: 'tool', tool_call_id: 'c1', content: 'blue' },
    ],
  });
});
