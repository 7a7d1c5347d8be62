import { appendFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { emptyDir, routelab, routelabIn } from '../support/cli.js';
import { parseXml } from '../support/parse-xml.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const base = emptyDir();
beforeAll(() => quickWorkspace(base, 300, 2));

/** A copy of the small workspace with gates. */
function workspace(...lines: string[]): string {
  const dir = emptyDir();
  cpSync(base, dir, { recursive: true });
  if (lines.length > 0)
    appendFileSync(join(dir, 'routelab.yaml'), ['gates:', ...lines.map((line) => `  - ${line}`), ''].join('\n'));
  return dir;
}
const resultsOf = (dir: string) => JSON.parse(readFileSync(join(dir, 'reports/latest/results.json'), 'utf8')) as Results;

describe('gates of routelab run', () => {
  it('that hold are printed with the measured number, and the exit code is 0', () => {
    const dir = workspace('quality.mean >= 0.2', '{ gate: "slice(c1).cost <= $1", level: error, confidence: 0.9 }');
    const { code, stdout } = routelab(dir, 'run');
    expect(stdout).toMatch(/GATES {2}2 of 2 gates pass\n {2}✓ quality\.mean >= 0\.2 +0\.\d{3} \[0\.\d{3}, 0\.\d{3}\]\n/);
    expect(code).toBe(0);
    expect(resultsOf(dir).gates.map(({ verdict, confidence }) => [verdict, confidence])).toEqual([
      ['pass', 0.95],
      ['pass', 0.9],
    ]);
  });

  it('that fail exit 3, say so first and last, and hold the export back; a warning does not', () => {
    const dir = workspace('quality.mean >= 99%');
    appendFileSync(join(dir, 'routelab.yaml'), 'export: [{ target: router }]\n');
    const { code, stdout, stderr } = routelab(dir, 'run');
    expect(code).toBe(3);
    expect(stdout).toMatch(/✗ quality\.mean >= 99% {2}0\.\d{3} \[.*\]\n {6}\w+: off by 0\.\d{3}/);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^(Don't ship|Tie:).* Failed gate: "quality\.mean >= 99%" \(measured 0\.\d{3} \[0\.\d{3}, 0\.\d{3}\]\)\./,
    );
    expect(stderr).toContain('export   none written: the chosen router must not ship');
    expect(existsSync(join(dir, 'exports'))).toBe(false);
    const warned = workspace('{ gate: quality.mean >= 0.99, level: warn }');
    appendFileSync(join(warned, 'routelab.yaml'), 'export: [{ target: router }]\n');
    expect(routelab(warned, 'run')).toMatchObject({ code: 0, stdout: expect.stringContaining('warn only') });
    expect(existsSync(join(warned, 'exports/router/router.json'))).toBe(true);
  });

  it('that fail keep the router from production: nothing is exported or suggested, and an older export is named', () => {
    const dir = workspace();
    appendFileSync(join(dir, 'routelab.yaml'), 'export: [{ target: router }]\n');
    expect(routelab(dir, 'run').stderr).toContain('routelab export --target router');
    expect(routelab(dir, 'run', '--out', 'aside').stderr).toMatch(/routelab export aside\/\w+ --target router/);
    const router = join(dir, 'exports/router/router.json');
    const before = readFileSync(router, 'utf8');
    const fails = ['run', '--gate', 'quality.mean >= 99%'];
    const { code, stderr } = routelab(dir, ...fails);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /none written: the chosen router must not ship \(gate .* failed: measured .*\); exports[/\\]router still holds the router of an earlier run/,
    );
    expect(stderr).not.toContain('routelab export');
    expect(routelab(dir, ...fails, '--quiet').stderr).toMatch(/^warn {2}export: none written: .* still holds the router of/);
    for (const more of [[], ['--strategy', 'words']]) {
      const refused = routelab(dir, 'export', '--target', 'router', ...more);
      expect([refused.code, refused.stderr]).toEqual([
        3,
        expect.stringMatching(/must not ship: gate "quality\.mean >= 99%" failed: measured 0\.\d{3} \[.*export --force/s),
      ]);
    }
    const { gates, rows } = resultsOf(dir);
    const judged = rows.find(({ id }) => id === gates[0]?.rowId)?.label;
    const other = rows.find(({ kind, strategy, label }) => kind === 'router' && strategy !== undefined && label !== judged);
    const borrowed = routelab(dir, 'export', '--target', 'router', '--strategy', other?.strategy ?? 'none');
    expect(borrowed.stderr).toMatch(
      new RegExp(`${other?.label} must not ship: gate .* failed: measured 0\\.\\d{3} \\[.*\\] of ${judged}`),
    );
    expect(readFileSync(router, 'utf8')).toBe(before);
    expect(routelab(dir, 'export', '--target', 'router', '--force', '--out', 'out').code).toBe(0);
    expect(existsSync(join(dir, 'out/router.json'))).toBe(true);
  });

  it('that are undecided exit 0, or 3 with --strict', () => {
    const dir = workspace();
    routelab(dir, 'run', '--quiet');
    const { rows, choice } = resultsOf(dir);
    const { value } = rows.find(({ id }) => 'rowId' in choice && id === choice.rowId)?.metrics['quality.mean'] ?? { value: null };
    const gate = `quality.mean >= ${value}`;
    expect(routelab(dir, 'run', '--gate', gate).code).toBe(0);
    expect(routelab(dir, 'run', '--gate', gate, '--strict').code).toBe(3);
    const quiet = routelab(dir, 'run', '--gate', gate, '--strict', '--quiet');
    expect([quiet.code, quiet.stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      3,
      expect.stringMatching(
        /Not passed under --strict:.* quality\.mean >= 0\.\d+ is undecided for \w+: 0\.\d{3} \[0\.\d{3}, 0\.\d{3}\], /,
      ),
    ]);
    expect(routelab(dir, 'run', '--gate', gate).stdout).toMatch(/ {6}\w+: the 95 % interval crosses the limit; n = \d+/);
  });

  it('from the command line come after those of the file, and make other results of it', () => {
    const dir = workspace('quality.mean >= 0.2');
    routelab(dir, 'run', '--quiet');
    const { hash } = resultsOf(dir).inputs;
    expect(routelab(dir, 'run', '--quiet', '--gate', 'cost.per1k <= $9', '--gate', 'latency.p95 <= 1ms').code).toBe(3);
    const { gates, inputs } = resultsOf(dir);
    expect(gates.map(({ text }) => text)).toEqual(['quality.mean >= 0.2', 'cost.per1k <= $9', 'latency.p95 <= 1ms']);
    expect(inputs.hash).not.toBe(hash);
  });

  it('are refused before anything is written when they can’t be understood, pointing into the file and the expression', () => {
    const dir = workspace('quality.mean >= 0.2', '"slice(c1).qualty >= 0.75"');
    const { code, stderr } = routelab(dir, 'run');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /routelab\.yaml:15:5 {2}gates\[1\] {2}slice has no number "qualty"; accepted: .* Did you mean "quality"\?/,
    );
    expect(stderr).toContain('       slice(c1).qualty >= 0.75\n                 ^^^^^^\n');
    expect(existsSync(join(dir, 'reports'))).toBe(false);
    expect(routelab(dir, 'validate')).toMatchObject({ code: 2, stdout: expect.stringContaining('^^^^^^') });
    const named = routelab(workspace('{ gate: row(router:wrods).quality.mean >= 0.2 }'), 'run');
    expect([named.code, named.stderr]).toEqual([2, expect.stringMatching(/routelab\.yaml:14:5.*Did you mean "router:words"\?/)]);
    const given = routelab(workspace(), 'run', '--gate', 'quality.mean >> 0.5');
    expect([given.code, given.stderr]).toEqual([2, expect.stringMatching(/^error {2}--gate {2}no comparison is written >>/)]);
  });
});

