import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ResultRow, Results } from '../../src/domain/results.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const WIDE = `# A rule that was guessed.
name: wide
kind: static
pipeline:
  - rules:
      # Long ones are hard.
      - { when: { prompt.tokens: { $gt: { $linear: [1, 60, 60] } } }, use: { $choice: [lab/m2, lab/m1, lab/m0] } }
      - { when: { signals.user_tier: { $choice: [free, pro, enterprise] } }, use: { $choice: [lab/m1, lab/m2] } }
      - use: { $choice: [lab/m0, lab/m1] }
fallback: [lab/m2]
`;

const base = emptyDir();
beforeAll(async () => {
  await quickWorkspace(base, 400, 3);
  writeFileSync(join(base, 'strategies/wide.yaml'), WIDE);
});
const workspace = (): string => {
  const dir = emptyDir();
  cpSync(base, dir, { recursive: true });
  return dir;
};
const read = (dir: string, file: string) => readFileSync(join(dir, file), 'utf8');
const resultsOf = (dir: string) => JSON.parse(read(dir, 'reports/latest/results.json')) as Results;
const rowOf = ({ rows }: Results, id: string) => rows.find((row) => row.id === id) as ResultRow;
const WIDE_ONLY = ['tune', '--strategy', 'wide', '--budget', '60', '--seed', '3'] as const;

describe('routelab tune', () => {
  const dir = emptyDir();
  beforeAll(() => cpSync(workspace(), dir, { recursive: true }));

  it('writes the strategy with values for its ranges, everything else as it was, and says what the looking cost', () => {
    const { code, stdout, stderr } = routelab(dir, ...WIDE_ONLY);
    expect([0, 3]).toContain(code);
    expect(stdout).toMatch(/SEARCH {2}wide\.tuned\n {2}Tried +60 of 2160 candidates by tpe, seed 3; \d+ decide differently/);
    expect(stdout).toMatch(/Flattered by +quality [+−]?\d/);
    expect(stderr).toMatch(/tuned {4}strategies[/\\]wide\.tuned\.yaml/);
    const tuned = read(dir, 'strategies/wide.tuned.yaml');
    expect(tuned).toMatch(/^# Made by routelab tune from wide\.yaml.*\n# A rule that was guessed\.\nname: wide\.tuned\n/);
    expect(tuned).toContain('# Long ones are hard.');
    expect(tuned).not.toContain('$choice');
    expect(existsSync(join(dir, 'reports/latest/routers/wide.tuned.json'))).toBe(true);
    const trace = read(dir, 'reports/latest/trace.jsonl').trim().split('\n');
    expect(trace).toHaveLength(60);
    expect(JSON.parse(trace[0] ?? '')).toMatchObject({ strategy: 'wide.tuned', number: 1, on: 'validation' });
  });

  it('gives numbers that run gives again', () => {
    const tuned = rowOf(resultsOf(dir), 'router:wide.tuned');
    const fixed = read(dir, 'routelab.yaml').replace(/strategies: \[[^\]]*\]/, 'strategies: [strategies/wide.tuned.yaml]');
    writeFileSync(join(dir, 'tuned-only.yaml'), fixed);
    routelab(dir, 'run', 'tuned-only.yaml', '--quiet');
    const again = rowOf(resultsOf(dir), 'router:wide.tuned');
    expect(again.metrics['quality.mean']).toEqual(tuned.metrics['quality.mean']);
    expect(again.metrics['cost.mean']).toEqual(tuned.metrics['cost.mean']);
    expect(again.router?.decisionHash).toBe(tuned.router?.decisionHash);
  });

  it('comes to the same bytes when it was interrupted, at whatever place the last line was cut', () => {
    const whole = workspace();
    cpSync(join(dir, 'recordings/router-time.jsonl'), join(whole, 'recordings/router-time.jsonl'));
    routelab(whole, ...WIDE_ONLY);
    const [file = ''] = readdirSync(join(whole, 'reports/search'));
    const text = read(whole, `reports/search/${file}`);
    const first = [read(whole, 'reports/latest/results.json'), read(whole, 'reports/latest/trace.jsonl')];
    expect(text.trim().split('\n')).toHaveLength(60);

    writeFileSync(join(whole, `reports/search/${file}`), text.slice(0, Math.round(0.6 * text.length)));
    routelab(whole, ...WIDE_ONLY);
    expect([read(whole, 'reports/latest/results.json'), read(whole, 'reports/latest/trace.jsonl')]).toEqual(first);
    expect(read(whole, `reports/search/${file}`)).toBe(text);
    // The same results again are no other look at the test part.
    expect(read(whole, 'reports/test-looks.jsonl').trim().split('\n')).toHaveLength(1);
  });

  it('leaves a tuned file alone that it did not make, and refuses what it can’t tune', () => {
    const other = workspace();
    writeFileSync(join(other, 'strategies/wide.tuned.yaml'), WIDE.replace('name: wide', 'name: mine'));
    const kept = routelab(other, 'tune', '--strategy', 'wide', '--budget', '5');
    expect([kept.code, kept.stderr]).toEqual([2, expect.stringMatching(/wide\.tuned\.yaml.*was not made by routelab tune/)]);
    const unknown = routelab(other, 'tune', '--strategy', 'wde');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringMatching(/--strategy.*no such strategy.*wide/s)]);
    const word = routelab(other, 'tune', 'wide');
    expect([word.code, word.stderr]).toEqual([
      2,
      expect.stringMatching(/no such file or folder.*routelab tune --strategy wide/s),
    ]);
    const none = routelab(other, 'tune', '--budget', '0');
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/--budget.*whole number from 1/)]);
    const large = routelab(other, 'tune', '--strategy', 'wide', '--method', 'grid', '--budget', '100');
    expect([large.code, large.stderr]).toEqual([2, expect.stringMatching(/2160 candidates, and the budget is 100/)]);
  });
});

it('writes no export, names what it leaves out, and exits 3 in plain words where no candidate passes', () => {
  const dir = workspace();
  const edit = (from: string, to: string) =>
    writeFileSync(join(dir, 'routelab.yaml'), read(dir, 'routelab.yaml').replace(from, to));
  edit('synthetic: true', 'synthetic: true\nexport: [{ target: router }]');
  edit('at_least: 0.8', 'at_least: 0.1');
  const tuned = routelab(dir, ...WIDE_ONLY);
  expect('rowId' in resultsOf(dir).choice).toBe(true);
  expect(existsSync(join(dir, 'exports'))).toBe(false);
  expect(tuned.stderr).toMatch(/left out of this report: length \(ranges that were not tuned now\)/);
  expect(tuned.stderr).toMatch(/routelab export --target router/);
  expect(tuned.stderr).not.toMatch(/^export/m);

  edit('at_least: 0.1', 'at_least: 1.9');
  const none = routelab(dir, ...WIDE_ONLY);
  expect([none.code, none.stdout]).toEqual([
    3,
    expect.stringMatching(/Chosen +wide\.tuned#\d+: no candidate passes every constraint/),
  ]);
});

it('ranges that are too many for a run are left to tune, and what it finds is taken in their place', () => {
  const dir = workspace();
  const before = routelab(dir, 'validate');
  expect([before.code, before.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^warn {2}strategies\/wide\.yaml {2}the ranges of "wide" make 2160 candidates, and a run tries 1000 at most: it is left out until it is tuned\n hint {2}routelab tune --strategy wide searches them and writes strategies\/wide\.tuned\.yaml/,
    ),
  ]);
  expect(routelab(dir, 'validate', '--strict').code).toBe(3);
  const strategiesOf = (): string[] =>
    resultsOf(dir)
      .rows.filter(({ kind }) => kind === 'router')
      .map(({ id }) => id);
  const without = routelab(dir, 'run');
  expect([0, 3]).toContain(without.code);
  expect(without.stderr).toMatch(/warn {2}strategies\/wide\.yaml .*left out until it is tuned; routelab tune --strategy wide/);
  expect(strategiesOf()).not.toContain('router:wide.tuned');

  expect([0, 3]).toContain(routelab(dir, ...WIDE_ONLY, '--method', 'random').code);
  const after = routelab(dir, 'validate', '--strict');
  expect([after.code, after.stdout]).toEqual([
    0,
    expect.stringMatching(/^note {3}strategies\/wide\.yaml .*: strategies\/wide\.tuned\.yaml is taken in its place\n/),
  ]);
  for (const how of [[], ['--shards', '2']]) {
    const tuned = routelab(dir, 'run', ...how);
    expect([0, 3], tuned.stderr).toContain(tuned.code);
    expect(tuned.stderr).toContain('strategies/wide.tuned.yaml is taken in its place');
    expect(strategiesOf()).toContain('router:wide.tuned');
  }
});

it('where all there is has to be tuned first, run says so, and validate lets it pass', () => {
  const dir = workspace();
  const file = join(dir, 'routelab.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/strategies: .*/, 'strategies: [strategies/wide.yaml]'));
  expect(routelab(dir, 'validate').code).toBe(0);
  const { code, stderr } = routelab(dir, 'run');
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^error .*2160 candidates.*\n hint {2}routelab tune --strategy wide/),
  ]);
});
