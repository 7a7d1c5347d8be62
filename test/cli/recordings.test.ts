import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { recordedCells } from '../../src/app/call/recorded-cells.js';
import { recordedTexts } from '../../src/app/outcome/recorded-texts.js';
import type { ExplainedRecording } from '../../src/app/recordings/explain-recording.js';
import type { RecordingsStats } from '../../src/app/recordings/recordings-stats.js';
import type { VerifiedRecordings } from '../../src/app/recordings/verify-recordings.js';
import { describedDataset } from '../../src/app/workspace/describe-workspace.js';
import { loadWorkspace } from '../../src/app/workspace/load-workspace.js';
import { program } from '../../src/cli/program.js';
import { lockRecordings } from '../../src/recording/lock.js';
import { storedLine, storedWorkspace } from '../support/stored-workspace.js';

afterEach(() => vi.restoreAllMocks());

async function said(dir: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const code = await program(
    args[0] === 'record' ? ['record', dir, ...args.slice(1)] : ['recordings', ...args, '--experiment', dir],
  );
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

describe('a failure in a higher revision than an answer, as earlier versions wrote it', () => {
  const answer = storedLine(0);
  const failure = storedLine(0, { revision: 1, error: { kind: 'timeout' }, usage: {}, key: 'f'.repeat(64) });
  it.each([
    ['after it', [answer, failure]],
    ['before it', [failure, answer]],
  ])('does not count, standing %s', async (_, lines) => {
    const dir = storedWorkspace({ 'local/a': [...lines, storedLine(1), storedLine(2)] });
    const { models } = JSON.parse((await said(dir, 'stats', '--json')).stdout) as RecordingsStats;
    expect(models[0]).toMatchObject({ cells: 3, superseded: 1, errors: {}, tokens: { input: 3000 } });
    expect((await said(dir, 'verify')).code).toBe(0);
    const { samples } = JSON.parse((await said(dir, 'explain', 'q0', 'local/a', '--json')).stdout) as ExplainedRecording;
    expect(samples[0]).toMatchObject({ verdict: 'recorded', lines: [{ revision: 0 }, { revision: 1 }] });
    const plan = JSON.parse((await said(dir, 'record', '--dry-run', '--retry-errors', '--model', 'local/a', '--json')).stdout);
    expect(plan).toMatchObject({ plan: { calls: 0, models: [{ recorded: 3 }] } });
    expect(await outcomesOf(dir)).toMatchObject([{ modelId: 'local/a', ok: 3, error: 0 }]);
    const { recorded } = await loadWorkspace({ experimentFile: join(dir, 'routelab.yaml'), remeasure: false });
    expect((await recordedTexts(recorded, [0])).get(0)).toEqual([[{ text: 'answer 0' }]]);
  });

  it('is followed by a revision above both', async () => {
    const dir = storedWorkspace({ 'local/a': [answer, failure] });
    const rowOf = new Map([['q0', 0]]);
    expect((await recordedCells(join(dir, 'recordings/live'), rowOf)).held('local/a', 0, 0)).toMatchObject({
      failed: false,
      revision: 1,
    });
  });
});

async function outcomesOf(dir: string) {
  return (await describedDataset(join(dir, 'routelab.yaml'))).coverage;
}

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
        storedLine(2, { answer: { text: 'ask jane.doe@acme-desk.io' } }),
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

  it('finds nothing in the demo, whose addresses are nobody’s', async () => {
    const { code, stdout } = await said(resolve('.'), 'verify');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/9600 lines;[\s\S]*✓ whole/)]);
  });

  it('looks into the manifest, and redact cleans it', async () => {
    const dir = storedWorkspace({ 'local/a': [storedLine(0)] });
    mkdirSync(join(dir, 'recordings/live/record'));
    const file = join(dir, 'recordings/live/record/manifest.json');
    const models = [{ id: 'local/a', parameters: { system: 'write to jane.doe@acme-desk.io', options: { plainwordskey: 1 } } }];
    writeFileSync(file, JSON.stringify({ format: 'routelab/recordings@1', models, sessions: [] }));
    vi.stubEnv('LOCAL_KEY', 'plainwordskey');
    expect(await findings(dir)).toEqual([
      'manifest.json: models.0.parameters.system holds what looks like email',
      'manifest.json: models holds what looks like a secret',
      'manifest.json: models.0.parameters.options.[redacted:secret] holds what looks like a secret',
    ]);
    expect((await said(dir, 'redact')).stdout).toContain('manifest.json: 3 lines with email 1');
    expect(readFileSync(file, 'utf8')).toContain('plainwordskey');
    expect((await said(dir, 'redact', '--yes')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toMatch(/plainwordskey|jane/);
    expect(await findings(dir)).toEqual([]);
    vi.unstubAllEnvs();
  });

  it('ends with 2 where there is nothing to verify', async () => {
    const { code, stderr } = await said('/nowhere', 'verify');
    expect([code, stderr]).toEqual([2, expect.stringContaining('/nowhere')]);
    const typed = await said('/nowhere', 'verfiy');
    expect([typed.code, typed.stderr]).toEqual([2, expect.stringContaining('Did you mean "verify"?')]);
  });
});

