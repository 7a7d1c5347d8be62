import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RecordingsSpending } from '../../src/app/recordings/recordings-spending.js';
import { printError } from '../../src/cli/print/print-error.js';
import { routelabBeside } from '../support/cli.js';
import { liveWorkspace } from '../support/live-workspace.js';
import { type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { recorded } from '../support/record-request.js';
import { said } from '../support/said.js';

const env = { LOCAL_KEY: 'local7secret0value9never0written' };

let server: MisbehavingServer | undefined;
afterEach(() => server?.close());

async function serve(behave: Parameters<typeof misbehavingServer>[0] = () => 'answer', chunkMs = 0): Promise<MisbehavingServer> {
  server = await misbehavingServer(behave, { chunkMs });
  return server;
}

const record = (dir: string, ...args: string[]) => routelabBeside(env, dir, ['record', ...args]);

describe('where nobody answers', () => {
  it('gives up a server that was never there, with its address, and reserves nothing for ever', async () => {
    const { url, close } = await serve();
    await close();
    server = undefined;
    const dir = liveWorkspace({ url, queries: 20, models: ['local/a', 'local/b'] });
    const startMs = Date.now();
    const { code, stdout, stderr } = await record(dir, '--max-cost', '1', '--give-up-after', '1s');
    expect([code, stderr]).toEqual([4, expect.stringMatching(/trouble {2}local\/a: network: ECONNREFUSED/)]);
    expect(stdout).toMatch(
      new RegExp(`local/b: 20 calls, because nothing answers at ${url} \\(last attempt: network: ECONNREFUSED`),
    );
    expect(Date.now() - startMs).toBeLessThan(20_000);
    const { heldUsd, knownUsd } = JSON.parse((await said('recordings', 'spending', '--experiment', dir, '--json')).stdout);
    expect([heldUsd, knownUsd]).toEqual([0, 0]);
  });

  it('sends nothing to a port that no request may go to, and reserves nothing for it', async () => {
    const dir = liveWorkspace({ url: 'http://127.0.0.1:9/v1', queries: 3 });
    const { code, stdout } = await record(dir, '--max-cost', '1');
    expect([code, stdout]).toEqual([4, expect.stringMatching(/\$0 known;[\s\S]*3 calls, because unsendable: no request may go/)]);
  });

  it('refuses a key that no header may have before anything is made', async () => {
    const dir = liveWorkspace({ url: 'http://127.0.0.1:9/v1', queries: 3 });
    for (const key of ['two\nlines-0123456789', 'schlüssel-€-0123456789']) {
      const ran = await routelabBeside({ LOCAL_KEY: key }, dir, ['record', '--max-cost', '1']);
      expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('LOCAL_KEY holds characters that no header may have')]);
      expect(ran.stderr).not.toContain('0123456789');
    }
    expect(existsSync(join(dir, 'recordings/live'))).toBe(false);
  });
});

describe('where the system says no', () => {
  it('goes on when nobody reads its progress any more', async () => {
    const { url } = await serve(() => 'answer', 2);
    const dir = liveWorkspace({ url, queries: 60 });
    const ran = await routelabBeside(env, dir, ['record', '--max-cost', '1', '--progress', 'json'], (child) => {
      child.stderr?.once('data', () => child.stderr?.destroy());
    });
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining('recorded 60 of 60 calls')]);
  });

  it.each([
    ['ENOSPC', 4, 'no space left on the device\n hint  make room'],
    ['EROFS', 2, '/there  the file system is read-only'],
  ])('tells %s as what it is', (code, exit, says) => {
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const error = Object.assign(new Error(code), { code, ...(code === 'EROFS' ? { path: '/there' } : {}) });
    expect([printError(error), err.mock.calls.join('')]).toEqual([exit, expect.stringContaining(says)]);
    expect(printError(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBe(1);
    err.mockRestore();
  });
});

describe('routelab recordings spending', () => {
  const spending = async (dir: string, ...args: string[]): Promise<RecordingsSpending> =>
    JSON.parse((await said('recordings', 'spending', '--experiment', dir, '--json', ...args)).stdout) as RecordingsSpending;

  it('says what holds the cap back, and settles it from a bill, only with --yes', async () => {
    const { url } = await serve(({ before }) => (before % 2 === 0 ? 'server_error' : 'answer'));
    const dir = liveWorkspace({ url, queries: 12 });
    const capped = await record(dir, '--max-cost', '0.0015', '--max-retries', '2', '--concurrency', '1');
    expect([capped.code, capped.stdout]).toEqual([
      4,
      expect.stringMatching(/held {5}\$0\.00\d+ of the cap is held for calls .*: routelab recordings spending/),
    ]);
    const before = await spending(dir);
    expect(before.held).toMatchObject([{ modelId: 'local/a', ends: { server_error: before.held[0]?.calls } }]);
    expect(before.knownUsd + before.heldUsd).toBeLessThanOrEqual(0.0015);
    const tooMuch = await said('recordings', 'spending', '--experiment', dir, '--billed', '1');
    expect([tooMuch.code, tooMuch.stderr]).toEqual([2, expect.stringMatching(/--billed {2}the \d+ calls .* cost at most 0\.00/)]);
    expect((await spending(dir, '--billed', '0.0001')).billed).toMatchObject({ done: false });
    expect(await spending(dir)).toEqual(before);
    const settled = await spending(dir, '--billed', '0.0001', '--yes');
    expect(settled).toMatchObject({ heldUsd: 0, held: [], fromBillUsd: 0.0001, billed: { done: true } });
    expect(settled.knownUsd).toBeCloseTo(before.knownUsd + 0.0001, 12);
    // The room is there again, and what was settled still counts.
    const on = await record(dir, '--max-cost', '0.0015', '--max-retries', '2', '--concurrency', '1');
    expect(on.stdout).toMatch(/recorded [1-9]/);
    const after = await spending(dir);
    expect(after.knownUsd + after.heldUsd).toBeLessThanOrEqual(0.0015);
    expect((await said('recordings', 'stats', '--experiment', dir, '--billed', '1')).stderr).toContain(
      'is for recordings spending',
    );
  });

  it('holds nothing for error statuses where the provider says that they are free', async () => {
    const { url } = await serve(({ before }) => (before % 2 === 0 ? 'server_error' : 'answer'));
    const dir = liveWorkspace({ url, queries: 4 });
    const models = join(dir, 'models.yaml');
    writeFileSync(models, readFileSync(models, 'utf8').replace('    api_key_env', '    errors_are_free: true\n    api_key_env'));
    expect((await record(dir, '--max-cost', '1')).code).toBe(0);
    expect([(await spending(dir)).heldUsd, (await recorded(dir)).length]).toEqual([0, 4]);
  });
});
