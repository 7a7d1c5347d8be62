import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeWorkspace } from './make-workspace.js';

// `routelab run --shards` at RouterBench's size and at ten times it, eleven models, four strategies of which one learns:
// npm run bench:shards. Processor seconds (all threads of the process), seconds by the clock and peak memory. Shards of the same size at
// both sizes should take as much memory, and ten times the queries ten times the seconds at most. With a number behind it, of that many
// queries and ten times that. However many shards, results have to be the same bytes: it fails where they aren't.
const QUERIES = Number(process.argv[2] ?? 36_497);
const MODELS = 11;
/** Queries that are learned from, at both sizes the same. */
const LEARNED = 5_000;
const LEARNING = 'name: learned\nkind: dynamic\npipeline:\n  - predict: { by: ridge, utility: { per_usd: 10 } }\n';

/** Tells its processor time when it ends. */
const TELLS = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; process.on('exit', () => { const { user, system } = process.cpuUsage(); writeFileSync(process.env.ROUTELAB_BENCH_CPU, String((user + system) / 1e6)); });",
)}`;

interface Took {
  readonly cpuS: number;
  readonly tookS: number;
  readonly peakMb: number;
  /** SHA-256 of the results. */
  readonly results: string;
}

const scratch = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
const cpuFile = join(scratch, 'cpu');

function ran(dir: string, ...args: readonly string[]): Took {
  const run = spawnSync(process.execPath, ['--import', TELLS, resolve('dist/cli/main.js'), 'run', '--quiet', ...args], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, ROUTELAB_BENCH_CPU: cpuFile },
  });
  if (run.status !== 0 && run.status !== 3) throw new Error(`run ended with ${run.status}: ${run.stderr}`);
  const { tookMs, peakRssMb } = JSON.parse(readFileSync(join(dir, 'reports/latest/run.json'), 'utf8')) as {
    readonly tookMs: number;
    readonly peakRssMb: number;
  };
  const results = createHash('sha256')
    .update(readFileSync(join(dir, 'reports/latest/results.json')))
    .digest('hex');
  return { cpuS: Number(readFileSync(cpuFile, 'utf8')), tookS: tookMs / 1000, peakMb: peakRssMb, results };
}

process.stdout.write('queries × models   shards   processor s   seconds   peak MB   results\n');
for (const [queries, counts] of [
  [QUERIES, [null, 1, 8, 64]],
  [10 * QUERIES, [8, 80, 640]],
] as const) {
  const dir = join(scratch, String(queries));
  await makeWorkspace(dir, queries, MODELS);
  writeFileSync(join(dir, 'strategies/learned.yaml'), LEARNING);
  let held: string | null = null;
  for (const shards of counts) {
    const args = shards === null ? ['--no-cache'] : ['--shards', String(shards), '--learn-from', String(LEARNED)];
    const { cpuS, tookS, peakMb, results } = ran(dir, '--engine', 'inline', ...args);
    const cells = [
      `${queries} × ${MODELS}`.padEnd(16),
      (shards === null ? 'none' : String(shards)).padStart(8),
      cpuS.toFixed(1).padStart(13),
      tookS.toFixed(1).padStart(9),
      peakMb.toFixed(0).padStart(9),
      `   ${results.slice(0, 12)}`,
    ];
    process.stdout.write(`${cells.join(' ')}\n`);
    if (shards === null) continue;
    if (results !== (held ?? results)) throw new Error(`${shards} shards came to other results than fewer did`);
    held = results;
  }
  rmSync(dir, { recursive: true });
}
rmSync(scratch, { recursive: true });
