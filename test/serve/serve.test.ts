import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routelab } from '../support/cli.js';
import { type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { readCsv } from '../support/read-csv.js';
import { question, SERVE_KEY, type ServeProcess, servedRouter, serveFolder, startServe } from '../support/serve-process.js';

const IDS = ['local/small', 'local/large'];
const ROUTER = servedRouter(
  {
    pipeline: [
      {
        kind: 'rules',
        rules: [
          { when: { 'signals.tier': 'gold' }, use: 'local/large' },
          { when: { 'prompt.code_points': { $gt: 80 } }, use: 'local/large' },
          { when: { 'prompt.text': { $contains: 'nobody' } }, use: 'local/large' },
          { use: 'local/small' },
        ],
      },
    ],
    fallback: ['local/large'],
    execution: { timeoutMs: 1500, retries: { most: 1, waitMs: 20, factor: 2, mostWaitMs: 100, jitter: 0 } },
  },
  IDS,
);

/** What the upstream does to a question, told by its first word; the larger model always answers. */
const BEHAVIOURS = {
  broken: 'server_error',
  busy: 'rate_limit_seconds',
  hanging: 'hang',
  torn: 'cut',
  garbled: 'malformed_json',
  telling: 'echo_key',
  calling: 'tool_call',
} as const;

let upstream: MisbehavingServer;
let served: ServeProcess;

beforeAll(async () => {
  upstream = await misbehavingServer(({ prompt, model }) => {
    const word = prompt.split(' ')[0] as keyof typeof BEHAVIOURS;
    return model === 'large' ? 'answer' : (BEHAVIOURS[word] ?? 'answer');
  });
  served = await startServe(serveFolder(ROUTER, upstream.url));
}, 60_000);

afterAll(async () => {
  await served.stop('SIGTERM');
  await upstream.close();
});

describe('a chat completion', () => {
  it('goes where the router says, and says where it went', async () => {
    const answer = await served.ask(question('hello there'));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-routelab-model': 'local/small',
      'x-routelab-reason': 'stage 1 rule 4',
      'x-routelab-attempts': '1',
      'x-routelab-propensity': '1',
      // 11 tokens in at 0.1 USD, 9 out at 0.4 USD a million.
      'x-routelab-cost-usd': '0.0000047',
    });
    expect(await answer.json()).toMatchObject({
      object: 'chat.completion',
      model: 'local/small',
      choices: [{ message: { role: 'assistant', content: 'You asked: hello there. The answer is 11.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 11, completion_tokens: 9, total_tokens: 20 },
    });
  });

  it('takes signals from the header before metadata, and a model’s id as a pin', async () => {
    const model = async (body: object, headers = {}) => (await served.ask(body, headers)).headers.get('x-routelab-model');
    expect(await model(question('hi', { metadata: { tier: 'gold' } }))).toBe('local/large');
    expect(await model(question('hi'), { 'x-routelab-signals': '{"tier":"gold"}' })).toBe('local/large');
    expect(await model(question('hi', { metadata: { tier: 'gold' } }), { 'x-routelab-signals': '{"tier":"free"}' })).toBe(
      'local/small',
    );
    expect(await model(question('hi', { routelab: { signals: { tier: 'gold' } } }))).toBe('local/large');
    expect(await model({ ...question('hi'), model: 'served' })).toBe('local/small');
    expect(await model({ ...question('hi'), model: 'local/large' })).toBe('local/large');
    await expect
      .poll(() => served.lines('decisions.jsonl').filter((one) => one['pinned'] === true))
      .toMatchObject([{ model_id: 'local/large', reason_text: 'pinned by the client', status: 'served' }]);
  });

  it('hands on parts, tools, tool messages and parameters that it does not know', async () => {
    const before = upstream.asked.length;
    const answer = await served.ask({
      model: 'auto',
      temperature: 0.5,
      max_tokens: 33,
      stop: 'END',
      seed: 4,
      logit_bias: { 7: -1 },
      mystery: [1],
      tools: [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }],
      tool_choice: 'auto',
      response_format: { type: 'json_object' },
      messages: [
        { role: 'user', content: 'first' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '{"sky":"blue"}' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'part one' },
            { type: 'text', text: 'part two' },
          ],
        },
      ],
    });
    expect(answer.status).toBe(200);
    const { body } = upstream.asked[before] as { body: Record<string, unknown> };
    expect(body).toMatchObject({
      model: 'small',
      temperature: 0.5,
      max_tokens: 33,
      stop: ['END'],
      seed: 4,
      logit_bias: { 7: -1 },
      mystery: [1],
      tool_choice: 'auto',
      response_format: { type: 'json_object' },
    });
    expect(body['tools']).toMatchObject([{ type: 'function', function: { name: 'look' } }]);
    expect(body['messages']).toMatchObject([
      { role: 'user' },
      { role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'look' } }] },
      { role: 'tool', tool_call_id: 'c1' },
      { role: 'user', content: [{ text: 'part one' }, { text: 'part two' }] },
    ]);
    for (const ours of ['metadata', 'routelab', 'signals']) expect(body).not.toHaveProperty(ours);
  });

  it('brings tool calls back with their ids', async () => {
    const answer = (await (await served.ask(question('calling for a tool'))).json()) as { choices: unknown[] };
    expect(answer.choices).toMatchObject([
      {
        message: {
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"sky"}' } }],
        },
        finish_reason: 'tool_calls',
      },
    ]);
  });

  it.each([
    ['broken', 3],
    ['busy', 3],
    ['hanging', 3],
    ['torn', 3],
    ['garbled', 3],
  ])('%s: is asked again, then another model', async (word, attempts) => {
    const answer = await served.ask(question(`${word} it is`));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-routelab-model': 'local/large',
      'x-routelab-attempts': String(attempts),
    });
  });

  it('never says the key, whoever says it first', async () => {
    const whole = await (await served.ask(question('telling the key'))).text();
    const stream = await (await served.ask(question('telling the key', { stream: true }))).text();
    for (const text of [whole, stream]) expect(text).not.toContain(SERVE_KEY);
    expect(whole).toContain('Your key is [redacted:secret]');
  });
});

