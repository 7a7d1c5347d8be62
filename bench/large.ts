import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeWorkspace } from './make-workspace.js';

// A whole `routelab run` at three sizes, five models each: npm run bench:large. Seconds and peak memory as the run itself
// notes them, and each beside the smallest: time should grow with the queries, memory by less.
const SIZES = [1_000, 10_000, 100_000];
const MODELS = 5;

interface Took {
  readonly tookMs: number;
  readonly peakRssMb: number;
}

const scratch = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
const took: Took[] = [];
for (const size of SIZES) {
  const dir = join(scratch, String(size));
  await makeWorkspace(dir, size, MODELS);
  const run = spawnSync(process.execPath, [resolve('dist/cli/main.js'), 'run', '--quiet'], { cwd: dir, encoding: 'utf8' });
  if (run.status !== 0 && run.status !== 3) throw new Error(`run ended with ${run.status}: ${run.stderr}`);
  took.push(JSON.parse(readFileSync(join(dir, 'reports/latest/run.json'), 'utf8')) as Took);
}
rmSync(scratch, { recursive: true });

const [first] = took;
process.stdout.write('queries × models   seconds   × first   peak MB   × first\n');
for (const [index, { tookMs, peakRssMb }] of took.entries()) {
  const cells = [
    `${SIZES[index]} × ${MODELS}`.padEnd(16),
    (tookMs / 1000).toFixed(1).padStart(9),
    (tookMs / (first?.tookMs ?? 1)).toFixed(1).padStart(9),
    peakRssMb.toFixed(0).padStart(9),
    (peakRssMb / (first?.peakRssMb ?? 1)).toFixed(1).padStart(9),
  ];
  process.stdout.write(`${cells.join(' ')}\n`);
}
