import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { emptyDir, type Ran, routelab, routelabBeside } from './cli.js';
import { quickWorkspace } from './quick-workspace.js';
import { type OwnRedis, ownRedis } from './redis.js';
import { redisWorkers, type Workers } from './redis-worker.js';

/** A workspace, a Redis of one's own, and workers beside it. */
export interface QueuedRuns {
  readonly dir: string;
  readonly workers: Workers;
  readonly redis: OwnRedis;
  env(): Record<string, string>;
  /** Runs on the workers; `heard` gets what is said meanwhile, and what interrupts the run. */
  run(args?: readonly string[], heard?: (text: string, interrupt: () => void) => void): Promise<Ran>;
  results(): Buffer;
  /** What one process came to. */
  readonly expected: Buffer;
}

export interface QueuedOptions {
  readonly queries: number;
  readonly models: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Changes the workspace before it is run by one process. */
  readonly prepare?: (dir: string) => void;
}

/** Call it inside a `describe`. The Redis is emptied, and workers are gone, after each test. */
export function queuedRuns({ queries, models, tls, prepare = () => undefined }: QueuedOptions): QueuedRuns {
  const dir = emptyDir();
  const workers = redisWorkers(dir);
  let redis: OwnRedis | undefined;
  let expected: Buffer | undefined;
  const resultsOf = (out: string): Buffer => readFileSync(join(dir, out, 'latest/results.json'));
  beforeAll(async () => {
    redis = await ownRedis(tls);
    await quickWorkspace(dir, queries, models);
    prepare(dir);
    const ran = routelab(dir, 'run', '--engine', 'inline', '--quiet', '--out', 'inline');
    expect([0, 3], ran.stderr).toContain(ran.code);
    expected = resultsOf('inline');
  }, 120_000);
  afterEach(async () => {
    await workers.end();
    await redis?.client.flushall();
  });
  afterAll(() => redis?.stop());
  const env = (): Record<string, string> => ({
    ROUTELAB_REDIS: (redis as OwnRedis).url,
    ...(tls === undefined ? {} : { NODE_EXTRA_CA_CERTS: tls.cert }),
  });
  return {
    dir,
    workers,
    env,
    get redis() {
      return redis as OwnRedis;
    },
    get expected() {
      return expected as Buffer;
    },
    run: (args = [], heard = () => undefined) =>
      routelabBeside(env(), dir, ['run', '--engine', 'bullmq', '--quiet', '--out', 'queued', ...args], (child) => {
        workers.adopt(child);
        child.stderr?.on('data', (chunk) => heard(String(chunk), () => child.kill('SIGINT')));
      }),
    results: () => resultsOf('queued'),
  };
}