describe('what a pipeline is told', () => {
  const lines = ['quality.mean >= 0.2', 'latency.p95 <= 1ms', '{ gate: cost.per1k <= 0, level: warn }'];

  it('is JUnit XML with --junit, in a folder made for it', () => {
    const dir = workspace(...lines);
    const { code, stderr } = routelab(dir, 'run', '--quiet', '--junit', 'out/gates.xml');
    expect([code, stderr]).toEqual([3, expect.stringMatching(/junit {4}out[/\\]gates\.xml/)]);
    const gates = parseXml(readFileSync(join(dir, 'out/gates.xml'), 'utf8')).children.find(
      ({ attributes }) => attributes['name'] === 'gates',
    );
    expect(gates?.children.map(({ children }) => children[0]?.name)).toEqual(['system-out', 'failure', 'skipped']);
  });

  it('is a step summary and annotations in GitHub Actions, and nothing outside it', () => {
    const dir = workspace(...lines);
    const summary = join(dir, 'step.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: dir };
    const { code, stdout, stderr } = routelabIn(env, emptyDir(), 'run', dir, '--json');
    expect(code).toBe(3);
    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr.split('\n').filter((line) => line.startsWith('::'))).toEqual([
      expect.stringMatching(
        /^::error file=routelab\.yaml,line=15,title=routelab gates%3A latency\.p95 <= 1ms::latency\.p95 <= 1ms fails for/,
      ),
      expect.stringMatching(/^::warning file=routelab\.yaml,line=16,title=routelab gates%3A cost\.per1k <= 0::/),
    ]);
    expect(readFileSync(summary, 'utf8').trim()).toBe(readFileSync(join(dir, 'reports/latest/summary.md'), 'utf8').trim());
    expect(routelab(dir, 'run').stderr).not.toMatch(/^::/m);
  });
});
