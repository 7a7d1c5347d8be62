import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../bench/performance/free-port.js';
import { scenarioSchema } from '../../src/simulate/scenario-schema.js';
import { auditsPage } from '../../tools/docs/audits-page.js';
import { metricsPage } from '../../tools/docs/metrics-page.js';
import { emptyDir } from '../support/cli.js';
import { misbehavingServer } from '../support/misbehaving-server.js';
import { hasRouteLlm } from '../support/routellm.js';

/** Commands of the console blocks of a page, in order, with their here-documents. */
function commands(page: string): string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```console\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((command) => command.trimEnd().replace(/^> /gm, '')),
  );
}

/** What commands come to is told of elsewhere: here intervals may be coarse, which makes a run half as long. */
const FEW_RESAMPLES = `for file in routelab.yaml */routelab.yaml; do
  if [ -f "$file" ] && ! grep -q '^bootstrap' "$file"; then echo 'bootstrap: { replicates: 100 }' >> "$file"; fi
done
`;

/** A folder like a clone: `routelab` on the path, the data of others beside it where it is here. */
function clone(): { dir: string; path: string } {
  const root = emptyDir();
  const dir = join(root, 'clone');
  const bin = join(root, 'bin');
  mkdirSync(dir);
  mkdirSync(bin);
  const program = `exec "${process.execPath}" "${resolve('dist/cli/main.js')}" "$@"\n`;
  writeFileSync(join(bin, 'routelab'), `#!/bin/sh\n${FEW_RESAMPLES}${program}`, { mode: 0o755 });
  if (hasRouteLlm) symlinkSync(resolve('../shared'), join(root, 'shared'));
  return { dir, path: `${bin}:${process.env['PATH']}` };
}

