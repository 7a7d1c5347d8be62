import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unmatchedWords } from '../../src/app/validate/unmatched-words.js';
import type { Validated } from '../../src/app/validate/validate.js';
import { said } from '../support/said.js';
import { storedLine, storedWorkspace } from '../support/stored-workspace.js';

const whole = () =>
  storedWorkspace({
    'local/a': [0, 1, 2].map((index) => storedLine(index)),
    'local/b': [0, 1, 2].map((index) => storedLine(index, { modelId: 'local/b' })),
  });

function change(dir: string, file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(dir, file), 'utf8');
  expect(text).toMatch(from);
  writeFileSync(join(dir, file), text.replace(from, to));
}

async function validated(dir: string, ...args: string[]): Promise<Validated & { readonly code: number }> {
  const { code, stdout } = await said('validate', dir, '--json', ...args);
  return { code, ...(JSON.parse(stdout) as Validated) };
}

describe('routelab validate, beyond what is wrong', () => {
  it('has nothing to say of a sound workspace, but which keys are there', async () => {
    const found = await validated(whole(), '--strict');
    expect(found).toMatchObject({ code: 0, problems: [], warnings: [], notes: ['LOCAL_KEY is not set'] });
    const demo = await said('validate', resolve('.'), '--strict');
    expect([demo.code, demo.stdout]).toEqual([0, expect.not.stringContaining('warn')]);
  });

  it('warns of words that never occur, with their line and the nearest, and fails on them only under --strict', async () => {
    const dir = whole();
    change(dir, 'datasets/live.jsonl', /"reference"/g, '"category":"faq","signals":{"tier":"gold","size":3},"reference"');
    change(
      dir,
      'strategies/first.yaml',
      '  - use:',
      '  - filter: { when: { signals.teir: gold }, allow: [local/a] }\n' +
        '  - rules:\n' +
        '      - { when: { $or: [{ signals.tier: { $in: [gold, silber] } }, { signals.size: 9 }] }, use: local/b }\n' +
        '  - filter: { keep: { model.id: { $ne: local/bb } } }\n' +
        '  - use:',
    );
    change(dir, 'routelab.yaml', /$/, 'constraints: { privacy: { when: { signals.tier: glod }, only: [local/a] } }\n');
    const { code, stdout } = await said('validate', dir);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /warn {2}.*routelab\.yaml:7:\d+ {2}constraints\.privacy\.when\.signals\.tier .*\(got glod\).*"gold"\?/,
    );
    expect(stdout).toMatch(/warn {2}strategies\/first\.yaml:4:\d+ .*no query has this signal \(got signals\.teir\).*"tier"\?/);
    expect(stdout).toMatch(/first\.yaml:6:\d+ .*no query has this value of signals\.tier \(got silber\); accepted: gold/);
    expect(stdout).toMatch(
      /first\.yaml:7:\d+ .*model\.id \(got local\/bb\); accepted: local\/a, local\/b\. Did you mean "local\/b"\?/,
    );
    expect(stdout.match(/^warn/gm)).toHaveLength(4);
    expect(stdout).toMatch(/\nok {2}/);
    expect((await said('validate', dir, '--strict')).code).toBe(3);
    expect((await validated(dir)).warnings).toHaveLength(4);
  });

  it('takes the classes of a pipeline’s own classifier for known', () => {
    const known = { signals: new Map(), categories: ['code'], difficulties: [], modelIds: [] };
    const pipeline = (word: string) => [
      { classify: { by: 'rules', categories: { faq: {} }, rest: 'other' } },
      { rules: [{ when: { 'task.category': { $in: ['code', 'faq', word] } }, use: 'm' }] },
    ];
    expect(unmatchedWords(pipeline('other'), known, 'pipeline')).toEqual([]);
    expect(unmatchedWords(pipeline('fag'), known, 'pipeline')).toMatchObject([
      { field: 'pipeline[1].rules[0].when.task.category', value: 'fag', nearest: 'faq' },
    ]);
  });

  it('warns of settings with which nothing could be recorded', async () => {
    const dir = whole();
    change(dir, 'models.yaml', 'max_output_tokens: 40, ', '');
    change(dir, 'models.yaml', /(- id: local\/b\n) {4}price: .*\n/, '$1');
    change(dir, 'models.yaml', 'defaults:', '  locl: { api: openai }\ndefaults:');
    const { problems, warnings } = await validated(dir);
    expect(problems).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual([
      'no model is of this provider',
      expect.stringMatching(/^local\/a has no max_output_tokens/),
      expect.stringMatching(/^local\/b has no max_output_tokens/),
      expect.stringMatching(/^local\/b has no price of input and output tokens/),
    ]);
    expect(warnings[0]).toMatchObject({ line: expect.any(Number), nearest: 'local' });
    change(dir, 'models.yaml', 'api: openai_compatible', 'api: opnai');
    expect((await validated(dir)).warnings[1]).toMatchObject({ message: 'no such interface', value: 'opnai', nearest: 'openai' });
    change(dir, 'models.yaml', /base_url: \S+/, 'base_url: localhost');
    expect((await said('validate', dir)).code).toBe(2);
  });

  it('sums up what the recordings lack, as a run does', async () => {
    const dir = storedWorkspace({ 'local/a': [0, 1].map((index) => storedLine(index)), 'local/b': [] });
    const { code, stdout } = await said('validate', dir);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/warn {2}1 recording is missing: local\/a 1\n hint {2}q2 × local\/a/),
    ]);
  });
});
