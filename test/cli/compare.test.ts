import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import type { RunComparison } from '../../src/domain/run-comparison.js';
import { runComparisonSchema } from '../../src/experiment/runs/run-comparison-schema.js';
import { emptyDir, type Ran, routelab, routelabIn } from '../support/cli.js';
import { parseXml } from '../support/parse-xml.js';

// The demo, run twice: once as it is shipped, once after its best strategy was made worse (extraction goes to the small model).
const dir = join(emptyDir(), 'demo');
let base = '';
beforeAll(() => {
  routelab(tmpdir(), 'init', dir);
  appendFileSync(join(dir, 'routelab.yaml'), 'bootstrap: { replicates: 200 }\n');
  routelab(dir, 'run', '--quiet');
  base = resultsOf(join(dir, 'reports/latest')).inputs.hash.slice(0, 12);
  edit(
    'strategies/rules-by-task.yaml',
    'task.category: extraction }, use: demo/onprem',
    'task.category: extraction }, use: demo/small',
  );
  edit('routelab.yaml', 'synthetic: true', 'synthetic: true\ngates: [quality.mean >= 0.5, latency.p95 <= 1s]');
  routelab(dir, 'run', '--quiet');
}, 240_000);

const resultsOf = (report: string) => JSON.parse(readFileSync(join(report, 'results.json'), 'utf8')) as Results;
function edit(file: string, from: string, to: string): void {
  const path = join(dir, file);
  const before = readFileSync(path, 'utf8');
  if (!before.includes(from)) throw new Error(`nothing to change in ${file}`);
  writeFileSync(path, before.replace(from, to));
}
const compared = new Map<string, Ran>();
/** Reports don't change, so the same question has the same answer: it is asked once. */
function compare(...args: string[]): Ran {
  const known = compared.get(args.join(' ')) ?? routelab(dir, 'compare', base, ...args);
  compared.set(args.join(' '), known);
  return known;
}
const comparison = (...args: string[]) => JSON.parse(compare('--format', 'json', ...args).stdout) as RunComparison;

/** A copy of a report after a change to its results. */
function changed(report: string, change: (results: Record<string, unknown>) => void): string {
  const copy = emptyDir();
  cpSync(join(dir, 'reports', report), copy, { recursive: true, dereference: true });
  const results = JSON.parse(readFileSync(join(copy, 'results.json'), 'utf8')) as Record<string, unknown>;
  change(results);
  writeFileSync(join(copy, 'results.json'), JSON.stringify(results));
  return copy;
}