describe('routelab recordings explain', () => {
  const explain = async (dir: string, ...args: string[]): Promise<ExplainedRecording> =>
    JSON.parse((await said(dir, 'explain', ...args, '--json')).stdout) as ExplainedRecording;
  const other = { maxOutputTokens: 40, temperature: 0.5 };

  it('tells what is recorded, with its attempts and revisions', async () => {
    const attempts = [
      { at: '2026-11-03T09:00:00.000Z', latencyMs: 5, status: 429, error: { kind: 'rate_limit' } },
      { at: '2026-11-03T09:00:01.000Z', latencyMs: 5 },
    ];
    const dir = storedWorkspace({ 'local/a': [storedLine(0), storedLine(0, { revision: 1, attempts })] });
    const { code, stdout } = await said(dir, 'explain', 'q0', 'local/a');
    expect(code).toBe(0);
    expect(stdout).toMatch(/sample 0 recorded, as it would be asked now\n {2}key +[0-9a-f]{64}\n/);
    expect(stdout).toMatch(/stored .*local%2Fa\.jsonl:2 {2}revision 1, .*2 attempts/);
    expect(stdout).toMatch(/attempts that failed: rate_limit 429\n {2}before .*:1 {2}/);
    expect((await explain(dir, 'q0', 'local/a')).samples[0]).toMatchObject({ verdict: 'recorded', near: null });
  });

  it('names each parameter in which the recording of the cell differs, and whether the query does', async () => {
    const old = storedLine(0, { request: { ...other, seed: 7 } });
    const dir = storedWorkspace({ 'local/a': [old, storedLine(1, { key: 'f'.repeat(64) })] });
    const { stdout } = await said(dir, 'explain', 'q0', 'local/a');
    expect(stdout).toContain('sample 0 recorded, but it would be asked differently now');
    expect(stdout).toMatch(/ {11}temperature {2}stored 0\.5, wanted 0\n {11}seed {2}stored 7, wanted nothing\n$/);
    const { samples } = await explain(dir, 'q1', 'local/a');
    expect(samples[0]).toMatchObject({ verdict: 'changed', near: { of: 'cell', parameters: [], messages: 'different' } });
  });

  it('names the nearest recording of a missing one', async () => {
    const { request: _request, ...imported } = storedLine(2, { key: null });
    const renamed = storedLine(1, { queryId: 'former' });
    const dir = storedWorkspace({
      'local/a': [storedLine(0, { request: { maxOutputTokens: 9 } }), renamed, imported, storedLine(7, { request: other })],
    });
    const near = async (query: string, model: string) => (await explain(dir, query, model)).samples[0];
    expect(await near('q1', 'local/a')).toMatchObject({
      verdict: 'missing',
      near: { of: 'same_request', queryId: 'former', line: 2 },
    });
    expect(await near('q2', 'local/a')).toMatchObject({ verdict: 'imported', near: null });
    expect(await near('q2', 'local/b')).toMatchObject({ near: { of: 'other_model', modelId: 'local/a', parameters: null } });
    const bare = storedWorkspace({
      'local/a': [storedLine(7, { request: { maxOutputTokens: 9 } }), storedLine(8, { request: other })],
    });
    const { stdout } = await said(bare, 'explain', 'q1', 'local/a');
    expect(stdout).toMatch(
      /nearest {2}another query: local\/a on q8, sample 0 .*:2\)\n {11}temperature {2}stored 0\.5, wanted 0\n$/,
    );
    expect((await said(bare, 'explain', 'q1', 'local/b')).stdout).toContain('nothing is recorded of this query or this model');
  });

  it('says in a line of the plan in what missing recordings differ from the stored ones', async () => {
    const dir = storedWorkspace({ 'local/a': [storedLine(0, { request: other })] });
    const plan = await said(dir, 'record', '--dry-run');
    expect(plan.stdout).toContain(
      'near     local/a was asked with temperature  stored 0.5, wanted 0: routelab recordings explain q1 local/a',
    );
    expect(plan.stdout).not.toContain('near     local/b');
  });

  it('tells mistakes with the nearest match', async () => {
    const dir = storedWorkspace({});
    const stderr = async (...args: string[]) => (await said(dir, ...args)).stderr;
    expect(await stderr('explain', 'q0', 'local/aa')).toContain('Did you mean "local/a"?');
    expect(await stderr('explain', 'q9', 'local/a')).toMatch(/no such query in the dataset \(got q9\).*Did you mean "q0"\?/);
    expect(await stderr('explain', 'q9')).toContain('<model>  is missing; accepted: routelab recordings explain <query> <model>');
    expect(await stderr('stats', 'q9')).toContain('is one word too many (got q9)');
  });
});

