import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RecordingsStats } from '../../src/app/recordings-stats.js';
import type { VerifiedRecordings } from '../../src/app/verify-recordings.js';
import { program } from '../../src/cli/program.js';
import { storedLine, storedWorkspace } from '../support/stored-workspace.js';

afterEach(() => vi.restoreAllMocks());

async function said(dir: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const code = await program(['recordings', ...args, '--experiment', dir]);
  const text = (spy: typeof out): string => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
  const ran = { code, stdout: text(out), stderr: text(err) };
  vi.restoreAllMocks();
  return ran;
}

describe('routelab recordings stats', () => {
  it('counts what stands of each cell, and holds it against the experiment', async () => {
    const timeout = { kind: 'timeout' };
    const dir = storedWorkspace({
      'local/a': [
        storedLine(0, { usage: { inputTokens: 9999, outputTokens: 9999 } }),
        storedLine(0, { revision: 1 }),
        storedLine(1, { sample: 1, usage: { inputTokens: 500, outputTokens: 50, cachedInputTokens: 7, reasoningTokens: 3 } }),
        storedLine(2, { error: timeout, usage: {} }),
        storedLine(8),
      ],
      gone: [storedLine(0, { modelId: 'gone' })],
    });
    const { code, stdout } = await said(dir, 'stats', '--json');
    const stats = JSON.parse(stdout) as RecordingsStats;
    expect([code, stats.files, stats.queries, stats.models.map(({ modelId }) => modelId)]).toEqual([
      0,
      2,
      3,
      ['local/a', 'local/b', 'gone'],
    ]);
    // Two cells at 1000 + 4 × 100 millionths, one at 500 + 4 × 50, one failed without tokens.
    expect(stats.models[0]).toMatchObject({
      lines: 5,
      cells: 4,
      queries: 4,
      samples: 1,
      superseded: 1,
      errors: { timeout: 1 },
      tokens: { input: 2500, output: 250, cachedInput: 7, reasoning: 3 },
      costUsd: 0.0035,
      unpriced: 0,
      oldestRecordedAt: '2026-11-01T09:00:00.000Z',
      newestRecordedAt: '2026-11-09T09:00:00.000Z',
      missing: 1,
      unused: 1,
    });
    expect(stats.models[1]).toMatchObject({ named: true, cells: 0, missing: 3 });
    expect(stats.models[2]).toMatchObject({ named: false, missing: null, unpriced: 1 });
    const shown = await said(dir, 'stats');
    expect(shown.stdout).toMatch(/local\/a +4 +1 +1 +1 +2500 +250 +\$0\.00350 +2026-11-01 to 2026-11-09 +1 +1 /);
    expect(shown.stdout).toContain('local/a: errors: timeout 1; 7 tokens in from a cache; 3 tokens out of reasoning');
    expect(shown.stdout).toContain('gone: no cost known of 1 cell; no model of the experiment');
  });
});

describe('routelab recordings verify', () => {
  const findings = async (dir: string): Promise<string[]> => {
    const { code, stdout } = await said(dir, 'verify', '--json');
    const { findings: found } = JSON.parse(stdout) as VerifiedRecordings;
    expect(code).toBe(found.length === 0 ? 0 : 3);
    return found.map(({ file, line, field, message }) =>
      [`${file?.split('/').at(-1)}:${line ?? ''}`, field, message].filter((part) => part !== undefined).join(' '),
    );
  };

  it('finds nothing in what was recorded here: revisions, equal lines, imported rows and a torn tail are no mismatch', async () => {
    const old = storedLine(0, { key: 'f'.repeat(64) });
    const { request: _request, ...imported } = storedLine(2, { key: null });
    const dir = storedWorkspace({
      'local/a': [old, storedLine(0, { revision: 1 }), storedLine(1), storedLine(1), imported, '{"key": "to'],
    });
    const { code, stdout } = await said(dir, 'verify');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/6 lines; 3 keys made again, 1 line without[\s\S]*:6 {2}torn last line/),
    ]);
  });

  it('names the line of everything that is wrong', async () => {
    const dir = storedWorkspace({
      'local/a': [
        storedLine(0),
        'no json\n',
        storedLine(1, { key: 'f'.repeat(64) }),
        storedLine(0, { answer: { text: 'another' } }),
        storedLine(2, { answer: { text: 'ask jane.doe@example.com' } }),
        `${JSON.stringify({ ...storedLine(2), sample: -1 })}\n`,
      ],
      'local/b': [storedLine(0, { modelId: 'local/b', request: { ...storedLine(0).request, temperature: 1 } })],
    });
    expect(await findings(dir)).toEqual([
      'local%2Fa.jsonl:2 not JSON',
      expect.stringMatching(/^local%2Fa.jsonl:3 key is not that of this request/),
      'local%2Fa.jsonl:4 another recording of local/a for q0 (sample 0) than on line 1',
      'local%2Fa.jsonl:5 answer.text holds what looks like email',
      expect.stringMatching(/^local%2Fa.jsonl:6 sample /),
    ]);
    const { stdout } = await said(dir, 'verify');
    expect(stdout).toMatch(/local%2Fa\.jsonl:5 {2}answer\.text {2}holds what looks like email\n hint {2}/);
    expect(stdout).not.toContain('jane.doe');
  });

  it('finds the value of a key in use, and recordings that the manifest has and the files have not', async () => {
    vi.stubEnv('LOCAL_KEY', 'plainwordskey');
    const dir = storedWorkspace({ 'local/a': [storedLine(0, { answer: { text: 'say plainwordskey' } })] });
    mkdirSync(join(dir, 'recordings/live/record'));
    const manifest = (recorded: number, format = 'routelab/recordings@1'): void =>
      writeFileSync(
        join(dir, 'recordings/live/record/manifest.json'),
        JSON.stringify({ format, sessions: [{ models: [{ modelId: 'local/a', recorded }] }] }),
      );
    manifest(1);
    expect(await findings(dir)).toEqual(['local%2Fa.jsonl:1 answer.text holds what looks like secret']);
    vi.unstubAllEnvs();
    expect(await findings(dir)).toEqual([]);
    manifest(2);
    expect(await findings(dir)).toEqual(['manifest.json: sessions its runs recorded 2 answers of local/a, and 1 are there']);
    manifest(1, 'other');
    expect(await findings(dir)).toEqual(['manifest.json: format not accepted']);
  });

  it('ends with 2 where there is nothing to verify', async () => {
    const { code, stderr } = await said('/nowhere', 'verify');
    expect([code, stderr]).toEqual([2, expect.stringContaining('/nowhere')]);
    const typed = await said('/nowhere', 'verfiy');
    expect([typed.code, typed.stderr]).toEqual([2, expect.stringContaining('Did you mean "verify"?')]);
  });
});
