import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { whatWouldChange } from '../../src/report/what-would-change.js';
import { loadRouter } from '../../src/router/load.js';
import { askStandingCli, type CommandLine } from '../support/ask-standing-cli.js';
import { emptyDir, inItsOwnProcess, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const base = emptyDir();
beforeAll(() => quickWorkspace(base, 400, 3));

/** A copy of the small workspace, with changes to its experiment file. */
function workspace(...changes: readonly [RegExp, string][]): string {
  const dir = emptyDir();
  cpSync(base, dir, { recursive: true });
  const file = join(dir, 'routelab.yaml');
  writeFileSync(
    file,
    changes.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, 'utf8')),
  );
  return dir;
}
const resultsOf = (dir: string) => readFileSync(join(dir, 'reports/latest/results.json'), 'utf8');

describe('routelab run', () => {
  it('prints table and verdict to stdout, chatter to stderr, without a terminal’s colours, and exits 0', () => {
    const dir = workspace();
    const { code, stdout, stderr } = routelab(dir, 'run');
    expect(stderr).toMatch(/report {3}reports[/\\][0-9a-f]{12}[/\\]report\.html/);
    expect(stdout).toMatch(/STRATEGIES[\s\S]*SINGLE MODELS[\s\S]*CONTROLS/);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^(Ship|Tie:) .* held-out queries/);
    const conditions = whatWouldChange(JSON.parse(resultsOf(dir)) as Results);
    expect(conditions.length).toBeGreaterThan(2);
    const lines = conditions.map(
      ({ term, text }) => `\n  ${term.padEnd(Math.max(...conditions.map((one) => one.term.length)))}  ${text}`,
    );
    expect(stdout).toContain(`\nWHAT WOULD CHANGE THIS${lines.join('')}\n\n`);
    expect(stdout + stderr).not.toContain('\u001b');
    expect(code).toBe(0);
    expect(readdirSync(join(dir, 'reports/latest')).sort()).toEqual([
      'decisions.csv',
      'metrics.csv',
      'queries.csv',
      'queries.pack',
      'report.html',
      'results.json',
      'routers',
      'run.json',
      'split.csv',
      'summary.md',
    ]);
  });

  it('shows what another strategy chose, in the table, the files and the inputs', () => {
    const dir = workspace([/synthetic: true/, 'synthetic: true\ndecisions: [decisions/*.jsonl]']);
    mkdirSync(join(dir, 'decisions'));
    const lines = Array.from({ length: 400 }, (_, i) => JSON.stringify({ query_id: `q${i}`, model_id: `lab/m${i % 3}` }));
    writeFileSync(join(dir, 'decisions/by-turns.jsonl'), `${lines.join('\n')}\n`);
    const { code, stdout } = routelab(dir, 'run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/by-turns {2,}0\.\d{3} \[/);
    const results = JSON.parse(resultsOf(dir)) as Results;
    expect(results.inputs.files).toContainEqual(expect.objectContaining({ role: 'decisions', path: 'decisions/by-turns.jsonl' }));
    const decisions = readFileSync(join(dir, 'reports/latest/decisions.csv'), 'utf8').split('\n');
    expect(decisions.filter((line) => line.startsWith('q7,decisions:by-turns,,,decisions,lab/m1,'))).toHaveLength(1);
    const metrics = readFileSync(join(dir, 'reports/latest/metrics.csv'), 'utf8').split('\n');
    expect(metrics[0]).toBe('of,part,metric,unit,value,low,high,n');
    const quality = results.rows.find(({ id }) => id === 'decisions:by-turns')?.metrics['quality.mean'];
    expect(metrics).toContain(
      `decisions:by-turns,test,quality.mean,fraction,${quality?.value},${quality?.low},${quality?.high},${quality?.n}`,
    );
    expect(metrics.some((line) => line.startsWith('frontier:single_models,test,frontier.aiq,ratio,'))).toBe(true);
  });

  it('writes the same results, byte for byte, a second time', () => {
    const dir = workspace();
    routelab(dir, 'run', '--quiet');
    const first = resultsOf(dir);
    expect(routelab(dir, 'run', '--quiet').code).toBe(0);
    expect(resultsOf(dir)).toBe(first);
    expect(readdirSync(join(dir, 'reports')).filter((name) => name !== 'latest' && name !== 'test-looks.jsonl')).toHaveLength(1);
  });

  it('prints one JSON document with --json, and only the verdict with --quiet', () => {
    const dir = workspace();
    const json = routelab(dir, 'run', '--json');
    expect(json.stderr).toBe('');
    const { results } = JSON.parse(json.stdout) as { results: { schemaVersion: number } };
    expect(results).toEqual(JSON.parse(resultsOf(dir)));
    expect(routelab(dir, 'run', '--quiet').stdout.trim().split('\n')).toHaveLength(1);
  });

  it('has a decision line for every compared row and query that it was not fitted on', () => {
    const dir = workspace();
    routelab(dir, 'run', '--quiet');
    const [header, ...lines] = readFileSync(join(dir, 'reports/latest/decisions.csv'), 'utf8').trim().split('\n');
    expect(header).toBe(
      'query_id,row_id,candidate,sample,status,served_model,attempts,quality,cost_usd,latency_ms,reason,propensity',
    );
    const rows = (JSON.parse(resultsOf(dir)) as { rows: unknown[] }).rows.length;
    const parts = readFileSync(join(dir, 'reports/latest/split.csv'), 'utf8').trim().split('\n');
    const kept = parts.filter((line) => /,(validation|test),/.test(line)).map((line) => line.split(',')[0]);
    expect(kept.length).toBeLessThan(400);
    expect(lines).toHaveLength(kept.length * rows);
    expect(new Set(lines.map((line) => line.split(',')[0]))).toEqual(new Set(kept));
  });

  it('exits 3 when no strategy can meet the constraints, and names the nearest', () => {
    const dir = workspace([/at_least: 0\.8, of: reference/, 'at_least: 1.5, of: reference']);
    const { code, stdout } = routelab(dir, 'run');
    expect(code).toBe(3);
    expect(stdout).toMatch(/Infeasible: .*nearest is \w+\. "quality ≥ 150 % of lab\/m2" fails: is .*short by/);
    expect(existsSync(join(dir, 'reports/latest/report.html'))).toBe(true);
  });

  it('exits 4 with --on-missing fail when a recording is missing, and compares what is complete otherwise', () => {
    const dir = workspace();
    const file = join(dir, 'recordings/all/m1.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(3).join('\n'));
    const failed = routelab(dir, 'run', '--on-missing', 'fail');
    expect([failed.code, failed.stderr]).toEqual([4, expect.stringContaining('3 recordings are missing')]);
    expect(existsSync(join(dir, 'reports'))).toBe(false);
    const skipped = routelab(dir, 'run');
    expect(skipped.code).toBe(0);
    expect(skipped.stdout).toContain('lab/m1: 3 of 400 queries have no recording');
  });

  it('is found from a folder below, and from elsewhere by name', () => {
    const dir = workspace();
    expect(routelab(join(dir, 'strategies'), 'run', '--quiet').code).toBe(0);
    expect(routelab(emptyDir(), 'run', dir, '--quiet').code).toBe(0);
  });

  it('survives a reader that goes away', () => {
    const dir = workspace();
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', `"${process.execPath}" "${resolve('dist/cli/main.js')}" run --json | head -c 10; exit \${PIPESTATUS[0]}`],
      { cwd: dir, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  it('exports the chosen router, which decides in another process as it was measured', () => {
    const dir = workspace([/synthetic: true/, 'synthetic: true\nexport: [{ target: router }]']);
    const { stderr } = routelab(dir, 'run');
    expect(stderr).toMatch(/export {3}exports[/\\]router · runtime, exact · \d{3,} decisions agree/);
    const router = loadRouter(JSON.parse(readFileSync(join(dir, 'exports/router/router.json'), 'utf8')));
    expect(router.config.provenance).toMatchObject({ synthetic: true, measuredOn: 'test' });
    const golden = readFileSync(join(dir, 'exports/router/router.golden.jsonl'), 'utf8').trim().split('\n');
    expect(golden.length).toBeGreaterThanOrEqual(500);
    for (const line of golden) {
      const { request, route } = JSON.parse(line) as { request: never; route: unknown };
      expect(JSON.parse(JSON.stringify(router.route(request)))).toEqual(route);
    }
  });
});

describe('routelab report and export', () => {
  it('render and export from results that exist, measuring nothing', () => {
    const dir = workspace();
    const ran = routelab(dir, 'run').stdout;
    const page = readFileSync(join(dir, 'reports/latest/report.html'), 'utf8');
    expect(routelab(dir, 'report').code).toBe(0);
    expect(readFileSync(join(dir, 'reports/latest/report.html'), 'utf8')).toBe(page);
    expect(routelab(dir, 'report', '--format', 'md', '-o', '-').stdout).toBe(
      readFileSync(join(dir, 'reports/latest/summary.md'), 'utf8'),
    );
    expect(routelab(dir, 'report', '--format', 'table').stdout).toBe(ran);
    const exported = routelab(dir, 'export', '--strategy', 'words', '--out', 'out/words');
    const files = ['router.json', 'router.golden.jsonl', 'routelab-router.mjs', 'export.json'];
    expect([exported.code, exported.stdout.trim().split('\n')]).toEqual([0, files.map((file) => join('out/words', file))]);
    expect(routelab(dir, 'export', '--strategy', 'words', '--option', 'mode=fast').stderr).toMatch(/mode {2}unknown/);
    expect(routelab(dir, 'export', '--strategy', 'wrods').stderr).toContain('Did you mean "words"?');
    expect(routelab(dir, 'export', '--target', 'ruoter').stderr).toContain('Did you mean "router"?');
    appendFileSync(join(dir, 'reports/latest/results.json'), 'x');
    expect(routelab(dir, 'report')).toMatchObject({ code: 2, stderr: expect.stringContaining('results.json  not JSON') });
    expect(routelab(emptyDir(), 'report')).toMatchObject({ code: 2, stderr: expect.stringContaining('no results here') });
  });
});

describe('routelab init', () => {
  it('makes a workspace that validates, and does not overwrite one', () => {
    const dir = realpathSync(emptyDir());
    expect(routelab(dir, 'init', 'demo')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('cd demo && npx routelab run'),
    });
    expect(routelab(join(dir, 'demo'), 'validate')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ok/) });
    expect(routelab(dir, 'init', 'demo')).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') });
  });
});

describe('the command line', () => {
  it('that stands ready for tests says what a process of its own says', () => {
    // Decision times are told, so both read the same.
    const timed = workspace();
    routelab(timed, 'run', '--quiet');
    const dirs = [emptyDir(), emptyDir()];
    for (const dir of dirs) cpSync(timed, dir, { recursive: true });
    for (const args of [
      ['run', '--quiet'],
      ['validate'],
      ['report', '--format', 'md', '-o', '-'],
      ['run', '--gate', 'x'],
      ['rnu'],
    ]) {
      const [first, second] = dirs.map((cwd) => ({ cwd, env: { ...process.env, FORCE_COLOR: undefined }, args }));
      const own = inItsOwnProcess(first as CommandLine);
      const ready = askStandingCli(second as CommandLine);
      expect([ready?.code, ready?.stderr, args], own.stderr).toEqual([own.code, own.stderr, args]);
      expect(ready?.stdout).toBe(own.stdout);
    }
  });

  it.each(['init', 'validate', 'import', 'run', 'compare', 'report', 'export'])('explains %s', (command) => {
    const { code, stdout } = routelab(base, command, '--help');
    expect([code, stdout.includes(`routelab ${command}`)]).toEqual([0, true]);
  });

  it('names the nearest option and command, and exits 2', () => {
    expect(routelab(base, 'run', '--remeasur')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "--remeasure"?'),
    });
    expect(routelab(base, 'rnu')).toMatchObject({ code: 2, stderr: expect.stringContaining('run') });
    expect(routelab(base)).toMatchObject({ code: 2 });
    expect(routelab(base, 'import', 'routelm', '.', '--out', 'x').stderr).toContain('Did you mean "routellm"?');
  });

  it('prints its version and a completion script', () => {
    expect(routelab(base, '--version').stdout.trim()).toBe(
      (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version,
    );
    expect(routelab(base, 'completion').stdout).toContain('routelab-completions');
  });

  it('shows help without loading charts, schemas or statistics', () => {
    const hook = new URL('../support/log-loads.mjs', import.meta.url).href;
    const loaded = execFileSync(process.execPath, ['--import', hook, resolve('dist/cli/main.js'), '--help'], {
      encoding: 'utf8',
    });
    const modules = loaded.split('\n').filter((line) => line.startsWith('loaded '));
    expect(modules.some((line) => line.includes('yargs'))).toBe(true);
    expect(modules.filter((line) => /node_modules\/(vega|handlebars|zod|simple-statistics|fast-csv|yaml)/.test(line))).toEqual(
      [],
    );
  });
});
