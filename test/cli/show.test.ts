import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { showCommand } from '../../src/report/show-command.js';
import { aSampledWorkspace, LONG } from '../support/a-sampled-workspace.js';
import { emptyDir, routelab } from '../support/cli.js';

const dir = emptyDir();
beforeAll(() => {
  aSampledWorkspace(dir);
  expect(routelab(dir, 'run', '--quiet', '--texts', 'all')).toMatchObject({ code: 0 });
}, 60_000);

/** Terminal controls, and those of text direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const STEERS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('routelab show', () => {
  it('shows prompt, label, decisions, calls and every sample of every answer', () => {
    const { code, stdout, stderr } = routelab(dir, 'show', 'q0');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^query q0\ncategory all · experiment sampled · inputs [0-9a-f]{12}\n\nPROMPT\n {2}user\n {4}Prompt 0\n\nLABEL\n {2}reference\n {4}right 0\n/,
    );
    expect(stdout).toContain('\nPATIENT\n  Decided by stage 1 rule 1.\n  use lab/small\n');
    // The first pass fails and tries again: the retry is the second sample, with its own numbers.
    const [first = ''] = /sample 1 of 3\n[\s\S]*?together/.exec(stdout) ?? [];
    expect(first).toMatch(/small, sample 1 +first choice +✗ failed +—/);
    expect(first).toMatch(/small, sample 2 +retry: the call before failed +answered +1\.000 +\$0\.00200 +200 +10 \/ 2\n/);
    const [third = ''] = /sample 3 of 3\n[\s\S]*?together.*\n/.exec(stdout) ?? [];
    expect(third).toMatch(/small, sample 3 +first choice +answered +0\.000 +\$0\.00300 +300 +10 \/ 3\n/);
    expect(third).toMatch(/together +0\.000 +\$0\.00300 +300\n/);
    expect(stdout).toMatch(/WHAT EVERY ROW DID\n {2}row +models +why/);
    expect(stdout).toContain('    sample 1: ✗ error · quality — ');
    expect(stdout).toContain('      ✗ the call failed\n      server: try again\n');
    for (const sample of [1, 2]) expect(stdout).toContain(`      lab/small says 0, sample ${sample}\n`);
  });

  it('lets no text steer the terminal, as lines or as JSON, and cuts long ones', () => {
    const { stdout } = routelab(dir, 'show', 'q1');
    expect(stdout.replaceAll('\n', '')).not.toMatch(STEERS);
    expect(stdout).toContain('⟨U+001B⟩[31mred⟨U+0007⟩ ⟨U+202E⟩turned <img src=x onerror=alert(1)>');
    const json = routelab(dir, 'show', 'q1', '--json').stdout;
    expect(json.replaceAll('\n', '')).not.toMatch(STEERS);
    const shown = JSON.parse(json);
    expect(shown).toMatchObject({ query: 'q1', category: 'all', measured: true, label: { reference: 'right 1' } });
    expect(shown.answers[0].samples[1]).toEqual({
      answer: { text: '\u001b[31mred\u0007 \u202eturned <img src=x onerror=alert(1)>' },
      quality: 1,
      costUsd: 0.002,
      latencyMs: 200,
      inputTokens: 10,
      outputTokens: 2,
    });
    const row = shown.rows.find(({ id }: { id: string }) => id === 'router:patient');
    expect(row).toMatchObject({ served: 'lab/small', reason: 'stage 1 rule 1', calls: [{ modelId: 'lab/small', result: 'ok' }] });
    expect(row.quality).toBeCloseTo(1 / 3, 9);
    expect(row.bySample.map(({ calls }: { calls: object[] }) => calls)).toEqual(
      [{}, { sample: 1 }, { sample: 2 }].map((of) => [{ modelId: 'lab/small', why: 'first', result: 'ok', ...of }]),
    );
    const long = routelab(dir, 'show', 'q2').stdout;
    expect(long).toContain(`… 61,536 more characters: --full shows them`);
    expect(long.length).toBeLessThan(40_000);
    expect(routelab(dir, 'show', 'q2', '--full').stdout).toContain(
      `The report holds the first 65,536 of ${LONG.toLocaleString('en-US')} characters.`,
    );
  });

  it('names the nearest query, and what a report lacks, in one line with exit 2', () => {
    expect(routelab(dir, 'show', 'q00')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /no such query in this report \(got q00\); accepted: an id of its 24 queries\. Did you mean "q0"\?/,
      ),
    });
    expect(routelab(dir, 'show')).toMatchObject({ code: 2 });
    expect(routelab(dir, 'show', 'q0', '--report', 'gone')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no results here'),
    });
    const bare = join(dir, 'bare');
    cpSync(join(dir, 'reports/latest'), bare, { recursive: true, dereference: true });
    rmSync(join(bare, 'queries.pack'));
    expect(routelab(dir, 'show', 'q0', '--report', 'bare')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no queries to show: there is no queries.pack beside the results'),
    });
    const whole = readFileSync(join(dir, 'reports/latest/queries.pack'));
    writeFileSync(join(bare, 'queries.pack'), whole.subarray(0, whole.length - 5));
    expect(routelab(dir, 'show', 'q0', '--report', 'bare').stderr).toContain('queries.pack is cut off');
  });

  it('says that texts were left out', () => {
    expect(routelab(dir, 'run', '--quiet', '--texts', 'none')).toMatchObject({ code: 0 });
    const { code, stdout } = routelab(dir, 'show', 'q0');
    expect(code).toBe(0);
    expect(stdout).toContain('Prompts and answers are not in this report: left out by --texts none.');
    expect(stdout).toMatch(/small, sample 2 +retry/);
    expect(JSON.parse(routelab(dir, 'show', 'q0', '--json').stdout)).toMatchObject({
      prompt: null,
      withoutTexts: 'left out by --texts none',
    });
  });
});

it('the command that the page offers is one word a name, and none for a name that steers', () => {
  expect(showCommand('wb-0142')).toBe('routelab show wb-0142');
  expect(showCommand("it's; rm *")).toBe("routelab show 'it'\\''s; rm *'");
  expect(showCommand('a\u001bb')).toBeNull();
  expect(showCommand('-x')).toBeNull();
});
