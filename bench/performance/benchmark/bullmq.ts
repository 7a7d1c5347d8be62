import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeWorkspace } from '../../make-workspace.js';
import type { Benchmark } from '../benchmark.js';
import { hasRedisServer, redisServer } from '../redis-server.js';
import { secondsOf } from '../time.js';

/** Candidates of forests: nothing is shared between their fits but the text's directions. */
const FOREST = `name: forest
kind: dynamic
pipeline:
  - predict: { by: forest, trees: { $choice: [40, 60, 80, 100, 120, 140, 160, 180] }, min_leaf: { $choice: [5, 8, 10, 12, 15, 18, 20, 25, 30, 35, 40, 50] }, utility: { per_usd: 10 } }
fallback: [lab/m0]
`;

/** A whole tuning job, on one worker and on two of the same machine, each with one thread; the asking process beside them. */
export const bullmq: Benchmark = {
  name: 'bullmq',
  run: async (size) => {
    const [queries, budget] = size === 'full' ? [4000, 64] : [200, 3];
    const work = `tune, ${budget} forests on ${queries.toLocaleString('en-US')} queries, two BullMQ workers`;
    if (!hasRedisServer) {
      process.stderr.write('bullmq: not measured, no redis-server is here\n');
      return { rows: [] };
    }
    const dir = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
    const redis = await redisServer();
    try {
      await makeWorkspace(dir, queries, 5);
      for (const plain of ['length', 'words', 'tier']) rmSync(join(dir, `strategies/${plain}.yaml`));
      writeFileSync(join(dir, 'strategies/forest.yaml'), FOREST);
      const took = async (workers: number): Promise<number> => tuned(dir, redis.url, workers, budget);
      const one = await took(1);
      const two = await took(2);
      const bytes = [1, 2].map((workers) => readFileSync(join(dir, `tuned-${workers}/latest/results.json`)));
      if (bytes[0]?.equals(bytes[1] as Buffer) !== true) throw new Error('one worker and two came to different results');
      const goal = size === 'full' ? { goal: { kind: 'times' as const, atLeast: 1.6 } } : {};
      return { rows: [{ work, value: two, unit: 's', anchor: { what: 'the same on one worker', value: one }, ...goal }] };
    } finally {
      await redis.stop();
      rmSync(dir, { recursive: true });
    }
  },
};

/** Seconds of the whole command, with workers that are ready before it starts. */
async function tuned(dir: string, url: string, workers: number, budget: number): Promise<number> {
  const cli = resolve('dist/cli/main.js');
  const running = await Promise.all(Array.from({ length: workers }, () => readyWorker(cli, dir, url)));
  try {
    const args = ['tune', '--method', 'random', '--budget', String(budget), '--fresh', '--quiet', '--out', `tuned-${workers}`];
    return await secondsOf(() => ended(spawn(process.execPath, [cli, ...args, '--redis', url], { cwd: dir })));
  } finally {
    for (const child of running) child.kill('SIGKILL');
  }
}

function readyWorker(cli: string, cwd: string, url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [cli, 'worker', '--concurrency', '1', '--redis', url], { cwd });
  return new Promise((ready, failed) => {
    child.stderr.on('data', (chunk) => {
      if (String(chunk).includes('worker ready')) ready(child);
    });
    child.on('exit', (code) => failed(new Error(`a worker ended with ${code}`)));
  });
}

/** A comparison that finds no winner (3) is as good as any. */
function ended(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  return new Promise((done, failed) => {
    child.on('exit', (code) => {
      if (code === 0 || code === 3) done();
      else failed(new Error(`routelab tune ended with ${code}: ${said}`));
    });
  });
}