describe('the README', () => {
  it('has commands that work, one after the other, in an empty folder', () => {
    const { dir, path } = clone();
    const found = commands('README.md').filter((command) => hasRouteLlm || !/shared\/data|gsm8k/.test(command));
    expect(found.length).toBeGreaterThan(6);
    const { status, stderr } = spawnSync('bash', ['-euc', found.join('\n')], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, PATH: path },
    });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    expect(existsSync(join(dir, 'demo/reports/latest/report.html'))).toBe(true);
    if (hasRouteLlm) expect(existsSync(join(dir, 'gsm8k/reports/latest/report.html'))).toBe(true);

    // The snippet that loads the exported router, as it stands, run where the README has it.
    const snippet = /```js\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
    const runtime = resolve('dist/router/index.js');
    writeFileSync(join(dir, 'demo/use.mjs'), snippet.replace("'routelab/router'", JSON.stringify(runtime)));
    const used = spawnSync(process.execPath, ['use.mjs'], { cwd: join(dir, 'demo'), encoding: 'utf8' });
    expect(used.stdout).toMatch(/^\[ 'demo\//);
  });

  it('has a page about pipelines whose commands work, one after the other', { timeout: 240_000 }, () => {
    const { dir, path } = clone();
    const found = commands('docs/ci.md');
    expect(found.length).toBeGreaterThan(6);
    const { status, stderr } = spawnSync('bash', ['-euc', found.join('\n')], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, PATH: path, GITHUB_ACTIONS: '' },
    });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    expect(readFileSync(join(dir, 'demo/compare.md'), 'utf8')).toContain('rules-by-task');
  });

  it('has a page about the report whose commands work, one after the other', { timeout: 240_000 }, () => {
    const { dir, path } = clone();
    const found = commands('docs/report.md');
    expect(found).toHaveLength(11);
    const { status, stderr } = spawnSync('bash', ['-euc', found.join('\n')], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, PATH: path },
    });
    expect(status, stderr).toBe(0);
    // Of each run and report in turn.
    expect(stderr.match(/texts {4}.*/g)?.map((line) => line.slice(9, 26))).toEqual([
      'prompts, labels a',
      'no prompts, label',
      'prompts, labels a',
    ]);
    expect(readFileSync(join(dir, 'demo/reports/latest/report.html'), 'utf8')).toContain('"mode":"sample","queries":500');
  });

  it('has a page about recording whose commands work against an endpoint on this machine', async () => {
    const { dir, path } = clone();
    const server = await misbehavingServer(() => 'answer');
    const found = commands('docs/recording.md').map((command) => command.replace('http://127.0.0.1:8000/v1', server.url));
    expect(found.filter((command) => command.startsWith('routelab'))).toHaveLength(9);
    const env = { ...process.env, PATH: path, CI: '', LOCAL_KEY: '' };
    const child = spawn('bash', ['-euc', found.join('\n')], { cwd: dir, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    const code = await new Promise((ended) => child.on('close', ended));
    await server.close();
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    expect(server.asked).toHaveLength(6);
    expect(existsSync(join(dir, 'lab/reports/latest/report.html'))).toBe(true);
  });

  it('has a page about serving whose commands work against an endpoint on this machine', { timeout: 240_000 }, async () => {
    const { dir, path } = clone();
    const upstream = await misbehavingServer(() => 'answer');
    const port = await freePort();
    const found = commands('docs/serve.md').map((command) =>
      command
        .replace('http://127.0.0.1:8000/v1', upstream.url)
        .replace('--port 8080', `--port ${port}`)
        .replace('127.0.0.1:8080', `127.0.0.1:${port}`),
    );
    expect(found.filter((command) => /^(routelab|curl)/.test(command)).length).toBeGreaterThan(5);
    const env = { ...process.env, PATH: path, CI: '' };
    const child = spawn('bash', ['-euc', found.join('\n')], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    const code = await new Promise((ended) => child.on('close', ended));
    await upstream.close();
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    expect(upstream.asked.length).toBeGreaterThan(1);
    expect(stdout).toContain('x-routelab-model: demo/');
    expect(stdout).toContain('data: [DONE]');
  });

  it('has a page about simulating days whose commands work, one after the other', { timeout: 240_000 }, () => {
    const { dir, path } = clone();
    const found = commands('docs/simulation.md');
    expect(found.length).toBeGreaterThan(3);
    const { status, stdout, stderr } = spawnSync('bash', ['-euc', found.join('\n')], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, PATH: path, GITHUB_ACTIONS: '' },
    });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/kept by fallback and breaker; missed by no fallback, retries only, fallback\./);
    expect(existsSync(join(dir, 'demo/reports/simulations/latest/summary.md'))).toBe(true);
  });

  it('has a page about scaling whose commands work, one after the other', { timeout: 240_000 }, () => {
    const { dir, path } = clone();
    const found = commands('docs/scaling.md');
    expect(found).toHaveLength(4);
    const { status, stderr } = spawnSync('bash', ['-euc', found.join('\n')], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, PATH: path, GITHUB_ACTIONS: '' },
    });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
  });

  it('the example scenario of the page about simulating is one', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/simulation.md', 'utf8')) ?? [];
    expect(scenarioSchema.safeParse(parse(example)).error).toBeUndefined();
  });

  it('names only pages that are there', () => {
    for (const page of [
      'README.md',
      ...readdirSync('docs')
        .filter((name) => name.endsWith('.md'))
        .map((name) => join('docs', name)),
    ]) {
      for (const [, target] of readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        expect(existsSync(join(page, '..', target ?? '')), `${page} → ${target}`).toBe(true);
      }
    }
  });
});

it('docs/metrics.md is what the definitions say (npm run docs makes it again)', () => {
  expect(readFileSync('docs/metrics.md', 'utf8')).toBe(metricsPage());
});

it('docs/audits.md is what the audits say of themselves (npm run docs makes it again)', () => {
  expect(readFileSync('docs/audits.md', 'utf8')).toBe(auditsPage());
});