describe('routelab compare', { timeout: 240_000 }, () => {
  it('finds the base by its name in reports/, takes the latest as head, and prints tables and a headline', () => {
    const { stdout } = compare();
    expect(stdout).toMatch(/^routelab \S+ · compare workbench · SYNTHETIC DATA\n/);
    expect(stdout).toContain('inputs experiment routelab.yaml changed · strategy strategies/rules-by-task.yaml changed');
    // Other routers have other times of their own: that says nothing.
    expect(stdout).not.toContain('router_time');
    expect(stdout).toMatch(/how {4}paired query by query on all 1075 queries, in \d+ groups; 95 % intervals/);
    expect(stdout).toMatch(/\n {2}rules-by-task +▼ −\d\.\d \[−\d\.\d, −\d\.\d\] .* regression\n/);
    expect(stdout).toMatch(/\n {2}always-medium +(= 0 +){3}0 of 1075 +0\/0 {2}unchanged\n/);
    expect(stdout).toMatch(
      /QUERIES RULES-BY-TASK ANSWERS WORSE[\s\S]* {2}wb-\d{4} +legal_\w+ +1 → 0 +demo\/onprem → demo\/small +stage 3 rule 2 \(task extraction\)/,
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^Head would ship .* instead of rules-by-task: quality .* Significantly worse beyond the tolerance: .*rules-by-task \(quality\)/,
    );
    expect(stdout).toMatch(/\n\nWHAT WOULD CHANGE HEAD’S VERDICT\n {2}The tightest constraint {2}"[\s\S]*\n\nHead would ship/);
    expect(compare('--quiet').stdout).toBe(`${stdout.trimEnd().split('\n').at(-1)}\n`);
  });

  it('gives the differences of the two reports’ own numbers, and a JSON that its schema takes', () => {
    const found = comparison();
    expect(runComparisonSchema.parse(found)).toEqual(found);
    const [before, after] = [resultsOf(join(dir, 'reports', base)), resultsOf(join(dir, 'reports/latest'))];
    for (const { baseId, headId, changes } of found.rows) {
      const metric = (results: Results, id: string, name: string) =>
        results.rows.find((row) => row.id === id)?.metrics[name]?.value ?? Number.NaN;
      for (const { measure, base: b, head: h, difference } of changes) {
        const name = { quality: 'quality.mean', cost: 'cost.mean', latency: 'latency.p95' }[measure];
        const [was, is] = [metric(before, baseId, name), metric(after, headId, name)];
        expect([b.value, h.value, difference.value], `${headId} ${measure}`).toEqual(
          [was, is, is - was].map((one) => expect.closeTo(one, 9)),
        );
      }
    }
    // The intervals of the means are the run's own, too: the same resamples.
    const [first] = found.rows;
    const own = after.rows.find(({ id }) => id === first?.headId)?.metrics['quality.mean'];
    expect(first?.changes[0]?.head).toEqual({
      value: expect.closeTo(own?.value ?? 0, 12),
      low: expect.closeTo(own?.low ?? 0, 12),
      high: expect.closeTo(own?.high ?? 0, 12),
      n: own?.n,
    });
  });

  it('is the same the other way round, with its signs turned', () => {
    const there = comparison('latest').rows.find(({ headId, baseId }) => headId === baseId && headId === 'router:rules-by-task');
    const back = (JSON.parse(routelab(dir, 'compare', 'latest', base, '--format', 'json').stdout) as RunComparison).rows.find(
      ({ headId, baseId }) => headId === baseId && headId === 'router:rules-by-task',
    );
    expect(there?.changes[0]?.verdict).toBe('worse');
    expect(back?.changes[0]?.verdict).toBe('better');
    expect(back?.changes[0]?.difference.value).toBeCloseTo(-(there?.changes[0]?.difference.value ?? 0), 12);
    expect(back?.decisions?.worse).toBe(there?.decisions?.better);
  });

  it('says that nothing changed between a report and itself', () => {
    const { code, stdout } = routelab(dir, 'compare', base, join('reports', base), '--fail-on', 'regression');
    expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([0, 'The same inputs gave the same numbers: nothing changed.']);
  });

  it('exits 3 for what head promises, for regressions where asked, within no tolerance', () => {
    expect(compare('--quiet')).toMatchObject({ code: 3 });
    expect(compare('--quiet', '--fail-on', 'none')).toMatchObject({ code: 0 });
    const kept = changed('latest', (results) => {
      results['gates'] = [];
    });
    expect(compare(kept, '--quiet').code).toBe(0);
    expect(compare(kept).stderr).toContain('--fail-on regression');
    expect(compare(kept, '--quiet', '--fail-on', 'regression').code).toBe(3);
    const all = ['--tolerance', 'quality=any', '--tolerance', 'cost=any', '--tolerance', 'latency=any'];
    expect(compare(kept, '--quiet', '--fail-on', 'regression', ...all).code).toBe(0);
  });

  it('exits 4 when a regression is asked about that can’t be judged, saying so first', () => {
    const rescored = changed('latest', (results) => {
      (results['protocol'] as { scorer: { version: number } }).scorer.version = 99;
      results['gates'] = [];
    });
    const { code, stdout } = compare(rescored, '--fail-on', 'regression');
    expect(stdout.split('\n')[1]).toMatch(
      /^≠ scorer by_reference v\d+ → by_reference v99: quality was scored by another rule, so it is not compared/,
    );
    expect([code, compare(rescored).code]).toEqual([4, 0]);
  });

  it('compares from the intervals alone where a report’s decisions are gone, and says so', () => {
    const bare = changed('latest', () => undefined);
    rmSync(join(bare, 'decisions.csv'));
    const { stdout } = compare(join(bare, 'results.json'));
    expect(stdout).toMatch(
      /how {4}from both runs' intervals as if they were independent, since decisions\.csv and queries\.csv are not beside the results of head/,
    );
    expect(stdout).not.toContain('ANSWERS WORSE');
  });

  it('writes Markdown or JSON to a file, JUnit beside it, and the table to stdout', () => {
    const { stdout, stderr } = compare(
      '--format',
      'md',
      '-o',
      'out/compare.md',
      '--junit',
      'out/compare.xml',
      '--fail-on',
      'regression',
    );
    expect(stdout).toContain('STRATEGIES');
    expect(stderr).toContain('out/compare.md');
    expect(readFileSync(join(dir, 'out/compare.md'), 'utf8')).toBe(compare('--format', 'md').stdout);
    const suites = parseXml(readFileSync(join(dir, 'out/compare.xml'), 'utf8')).children;
    expect(suites.map(({ attributes }) => attributes['name'])).toEqual(['choice', 'constraints', 'gates', 'regressions']);
    expect(Number(suites.at(-1)?.attributes['failures'])).toBeGreaterThan(0);
  });

  it('tells GitHub Actions: errors for what fails, warnings for the rest, the Markdown as the summary', () => {
    const summary = join(emptyDir(), 'summary.md');
    const { stderr } = routelabIn({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary }, dir, 'compare', base, '--quiet');
    const commands = stderr.split('\n').filter((line) => line.startsWith('::'));
    expect(commands).toContainEqual(expect.stringMatching(/^::error title=routelab gates%3A latency\.p95 <= 1s::/));
    expect(commands).toContainEqual(
      expect.stringMatching(/^::warning title=routelab regressions%3A rules-by-task%3A quality::rules-by-task: quality −/),
    );
    expect(readFileSync(summary, 'utf8').trim()).toBe(compare('--format', 'md').stdout.trim());
  });

  it('refuses what is no report, no tolerance, no count, no format', () => {
    const refused = (...args: string[]) => routelab(dir, 'compare', ...args);
    expect(refused('nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere  no results here') });
    expect(refused(base, '--tolerance', 'qualty=1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "quality"?'),
    });
    expect(refused(base, '--top', 'many')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--top  is not a number (got many)'),
    });
    expect(refused(base, '-o', 'x.md')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--output  tables go to stdout'),
    });
    expect(refused(base, '--fail-on', 'everything')).toMatchObject({ code: 2 });
    expect(refused()).toMatchObject({ code: 2 });
    const other = emptyDir();
    mkdirSync(join(other, 'r'));
    writeFileSync(join(other, 'r/results.json'), '{"schemaVersion":1}');
    expect(routelab(other, 'compare', 'r', 'r')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('results.json  tool'),
    });
  });
});
