import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routelabIn } from '../support/cli.js';
import { type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { readCsv } from '../support/read-csv.js';
import { question, SERVE_KEY, servedRouter, serveFolder, startServe, underWay } from '../support/serve-process.js';

const IDS = ['local/small', 'local/large'];
const plain = servedRouter({ pipeline: [{ kind: 'rules', rules: [{ use: 'local/small' }] }], fallback: [] }, IDS);
const safe = servedRouter(
  {
    pipeline: [{ kind: 'rules', rules: [{ use: 'local/small' }] }],
    fallback: ['local/large'],
    execution: { breaker: { failures: 2, openMs: 60_000 }, mostInFlight: 3 },
  },
  IDS,
);
const ladder = servedRouter(
  { pipeline: [{ kind: 'cascade', order: IDS, accept: { 'answer.length': { $gte: 60 } }, most: 1 }], fallback: [] },
  IDS,
);

let upstream: MisbehavingServer;

beforeAll(async () => {
  upstream = await misbehavingServer(
    ({ prompt, model }) => {
      if (prompt.startsWith('slow')) return 'slow';
      if (prompt.startsWith('stuck')) return 'hang';
      if (prompt.startsWith('hang') && model === 'small') return 'hang_in_stream';
      if (prompt.startsWith('torn')) return 'cut';
      return model === 'small' && prompt.startsWith('down') ? 'server_error' : 'answer';
    },
    { say: ({ model, prompt }) => (model === 'small' ? `Short: ${prompt}` : `${'A long answer. '.repeat(8)}`) },
  );
});

afterAll(() => upstream.close());

/** Reads a stream up to its first piece of text. */
async function begun(answer: Response): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (!text.includes('"content"')) text += new TextDecoder().decode((await reader.read()).value);
  return reader;
}

async function rest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  let text = '';
  for (let next = await reader.read(); !next.done; next = await reader.read()) text += new TextDecoder().decode(next.value);
  return text;
}

/** A hedged router over two providers, of which the first is asked one thing at a time. */
function waitingFolder(): string {
  const ids = ['local/small', 'other/large'];
  const hedged = servedRouter(
    {
      models: ids.map((id) => ({ id, provider: id.split('/')[0] as string, name: id.split('/')[1] as string })),
      pipeline: [{ kind: 'rules', rules: [{ use: 'local/small' }] }],
      fallback: ['other/large'],
      execution: { hedge: { afterMs: 400, to: 'next' } },
    },
    ids,
  );
  const dir = serveFolder(hedged, upstream.url);
  const local = `{ api: openai_compatible, base_url: "${upstream.url}", api_key_env: LOCAL_KEY`;
  const models = readFileSync(join(dir, 'models.yaml'), 'utf8');
  writeFileSync(
    join(dir, 'models.yaml'),
    models.replace(/ {2}local:.*/, `  local: ${local}, concurrency: 1 }\n  other: ${local} }`),
  );
  return dir;
}

describe('ending', () => {
  it('waits for a stream in flight, takes no other, and ends with 0', async () => {
    const served = await startServe(serveFolder(plain, upstream.url));
    const reader = await begun(await served.ask(question('slow and steady wins the race', { stream: true })));
    served.signal('SIGINT');
    const text = await rest(reader);
    expect(text).toContain('data: [DONE]');
    await expect(served.ask(question('too late'))).rejects.toThrow();
    expect(await served.ended).toMatchObject({ code: 0, stderr: expect.stringContaining('served   1 requests') });
    expect(served.lines('decisions.jsonl')).toMatchObject([{ status: 'served', stream: true }]);
  });

  it('by a second signal breaks off what is in flight, and ends with 130', async () => {
    const served = await startServe(serveFolder(plain, upstream.url));
    const reader = await begun(await served.ask(question('hang on for ever and a day', { stream: true })));
    served.signal('SIGINT');
    served.signal('SIGTERM');
    const text = await rest(reader);
    expect(text).toContain('"code":"stopped"');
    expect(text).not.toContain('[DONE]');
    expect(await served.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('1 broken off') });
    expect(served.lines('decisions.jsonl')).toMatchObject([{ status: 'left' }]);
  });

  it('by the time for requests in flight too', async () => {
    const served = await startServe(serveFolder(plain, upstream.url), ['--drain', '100ms']);
    const reader = await begun(await served.ask(question('hang on for ever and a day', { stream: true })));
    served.signal('SIGTERM');
    await rest(reader);
    expect((await served.ended).code).toBe(130);
  });
});

