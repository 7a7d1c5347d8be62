import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Results } from '../src/domain/results.js';
import { type TuningCase, tuningCases } from './tuning/cases.js';
import { type TuningRun, tuningPage } from './tuning/page.js';

// Regenerates docs/tuning.md from the public data beside the project: npm run tuning [-- path/to/data]
const BUDGET = 600;
const METHODS = ['tpe', 'halving'];
const data = resolve(process.argv[2] ?? '../shared/data');
if (!existsSync(data)) {
  process.stderr.write(`no data at ${data}: nothing to tune on\n`);
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'routelab-tuning-'));
const runs = tuningCases.flatMap((one) => {
  const dir = workspaceOf(one);
  return METHODS.map((method): TuningRun => {
    const first = tuned(dir, method);
    return { of: one, method, results: JSON.parse(first.results) as Results, same: sameBytes(first, tuned(dir, method)) };
  });
});
rmSync(scratch, { recursive: true });
const page = tuningPage(runs);
writeFileSync('docs/tuning.md', page);
process.stdout.write(page);
process.exitCode = runs.every(({ same }) => same) ? 0 : 3;

function workspaceOf({ name, source, importArgs, experiment, strategyName, strategy }: TuningCase): string {
  const dir = join(scratch, name);
  const [format = '', ...rest] = importArgs;
  routelab('import', format, join(data, source), '--out', dir, '--no-audit', ...rest);
  const file = join(dir, 'routelab.yaml');
  const imported = readFileSync(file, 'utf8')
    .replace('split: none', experiment)
    .replace('strategies: []', 'strategies: [strategies/*.yaml]');
  writeFileSync(file, imported);
  mkdirSync(join(dir, 'strategies'), { recursive: true });
  writeFileSync(join(dir, 'strategies', `${strategyName}.yaml`), strategy);
  return dir;
}

interface Texts {
  readonly results: string;
  readonly trace: string;
}

/** A search from scratch: what an earlier one found out is forgotten. */
function tuned(dir: string, method: string): Texts {
  routelab('tune', join(dir, 'routelab.yaml'), '--method', method, '--budget', String(BUDGET), '--fresh', '--quiet');
  const read = (file: string): string => readFileSync(join(dir, 'reports/latest', file), 'utf8');
  return { results: read('results.json'), trace: read('trace.jsonl') };
}

function sameBytes(a: Texts, b: Texts): boolean {
  return a.results === b.results && a.trace === b.trace;
}

/** Exit 3 is a verdict, not a failure. */
function routelab(...args: string[]): void {
  try {
    execFileSync(process.execPath, [resolve('dist/cli/main.js'), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    if ((error as { status?: number }).status !== 3) throw error;
  }
}
