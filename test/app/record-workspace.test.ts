import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { filesWith } from '../../bench/recording/kill-and-resume.js';
import { planRecording } from '../../src/app/record/plan-workspace.js';
import { describedDataset } from '../../src/app/workspace/describe-workspace.js';
import { lockRecordings } from '../../src/recording/lock.js';
import { liveWorkspace } from '../support/live-workspace.js';
import { type Behaviour, type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { KEY, record, recorded, recordRequest } from '../support/record-request.js';

let server: MisbehavingServer | undefined;
afterEach(() => server?.close());

async function serve(behave: Parameters<typeof misbehavingServer>[0] = () => 'answer'): Promise<MisbehavingServer> {
  server = await misbehavingServer(behave);
  return server;
}

const noRetry = { policy: { maxRetries: 0, attemptTimeoutMs: 2000, totalTimeoutMs: 2000 } };

describe('recordWorkspace', () => {
  it('writes no key and no personal datum, also where the provider says them in pieces', async () => {
    const behaviours: Behaviour[] = ['echo_key', 'server_error'];
    const { url } = await serve(({ before }) => behaviours[before % 2] as Behaviour);
    const dir = liveWorkspace({ url, queries: 4 });
    await record(dir, { ...noRetry, concurrency: { start: 1, max: 1 } });
    const [answered, failed] = await recorded(dir);
    expect(answered?.answer?.text).toBe('Your key is [redacted:secret], [redacted:email].');
    expect(failed?.error?.message).toContain('asked by Bearer [redacted:secret]');
    for (const text of [KEY, 'ann@acme-desk.io']) expect(filesWith(dir, text)).toEqual([]);
  });

  it('finds keys in a file, sends secret headers, and lets the environment come first', async () => {
    const { url, asked } = await serve();
    const provider = '    api_key_env: FILE_KEY\n    headers: { x-team: lab }\n    headers_env: { x-portal: PORTAL_KEY }\n';
    const dir = liveWorkspace({ url, queries: 1, provider });
    writeFileSync(join(dir, '.env'), `FILE_KEY=in-the-file-0123456\nPORTAL_KEY="portal-0123456789"\n`);
    const envFile = join(dir, '.env');
    await expect(record(dir, { env: {} })).rejects.toThrow(/FILE_KEY is not set\nPORTAL_KEY is not set/);
    await record(dir, { envFile, env: {} });
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer in-the-file-0123456',
      'x-team': 'lab',
      'x-portal': 'portal-0123456789',
    });
    await record(dir, { envFile, env: { FILE_KEY: 'in-the-environment' }, mode: 'all' });
    expect(asked[1]?.headers.authorization).toBe('Bearer in-the-environment');
    expect(filesWith(join(dir, 'recordings'), '0123456')).toEqual([]);
  });

  it('stops at a wrong key without recording anything, and says why without the key', async () => {
    const { url, asked } = await serve(() => 'bad_key');
    const dir = liveWorkspace({ url, queries: 20 });
    const { lanes, spentUsd, unresolvedUsd } = await record(dir);
    expect(lanes).toMatchObject([
      { left: 20, recorded: 0, end: { kind: 'auth', message: expect.stringContaining('Bearer [redacted:secret]') } },
    ]);
    expect([spentUsd, unresolvedUsd, asked.length <= 4]).toEqual([0, 0, true]);
    expect(await recorded(dir)).toEqual([]);
  });

  it('records again what failed, and everything, in new revisions; mode all goes on where it was', async () => {
    let behaviour: Behaviour = 'bad_request';
    const { url, asked } = await serve(() => behaviour);
    const dir = liveWorkspace({ url, queries: 3 });
    await record(dir);
    expect((await recorded(dir)).map(({ error }) => error?.kind)).toEqual(['bad_request', 'bad_request', 'bad_request']);
    behaviour = 'answer';
    await record(dir);
    expect(asked).toHaveLength(3);
    await record(dir, { retryErrors: true });
    expect(asked).toHaveLength(6);
    const { startedAt } = await record(dir, { mode: 'all', limit: 2 });
    expect(asked).toHaveLength(8);
    await record(dir, { mode: 'all', before: startedAt });
    expect(asked).toHaveLength(9);
    const revisions = (await recorded(dir)).map(({ queryId, revision }) => `${queryId} ${revision ?? 0}`);
    expect(revisions.sort()).toEqual(['q0', 'q1', 'q2'].flatMap((id) => [0, 1, 2].map((revision) => `${id} ${revision}`)));
    const { coverage } = await describedDataset(join(dir, 'routelab.yaml'));
    expect(coverage).toMatchObject([{ modelId: 'local/a', ok: 3, error: 0, missing: 0 }]);
  });

  it('keeps the answers that are recorded while the provider is down, and records what it refuses without touching them', async () => {
    let behaviour: Behaviour = 'answer';
    const { url, close } = await serve(() => behaviour);
    const dir = liveWorkspace({ url, queries: 2 });
    await record(dir);
    behaviour = 'bad_request';
    for (const mode of ['all', 'stale'] as const) {
      writeFileSync(
        join(dir, 'models.yaml'),
        readFileSync(join(dir, 'models.yaml'), 'utf8').replace('temperature: 0 ', 'temperature: 1 '),
      );
      const refused = await record(dir, { ...noRetry, mode });
      expect(refused.lanes).toMatchObject([{ end: 'kept', recorded: 0, left: 2, kept: 2, lastFault: { kind: 'bad_request' } }]);
    }
    await close();
    server = undefined;
    const down = await record(dir, { ...noRetry, mode: 'all' });
    expect(down.lanes).toMatchObject([{ recorded: 0, left: 2, end: { kind: 'network' } }]);
    expect((await recorded(dir)).map(({ revision, error }) => [revision ?? 0, error])).toEqual([
      [0, undefined],
      [0, undefined],
    ]);
  });

  it('takes for stale what would be asked differently now or is too old, and never what was imported', async () => {
    const { url, asked } = await serve();
    const dir = liveWorkspace({ url, queries: 3 });
    await record(dir, { limit: 2 });
    appendFileSync(
      join(dir, 'recordings/live/local%2Fa.jsonl'),
      `${JSON.stringify({ key: null, queryId: 'q2', modelId: 'local/a', sample: 0 })}\n`,
    );
    await record(dir, { mode: 'stale' });
    expect(asked).toHaveLength(2);
    const models = readFileSync(join(dir, 'models.yaml'), 'utf8');
    writeFileSync(join(dir, 'models.yaml'), models.replace('temperature: 0', 'temperature: 0.5'));
    expect(await planRecording(recordRequest(dir))).toMatchObject({ calls: 0 });
    expect((await planRecording(recordRequest(dir, { mode: 'stale' }))).models[0]?.why).toEqual({ changed: 2 });
    writeFileSync(join(dir, 'models.yaml'), models);
    const experiment = readFileSync(join(dir, 'routelab.yaml'), 'utf8');
    writeFileSync(join(dir, 'routelab.yaml'), `${experiment}record: { max_age_days: 0.0000001 }\n`);
    expect((await planRecording(recordRequest(dir, { mode: 'stale' }))).models[0]?.why).toEqual({ old: 2 });
  });

  it('records so many samples as the experiment says, and adds those that are missing', async () => {
    const { url, asked } = await serve();
    const dir = liveWorkspace({ url, queries: 2 });
    await record(dir);
    writeFileSync(join(dir, 'routelab.yaml'), `${readFileSync(join(dir, 'routelab.yaml'), 'utf8')}record: { samples: 3 }\n`);
    await record(dir);
    expect(asked).toHaveLength(6);
    const all = await recorded(dir);
    expect(all.map(({ queryId, sample }) => `${queryId} ${sample}`).sort()).toEqual([
      'q0 0',
      'q0 1',
      'q0 2',
      'q1 0',
      'q1 1',
      'q1 2',
    ]);
    expect(new Set(all.map(({ key }) => key)).size).toBe(6);
  });

  it('asks for a key, a cap and prices before it sends anything', async () => {
    const { url, asked } = await serve();
    const paid = liveWorkspace({ url, queries: 2 });
    await expect(record(paid, { env: {} })).rejects.toThrow('LOCAL_KEY is not set');
    await expect(record(paid, { maxCostUsd: null })).rejects.toThrow('--max-cost  is needed');
    const unpriced = liveWorkspace({ url, queries: 2, price: null });
    await expect(record(unpriced)).rejects.toThrow('no price is known for local/a');
    const silent = liveWorkspace({ url, queries: 2 });
    const models = readFileSync(join(silent, 'models.yaml'), 'utf8');
    writeFileSync(join(silent, 'models.yaml'), models.replace('max_output_tokens: 40, ', ''));
    await expect(record(silent)).rejects.toThrow('nothing bounds what a call costs');
    expect(asked).toEqual([]);
    expect((await record(unpriced, { allowUnpriced: true })).lanes).toMatchObject([{ end: 'done', left: 0 }]);
    const free = liveWorkspace({ url, queries: 2, provider: '', price: '{ input_usd_per_mtok: 0, output_usd_per_mtok: 0 }' });
    expect((await record(free, { env: {}, maxCostUsd: null })).lanes).toMatchObject([{ end: 'done', left: 0 }]);
    expect(asked.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('passes over a model that nobody says how to ask, as long as it lacks nothing', async () => {
    const { url, asked } = await serve();
    const dir = liveWorkspace({ url, queries: 2 });
    appendFileSync(join(dir, 'models.yaml'), '  - { id: demo/old }\n');
    await expect(record(dir)).rejects.toThrow(/models\.yaml:10:5 .*nothing says how to call demo\/old/);
    const line = (at: number): string => `${JSON.stringify({ key: null, queryId: `q${at}`, modelId: 'demo/old', sample: 0 })}\n`;
    mkdirSync(join(dir, 'recordings/live'), { recursive: true });
    writeFileSync(join(dir, 'recordings/live/old.jsonl'), line(0) + line(1));
    expect((await record(dir)).lanes).toMatchObject([{ modelId: 'local/a', left: 0 }]);
    expect(asked).toHaveLength(2);
  });

  it('lets nobody write while another does, and tells what the SDK left out of the request', async () => {
    const { url } = await serve();
    const dir = liveWorkspace({ url, queries: 2, model: '    parameters: { top_k: 4 }\n' });
    const lock = await lockRecordings(join(dir, 'recordings/live'));
    await expect(record(dir)).rejects.toThrow('these recordings are being written by process');
    await lock.release();
    expect((await record(dir)).lanes).toMatchObject([{ left: 0, warnings: ['topK is unsupported'] }]);
    const manifest = JSON.parse(readFileSync(join(dir, 'recordings/live/record/manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      format: 'routelab/recordings@1',
      sessions: [{ models: [{ modelId: 'local/a', recorded: 2 }] }],
    });
  });
});
