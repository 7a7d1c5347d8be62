import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Incomplete } from '../../src/app/outcome/what-lacks.js';
import { said } from '../support/said.js';
import { storedLine, storedWorkspace } from '../support/stored-workspace.js';

const models = (...indexes: number[]) => ({
  'local/a': indexes.map((index) => storedLine(index)),
  'local/b': [0, 1, 2].map((index) => storedLine(index, { modelId: 'local/b' })),
});

function change(dir: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(dir, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(dir, file), text.replace(from, to));
}

describe('a run on recordings that are not whole', () => {
  it('names the missing cell, what comes nearest to it, and the command that records it', async () => {
    const dir = storedWorkspace(models(0, 1));
    const failed = await said('run', dir, '--on-missing', 'fail');
    expect([failed.code, failed.stdout]).toEqual([4, '']);
    expect(failed.stderr).toMatch(/^error {2}1 recording is missing: local\/a 1\n/);
    expect(failed.stderr).toMatch(
      /q2 × local\/a {2}key [0-9a-f]{12}… {2}nearest: another query: local\/a on q1, sample 0 \(.*local%2Fa\.jsonl:2\): parameters are the same/,
    );
    expect(failed.stderr).toContain(
      'hint  routelab record --dry-run --model local/a   what 1 call would cost; calls need LOCAL_KEY, not set',
    );
    const ran = await said('run', dir);
    expect([ran.code, ran.stderr]).toEqual([
      0,
      expect.stringMatching(/lacking {2}1 recording is missing[\s\S]*\nfix {6}routelab/),
    ]);
    expect((await said('run', dir, '--quiet')).stderr).not.toContain('lacking');
    const { incomplete } = JSON.parse((await said('run', dir, '--json')).stdout) as { incomplete: Incomplete };
    expect(incomplete).toMatchObject({ missing: 1, otherwise: 0, examples: [{ queryId: 'q2', near: { of: 'model' } }] });
    // The command it names is accepted.
    expect((await said('record', dir, '--dry-run', '--model', 'local/a')).stdout).toContain('1 calls');
  });

  it('says which parameter, or that the prompt, is another than when it was recorded', async () => {
    const dir = storedWorkspace({ ...models(0, 1, 2) });
    expect((await said('run', dir)).stderr).not.toContain('lacking');
    change(dir, 'models.yaml', 'temperature: 0 ', 'temperature: 0.2 ');
    const asked = await said('run', dir, '--on-missing', 'fail');
    // Every cell has an answer, so the run goes on; what it rests on is told in the report too.
    expect([asked.code, asked.stdout]).toEqual([
      0,
      expect.stringContaining('local/a: 3 recordings were asked with another prompt or other parameters'),
    ]);
    expect(asked.stderr).toMatch(/6 recordings were asked otherwise than the files say now: local\/a 3, local\/b 3/);
    expect(asked.stderr).toMatch(/q0 × local\/a .*recorded \(.*:1\): temperature {2}stored 0, wanted 0\.2/);
    expect(asked.stderr).toContain('routelab record --mode stale --dry-run --model local/a --model local/b');
    change(dir, 'models.yaml', 'temperature: 0.2 ', 'temperature: 0 ');
    change(dir, 'datasets/live.jsonl', 'Question 1:', 'Question one:');
    expect((await said('run', dir)).stderr).toMatch(/q1 × local\/a .*parameters are the same; messages {2}the query was asked/);
  });

  it('counts the line that stands, whichever order revisions come in', async () => {
    const old = storedLine(0, { request: { maxOutputTokens: 40, temperature: 0.5 } });
    for (const lines of [
      [old, storedLine(0, { revision: 1 })],
      [storedLine(0, { revision: 1 }), old],
    ]) {
      const dir = storedWorkspace({ ...models(), 'local/a': [...lines, storedLine(1), storedLine(2)] });
      expect((await said('run', dir)).stderr).not.toContain('lacking');
    }
  });

  it('says what helps where nobody can be asked', async () => {
    const dir = storedWorkspace(models(0, 1));
    const { stderr: strange } = await said('run', dir);
    expect(strange).not.toContain('append');
    change(dir, 'models.yaml', 'api: openai_compatible', '');
    const { stderr } = await said('run', dir);
    expect(stderr).toContain('append its answers to recordings/live/local%2Fa.jsonl (or import again with them)');
    expect(stderr).toContain('nothing says how to call local/a: no providers.local.api');
    expect((await said('record', dir, '--dry-run')).stderr).toContain('routelab recordings stats counts what is missing');
  });

  it('asks nobody under CI=true, whatever --live says, and opens no socket', async () => {
    vi.stubEnv('CI', 'true');
    vi.stubEnv('LOCAL_KEY', 'local7secret0value9never0written');
    const connect = vi.spyOn(Socket.prototype, 'connect');
    const dir = storedWorkspace(models(0, 1));
    const live = await said('run', dir, '--live', '--max-cost', '1');
    expect([live.code, live.stderr]).toEqual([
      0,
      expect.stringMatching(/CI=true: nothing is recorded[\s\S]*1 recording is missing/),
    ]);
    expect((await said('run', dir, '--live', '--max-cost', '1', '--on-missing', 'fail')).code).toBe(4);
    expect(connect).not.toHaveBeenCalled();
    expect(existsSync(join(dir, 'recordings/live/record'))).toBe(false);
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('suspects another spelling of the model or other ids of queries', async () => {
    const misspelt = [storedLine(2, { modelId: 'local/aa' }), storedLine(7, { modelId: 'local/b' })];
    const dir = storedWorkspace({ ...models(0, 1), 'local/aa': misspelt });
    const { stderr } = await said('run', dir);
    expect(stderr).toContain('recordings of local/aa are passed over: is it local/a?');
    expect(stderr).toContain('1 recording is of queries that the dataset does not have: were ids changed?');
  });
});