describe('streams', () => {
  it('that break off say so and have no last word; what came is no answer', async () => {
    const served = await startServe(serveFolder(safe, upstream.url));
    const text = await (await served.ask(question('torn in the middle of it', { stream: true }))).text();
    expect(text).toContain('"code":"upstream_malformed"');
    expect(text).not.toContain('[DONE]');
    await served.stop();
    expect(served.lines('decisions.jsonl')).toMatchObject([{ status: 'cut', calls: [{ result: 'error' }] }]);
    expect(served.lines('recordings/local%2Fsmall.jsonl')).toMatchObject([{ error: { kind: 'malformed' } }]);
  });

  it('whose reader leaves end the call upstream', async () => {
    let left = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const endless = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const say = setInterval(() => response.write('data: {"id":"x","choices":[{"index":0,"delta":{"content":"on "}}]}\n\n'), 20);
      response.on('close', () => {
        clearInterval(say);
        left();
      });
    });
    await new Promise<void>((listening) => endless.listen(0, '127.0.0.1', listening));
    const served = await startServe(serveFolder(plain, `http://127.0.0.1:${(endless.address() as AddressInfo).port}/v1`));
    const control = new AbortController();
    const answer = await fetch(`${served.url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(question('go on and on', { stream: true })),
      signal: control.signal,
    });
    await begun(answer);
    control.abort();
    await gone;
    await served.stop();
    endless.close();
    expect(served.lines('decisions.jsonl')).toMatchObject([{ status: 'left' }]);
    // Nobody knows what such a call costs: its worst case stays reserved.
    expect(served.lines('recordings/record/spend.jsonl').at(-1)).toMatchObject({ unresolved: 'aborted' });
  });

  it('of a cascade wait for the accepted answer, or are refused', async () => {
    const served = await startServe(serveFolder(ladder, upstream.url));
    const text = await (await served.ask(question('hi', { stream: true }))).text();
    expect(text).toContain('"content":"long "');
    expect(text).not.toContain('Short');
    const whole = await served.ask(question('hi'));
    expect(Object.fromEntries(whole.headers)).toMatchObject({ 'x-routelab-model': 'local/large', 'x-routelab-attempts': '2' });
    await served.stop();
    expect(served.lines('decisions.jsonl')[0]).toMatchObject({
      climbs: ['local/large'],
      calls: [{ why: 'first' }, { why: 'escalated', model_id: 'local/large' }],
    });
    const strict = await startServe(serveFolder(ladder, upstream.url), ['--no-buffer']);
    const refused = await strict.ask(question('hi', { stream: true }));
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: { code: 'unsupported_stream' } }]);
    expect((await strict.ask(question('hi'))).status).toBe(200);
    await strict.stop();
  });
});

describe('limits', () => {
  it('a breaker leaves a model alone that failed so often, and a full server turns requests away', async () => {
    const served = await startServe(serveFolder(safe, upstream.url));
    const before = upstream.asked.length;
    for (let i = 0; i < 4; i++)
      expect((await served.ask(question('down again'))).headers.get('x-routelab-model')).toBe('local/large');
    expect(upstream.asked.slice(before).map(({ model }) => model)).toEqual([
      'small',
      'large',
      'small',
      'large',
      'large',
      'large',
    ]);
    const leaving = new AbortController();
    const stuck = Array.from({ length: 3 }, () =>
      served.ask({ ...question('stuck for good'), model: 'local/large' }, {}, leaving.signal).catch(() => null),
    );
    await expect.poll(() => underWay(served.url)).toBe(3);
    for (let more = 0; more < 3; more++)
      expect((await served.ask({ ...question('one too many'), model: 'local/large' })).status).toBe(429);
    leaving.abort();
    await Promise.all(stuck);
    await expect.poll(() => underWay(served.url)).toBe(0);
    expect((await served.ask({ ...question('there is room again'), model: 'local/large' })).status).toBe(200);
    await served.stop();
    const calls = served
      .lines('decisions.jsonl')
      .map((one) => (one['calls'] as { result: string }[]).map(({ result }) => result));
    expect(calls.slice(0, 4)).toEqual([
      ['error', 'ok'],
      ['error', 'ok'],
      ['not_sent', 'ok'],
      ['not_sent', 'ok'],
    ]);
  });

  it('a breaker without a fallback is a 503', async () => {
    const alone = servedRouter(
      {
        pipeline: [{ kind: 'rules', rules: [{ use: 'local/small' }] }],
        fallback: [],
        execution: { breaker: { failures: 1, openMs: 60_000 } },
      },
      IDS,
    );
    const served = await startServe(serveFolder(alone, upstream.url));
    expect((await served.ask(question('down for good'))).status).toBe(502);
    const refused = await served.ask(question('down for good'));
    expect([refused.status, await refused.json()]).toMatchObject([
      503,
      { error: { message: 'local/small: the circuit breaker is open' } },
    ]);
    await served.stop();
  });

  it('a slow call is hedged, and replayed so', { timeout: 60_000 }, async () => {
    const hedged = servedRouter(
      {
        pipeline: [{ kind: 'rules', rules: [{ use: 'local/small' }] }],
        fallback: ['local/large'],
        execution: { hedge: { afterMs: 400, to: 'next' } },
      },
      IDS,
    );
    const served = await startServe(serveFolder(hedged, upstream.url));
    const answer = await served.ask({ ...question('hangs in a stream, unless it is large') });
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'x-routelab-attempts': '2' });
    await served.stop();
    const [decision] = served.lines('decisions.jsonl');
    const calls = decision?.['calls'] as { result: string; why: string }[];
    expect(calls.map(({ why }) => why)).toEqual(['first', 'hedged']);
    const ran = routelabIn({}, served.dir, 'run', 'served');
    const csv = readFileSync(join(served.dir, 'served/reports/latest/decisions.csv'), 'utf8');
    expect([ran.code, csv]).toEqual([
      0,
      expect.stringMatching(/,served,local\/\w+,"local\/small\(first,\w+\)>local\/large\(hedged,\w+\)"/),
    ]);
    expect(csv).toContain(`,served,${String(decision?.['served_model'])},`);
  });

  it('a call that had to wait for its turn lasted, once overtaken, as long as the router waited for it', {
    timeout: 60_000,
  }, async () => {
    const dir = waitingFolder();
    const served = await startServe(dir);
    // The second has the first one's place for the little time that is left after it.
    const asked = ['hangs in a stream', 'hangs in a stream, too'].map((prompt) => served.ask(question(prompt)));
    for (const answer of await Promise.all(asked)) expect(answer.headers.get('x-routelab-model')).toBe('other/large');
    await served.stop();
    const lasted = served.lines('recordings/local%2Fsmall.jsonl') as { timing: { latencyMs: number } }[];
    expect(lasted.map(({ timing }) => timing.latencyMs >= 400)).toEqual([true, true]);
    expect(routelabIn({}, dir, 'run', 'served').code).toBe(0);
    const replayed = readFileSync(join(dir, 'served/reports/latest/decisions.csv'), 'utf8');
    expect(replayed.match(/"local\/small\(first,\w+\)>other\/large\(hedged,\w+\)"/g)).toHaveLength(2);
  });

  it('one that was answered after its turn is replayed with the hedge that it brought about', { timeout: 60_000 }, async () => {
    const dir = waitingFolder();
    const served = await startServe(dir);
    // Words come 40 ms apart, one answer of the first model after the other: the last of them is whole long after the hedge.
    const asked = ['slow one two', 'slow two three', 'slow three four', 'slow four five'].map((prompt) =>
      served.ask(question(prompt)),
    );
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(200);
    await served.stop();
    const calls = new Map(
      served
        .lines('decisions.jsonl')
        .map((one) => [
          one['query_id'],
          (one['calls'] as { model_id: string; why: string }[]).map(({ model_id: id, why }) => `${id}(${why}`),
        ]),
    );
    expect([...calls.values()].filter((one) => one.length === 2).length).toBeGreaterThan(0);
    expect(routelabIn({}, dir, 'run', 'served').code).toBe(0);
    const rows = await readCsv(join(dir, 'served/reports/latest/decisions.csv'));
    const replayed = rows.filter((row) => row['sample'] === '0' && row['row_id'] === 'router:served');
    expect(replayed).toHaveLength(4);
    for (const row of replayed)
      expect(row['attempts']?.split('>').map((call) => call.split(',')[0])).toEqual(calls.get(row['query_id']));
  });

  it('the spend cap turns requests away with 402, and ends with 4', async () => {
    const served = await startServe(serveFolder(plain, upstream.url), ['--max-cost', '0.00008']);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      const answer = await served.ask(question('what does it cost?'));
      statuses.push(answer.status);
      if (answer.status === 402)
        expect(await answer.json()).toMatchObject({ error: { code: 'spend_cap_reached', type: 'insufficient_quota' } });
    }
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(402);
    expect(await served.stop()).toMatchObject({ code: 4, stderr: expect.stringContaining('turned requests away') });
    // The cap is on all that was ever spent on the folder.
    const again = await startServe(served.dir, ['--max-cost', '0.00008']);
    expect((await again.ask(question('what does it cost?'))).status).toBe(402);
    await again.stop();
  });

  it('a token is needed where others can reach it', async () => {
    const dir = serveFolder(plain, upstream.url);
    const given = ['serve', '--router', 'router.json', '--max-cost', '1', '--port', '0', '--host', '0.0.0.0'];
    expect(routelabIn({ LOCAL_KEY: SERVE_KEY }, dir, ...given)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ROUTELAB_TOKEN is not set'),
    });
    const served = await startServe(dir, [], { ROUTELAB_TOKEN: 'let-me-in-please' });
    expect((await served.ask(question('hi'))).status).toBe(401);
    expect((await served.ask(question('hi'), { authorization: 'Bearer let-me-in' })).status).toBe(401);
    expect((await served.ask(question('hi'), { authorization: 'Bearer let-me-in-please' })).status).toBe(200);
    await served.stop();
  });
});

describe('the folder', () => {
  it('keeps no text where none is wanted', async () => {
    const served = await startServe(serveFolder(plain, upstream.url), ['--no-texts']);
    await served.ask(question('a secret recipe'));
    await served.stop();
    const folder = join(served.dir, 'served');
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.jsonl')))
      expect(readFileSync(join(folder, name), 'utf8')).not.toContain('recipe');
    expect(served.lines('decisions.jsonl')).toMatchObject([{ messages_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(served.lines('queries.jsonl')).toEqual([]);
  });

  it('is one router’s alone, and one server’s at a time', async () => {
    const served = await startServe(serveFolder(plain, upstream.url));
    const given = ['serve', '--router', 'router.json', '--max-cost', '1', '--port', '0'];
    expect(routelabIn({ LOCAL_KEY: SERVE_KEY }, served.dir, ...given)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('being written by process'),
    });
    await served.stop();
    const other = serveFolder(ladder, upstream.url);
    expect(routelabIn({ LOCAL_KEY: SERVE_KEY }, other, ...given, '--log', join(served.dir, 'served'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('another router'),
    });
  });

  it('what is missing is told before anything listens', () => {
    const dir = serveFolder(plain, upstream.url);
    const serve = (env: Record<string, string>, ...more: string[]) =>
      routelabIn(env, dir, 'serve', '--router', 'router.json', ...more);
    expect(serve({ LOCAL_KEY: '' }, '--max-cost', '1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('LOCAL_KEY is not set'),
    });
    expect(serve({ LOCAL_KEY: SERVE_KEY })).toMatchObject({ code: 2, stderr: expect.stringContaining('--max-cost') });
    expect(serve({ LOCAL_KEY: SERVE_KEY }, '--port', '70000')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--port'),
    });
  });
});
