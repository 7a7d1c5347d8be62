import nock from 'nock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anthropic } from '../../src/provider/api/anthropic.js';
import type { Api } from '../../src/provider/api/api.js';
import { google } from '../../src/provider/api/google.js';
import { apis } from '../../src/provider/api/index.js';
import { openai } from '../../src/provider/api/openai.js';
import { openaiCompatible } from '../../src/provider/api/openai-compatible.js';
import { openaiResponses } from '../../src/provider/api/openai-responses.js';
import { embedder } from '../../src/provider/send/embed.js';

beforeAll(() => nock.disableNetConnect());
afterAll(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

function ask(api: Api, dimensions?: number, baseUrl?: string) {
  const name = api.embeddings?.dimensions ?? '';
  const parameters = { maxOutputTokens: 0, ...(dimensions === undefined ? {} : { options: { [name]: dimensions } }) };
  const send = embedder(
    api,
    { model: 'embed', apiKey: 'test-key-0123456789', ...(baseUrl === undefined ? {} : { baseUrl }) },
    parameters,
  );
  return send([{ role: 'user', content: 'hello there' }], { timeoutMs: 5000, stop: new AbortController().signal });
}

const listed = { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [0.1, 1 / 3] }], model: 'embed' };

describe('embedder', () => {
  it.each([
    [openai, 'https://api.openai.com', '/v1/embeddings', undefined],
    [openaiResponses, 'https://api.openai.com', '/v1/embeddings', undefined],
    [openaiCompatible, 'https://lab.example', '/v1/embeddings', 'https://lab.example/v1'],
  ] as const)('asks $name for one text, with its dimensions', async (api, host, path, baseUrl) => {
    nock(host)
      .post(path, ({ input, dimensions, model }) => model === 'embed' && dimensions === 2 && input.join() === 'hello there')
      .matchHeader('authorization', 'Bearer test-key-0123456789')
      .reply(200, { ...listed, usage: { prompt_tokens: 2, total_tokens: 2 } }, { 'x-request-id': 'req_e' });
    expect(await ask(api, 2, baseUrl)).toMatchObject({
      kind: 'answered',
      embedding: [0.1, 0.3333333],
      usage: { inputTokens: 2, outputTokens: 0 },
      requestId: 'req_e',
    });
  });

  it('asks google, which counts no tokens', async () => {
    nock('https://generativelanguage.googleapis.com')
      .post('/v1beta/models/embed:embedContent', ({ outputDimensionality }) => outputDimensionality === 2)
      .matchHeader('x-goog-api-key', 'test-key-0123456789')
      .reply(200, { embedding: { values: [0.5, -0.25] } });
    const reply = await ask(google, 2);
    expect(reply).toMatchObject({ kind: 'answered', embedding: [0.5, -0.25] });
    expect(reply).not.toHaveProperty('usage');
  });

  it.each([
    ['no numbers', { ...listed, data: [{ object: 'embedding', index: 0, embedding: [] }] }, 'malformed'],
    ['words', { ...listed, data: [{ object: 'embedding', index: 0, embedding: ['x'] }] }, 'malformed'],
    ['nothing at all', { ...listed, data: [] }, 'malformed'],
  ])('takes %s for a fault that may pass', async (_, body, kind) => {
    nock('https://api.openai.com').post('/v1/embeddings').reply(200, body);
    expect(await ask(openai)).toMatchObject({ kind: 'failed', fault: { kind, retryable: true } });
  });

  it('tells what a status means, and doesn’t believe a count that is none', async () => {
    nock('https://api.openai.com')
      .post('/v1/embeddings')
      .reply(429, { error: { message: 'slow down' } }, { 'retry-after': '2' });
    expect(await ask(openai)).toMatchObject({
      kind: 'failed',
      fault: { kind: 'rate_limit', retryAfterMs: 2000, unbilled: true },
    });
    nock('https://api.openai.com')
      .post('/v1/embeddings')
      .reply(200, { ...listed, usage: { prompt_tokens: -3, total_tokens: 0 } });
    expect(await ask(openai)).not.toHaveProperty('usage');
  });

  it('knows which interface has none', () => {
    expect(apis.filter(({ embeddings }) => embeddings === null)).toEqual([anthropic]);
  });
});