describe('clients', () => {
  const model = () => createOpenAICompatible({ name: 'lab', baseURL: served.url, includeUsage: true }).languageModel('auto');
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'through the SDK' }] }];

  it('of the AI SDK read answers', async () => {
    const { content, finishReason, usage, response } = await model().doGenerate({ prompt });
    expect(content).toMatchObject([{ type: 'text', text: 'You asked: through the SDK. The answer is 15.' }]);
    expect([finishReason.unified, usage.outputTokens.total, response?.headers?.['x-routelab-model']]).toEqual([
      'stop',
      10,
      'local/small',
    ]);
  });

  it('of the AI SDK read streams', async () => {
    const { stream } = await model().doStream({ prompt });
    let text = '';
    const ends: unknown[] = [];
    for await (const part of stream as unknown as AsyncIterable<{ type: string; delta?: string; finishReason?: unknown }>) {
      if (part.type === 'text-delta') text += part.delta;
      if (part.type === 'finish') ends.push(part.finishReason);
    }
    expect(text).toBe('You asked: through the SDK. The answer is 15.');
    expect(ends).toMatchObject([{ unified: 'stop' }]);
  });
});

describe('what can’t be answered', () => {
  const refusal = async (body: unknown, headers = {}): Promise<[number, unknown]> => {
    const answer = await fetch(`${served.url}/chat/completions`, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return [answer.status, ((await answer.json()) as { error: unknown }).error];
  };

  it('is an error in OpenAI’s form that names the member', async () => {
    expect(await refusal('{"model":')).toEqual([
      400,
      { message: 'the body is not JSON', type: 'invalid_request_error', param: null, code: 'invalid_json' },
    ]);
    expect(await refusal({ model: 'auto', messages: [] })).toMatchObject([400, { param: 'messages' }]);
    expect(await refusal({ model: 'auto', messages: [{ role: 'boss', content: 'x' }] })).toMatchObject([
      400,
      { param: 'messages.0.role' },
    ]);
    expect(await refusal(question('x', { n: 2 }))).toMatchObject([400, { param: 'n' }]);
    expect(await refusal(question('x', { service_tier: 'priority' }))).toMatchObject([
      400,
      { code: 'unsupported_parameter', param: 'service_tier', message: expect.stringContaining('what it costs') },
    ]);
    expect(await refusal(question('x', { metadata: { deep: { er: 1 } } }))).toMatchObject([400, { param: 'metadata.deep' }]);
    expect(await refusal(question('x'), { 'x-routelab-signals': 'tier=gold' })).toMatchObject([400, { code: 'invalid_json' }]);
    expect(await refusal({ ...question('x'), model: 'local/smal' })).toMatchObject([
      404,
      { code: 'model_not_found', message: expect.stringContaining('Did you mean "local/small"?') },
    ]);
    const part = (type: string, more = {}) => ({ model: 'auto', messages: [{ role: 'user', content: [{ type, ...more }] }] });
    expect(await refusal(part('image_url', { image_url: { url: 'https://a.test/x.png' } }))).toMatchObject([
      400,
      { code: 'unbounded_cost' },
    ]);
    expect(await refusal(part('input_audio'))).toMatchObject([400, { message: expect.stringContaining('input_audio') }]);
    expect(await refusal(question('y'.repeat(17 * 1024 * 1024)))).toMatchObject([413, { code: 'request_too_large' }]);
    expect(await refusal(question('x'), { origin: 'https://evil.test' })).toMatchObject([403, { code: 'foreign_origin' }]);
    expect((await fetch(`${served.url}/models`, { headers: { origin: 'http://localhost:3000' } })).status).toBe(200);
    expect((await fetch(`${served.url}/elsewhere`)).status).toBe(404);
    expect((await fetch(`${served.url}/chat/completions`)).status).toBe(405);
  });

  it('leaves the server as it was', async () => {
    const models = (await (await fetch(`${served.url}/models`)).json()) as { data: { id: string }[] };
    expect(models.data.map(({ id }) => id)).toEqual(['auto', 'served', ...IDS]);
    expect(await (await fetch(`${served.url.replace('/v1', '')}/healthz`)).json()).toMatchObject({ status: 'ok', under_way: 0 });
  });
});

describe('the log', () => {
  it('is an experiment whose replay comes to what was decided and served', { timeout: 60_000 }, async () => {
    await served.stop();
    expect(await served.ended).toMatchObject({ code: 0 });
    const folder = join(served.dir, 'served');
    expect(routelab(served.dir, 'validate', 'served').code).toBe(0);
    const ran = routelab(served.dir, 'run', 'served');
    expect([ran.code, ran.stderr.includes('price')]).toEqual([0, false]);
    const rows = await readCsv(join(folder, 'reports/latest/decisions.csv'));
    const replayed = rows.filter((row) => row['sample'] === '0');
    const decisions = served
      .lines('decisions.jsonl')
      .filter(
        (one) => one['pinned'] === false && (one['calls'] as { result: string }[]).every(({ result }) => result !== 'not_sent'),
      );
    expect(decisions.length).toBeGreaterThan(12);
    for (const one of decisions) {
      const row = replayed.find((other) => other['query_id'] === one['query_id']);
      const calls = (one['calls'] as { model_id: string; why: string }[]).map(({ model_id, why }) => `${model_id}(${why}`);
      expect({
        status: row?.['status'],
        served: row?.['served_model'],
        reason: row?.['reason'],
        propensity: Number(row?.['propensity']),
        calls: row?.['attempts']?.split('>').map((call) => call.split(',')[0]),
        cost: Number(row?.['cost_usd']),
      }).toEqual({
        status: one['status'],
        served: one['served_model'],
        reason: one['reason_text'],
        propensity: one['propensity'],
        calls,
        cost: one['cost_usd'],
      });
    }
  });

  it('holds no key and no address', () => {
    for (const file of filesBelow(join(served.dir, 'served'))) {
      const text = readFileSync(file, 'utf8');
      expect(text.includes(SERVE_KEY) || text.includes('ann@acme-desk.io'), file).toBe(false);
    }
  });
});

function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