describe('routelab recordings prune and redact', () => {
  const files = (dir: string) => readdirSync(join(dir, 'recordings/live')).sort();
  const text = (dir: string, name: string) => readFileSync(join(dir, 'recordings/live', name), 'utf8');

  it('drops what the experiment no longer names, only with --yes, and keeps the files as they were', async () => {
    const lines = [storedLine(0), storedLine(8), storedLine(1)];
    const dir = storedWorkspace({ 'local/a': [...lines, '{"key": "to'], gone: [storedLine(0, { modelId: 'gone' })] });
    mkdirSync(join(dir, 'recordings/live/record'));
    const sessions = [
      {
        models: [
          { modelId: 'local/a', recorded: 3 },
          { modelId: 'gone', recorded: 1 },
        ],
      },
    ];
    const manifest = join(dir, 'recordings/live/record/manifest.json');
    writeFileSync(manifest, JSON.stringify({ format: 'routelab/recordings@1', sessions }));
    const before = text(dir, 'local%2Fa.jsonl');
    const looked = await said(dir, 'prune', '--unused');
    expect([looked.code, looked.stdout]).toEqual([0, expect.stringContaining('would drop 2 lines')]);
    expect(looked.stdout).toMatch(/gone\.jsonl: 1 line unused, 0 lines kept\n {2}gone is no model of the experiment: 1 line\n/);
    expect([files(dir), text(dir, 'local%2Fa.jsonl')]).toEqual([['gone.jsonl', 'local%2Fa.jsonl', 'record'], before]);
    const done = await said(dir, 'prune', '--unused', '--yes');
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('dropped  2 lines')]);
    expect(text(dir, 'local%2Fa.jsonl')).toBe(`${JSON.stringify(lines[0])}\n${JSON.stringify(lines[2])}\n`);
    expect(text(dir, 'local%2Fa.jsonl.bak')).toBe(before.slice(0, before.lastIndexOf('\n') + 1));
    expect(files(dir)).toEqual(['gone.jsonl.bak', 'local%2Fa.jsonl', 'local%2Fa.jsonl.bak', 'local%2Fa.jsonl.torn', 'record']);
    // The manifest knows what was dropped: nothing counts as lost.
    expect((await said(dir, 'verify')).code).toBe(0);
    expect((await said(dir, 'prune', '--unused', '--yes')).stdout).toContain('nothing unused');
  });

  it('takes out what redaction takes out now, only with --yes, and keeps nothing of it', async () => {
    const mail = storedLine(1, { answer: { text: 'ask jane.doe@acme-desk.io' } });
    const dir = storedWorkspace({ 'local/a': [storedLine(0), mail] });
    const looked = await said(dir, 'redact');
    expect([looked.code, looked.stdout]).toEqual([
      0,
      expect.stringMatching(/local%2Fa\.jsonl: 1 line with email 1\nwould redact 1 line/),
    ]);
    expect(text(dir, 'local%2Fa.jsonl')).toContain('jane.doe');
    writeFileSync(join(dir, 'recordings/live/x.jsonl.torn'), 'x');
    const done = await said(dir, 'redact', '--yes');
    expect(done.stdout).toMatch(/redacted 1 line; [\s\S]*left alone, and may hold the same: .*x\.jsonl\.torn/);
    const clean = { ...mail, answer: { text: 'ask [redacted:email]' } };
    expect(text(dir, 'local%2Fa.jsonl')).toBe(`${JSON.stringify(storedLine(0))}\n${JSON.stringify(clean)}\n`);
    expect(files(dir)).toEqual(['local%2Fa.jsonl', 'x.jsonl.torn']);
    expect((await said(dir, 'verify')).code).toBe(0);
  });

  it('rewrites packed files packed, and leaves everything as it is where a line is bad or somebody writes', async () => {
    const dir = storedWorkspace({});
    const packed = join(dir, 'recordings/live/a.jsonl.gz');
    writeFileSync(packed, gzipSync(`${JSON.stringify(storedLine(0))}\n${JSON.stringify(storedLine(8))}\n`));
    expect((await said(dir, 'prune', '--unused', '--yes')).code).toBe(0);
    expect(gunzipSync(readFileSync(packed)).toString()).toBe(`${JSON.stringify(storedLine(0))}\n`);
    const bad = storedWorkspace({ 'local/a': [storedLine(8)], 'local/b': ['no json\n'] });
    const refused = await said(bad, 'prune', '--unused', '--yes');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('local%2Fb.jsonl:1  not JSON')]);
    expect(files(bad)).toEqual(['local%2Fa.jsonl', 'local%2Fb.jsonl']);
    const lock = await lockRecordings(join(bad, 'recordings/live'));
    expect((await said(bad, 'redact', '--yes')).stderr).toContain('these recordings are being written by');
    await lock.release();
    expect((await said(bad, 'prune')).stderr).toContain('--unused');
  });
});
