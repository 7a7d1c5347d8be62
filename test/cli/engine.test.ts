import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { emptyDir, type Ran, routelab, routelabBeside, routelabIn } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = emptyDir();
const results = (out: string): Buffer => readFileSync(join(dir, out, 'latest/results.json'));
const dataUrl = (script: string): string => `data:text/javascript,${encodeURIComponent(script)}`;
const PLAIN = ['--quiet', '--engine'] as const;

beforeAll(async () => {
  await quickWorkspace(dir, 150, 3);
  writeFileSync(
    join(dir, 'strategies/knn.yaml'),
    'name: knn\nkind: dynamic\npipeline:\n  - predict: { by: knn, k: { $choice: [3, 9] }, features: [words] }\n',
  );
});

describe('--engine', () => {
  it('gives the same bytes on threads as on none', () => {
    for (const how of [['inline'], ['threads', '--threads', '3']]) {
      const ran = routelab(dir, 'run', ...PLAIN, ...how, '--out', `${how[0]}`);
      expect([0, 3], ran.stderr).toContain(ran.code);
    }
    expect(results('threads').equals(results('inline'))).toBe(true);
  });

  it('fits and chooses fold by fold on threads, and gives the same bytes', () => {
    const experiment = readFileSync(join(dir, 'routelab.yaml'), 'utf8');
    writeFileSync(join(dir, 'folds.yaml'), experiment.replace(/^split: .*/m, 'split: { kfold: 3, inner_folds: 2, seed: 1 }'));
    for (const engine of ['inline', 'threads']) {
      const ran = routelab(dir, 'run', '--experiment', 'folds.yaml', ...PLAIN, engine, '--out', `folds-${engine}`);
      expect([0, 3], ran.stderr).toContain(ran.code);
    }
    expect(results('folds-threads').equals(results('folds-inline'))).toBe(true);
  });

  it('searches the same candidates on threads, and writes the same trace', () => {
    const tune = ['tune', '--strategy', 'length', '--method', 'random', '--budget', '3', '--fresh', ...PLAIN] as const;
    for (const engine of ['inline', 'threads']) {
      const { code, stderr } = routelab(dir, ...tune, engine, '--out', `tuned-${engine}`);
      expect([0, 3], stderr).toContain(code);
    }
    expect(results('tuned-threads').equals(results('tuned-inline'))).toBe(true);
    const trace = (engine: string): string => readFileSync(join(dir, `tuned-${engine}/latest/trace.jsonl`), 'utf8');
    expect(trace('threads')).toBe(trace('inline'));
    expect(trace('threads').trim().split('\n')).toHaveLength(3);
  });

  it('says what to install where the packages are not there', () => {
    const missing =
      'export const resolve = (name, context, next) => { if (name === "bullmq") throw new Error("no"); return next(name, context); }';
    const hook = `import { register } from "node:module"; register(${JSON.stringify(dataUrl(missing))});`;
    const env = { NODE_OPTIONS: `--import=${dataUrl(hook)}`, ROUTELAB_REDIS: 'redis://127.0.0.1:1' };
    for (const [asks, ...args] of [
      ['--engine bullmq', 'run', '--engine', 'bullmq'],
      ['worker', 'worker'],
    ] as const) {
      const { code, stderr } = routelabIn(env, dir, ...args);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining(`${asks}  needs two packages that are not installed; accepted: npm install bullmq@6 ioredis@6`),
      ]);
    }
  });

  it.each([
    [['run', '--threads', '0'], /--threads.*not accepted \(got 0\); accepted: a whole number from 1 to 256/],
    [['run', '--engine', 'inline', '--threads', '2'], /--threads.*is for --engine threads, and this is inline/],
    [['run', '--engine', 'threads', '--redis', 'redis://h'], /--redis.*is for --engine bullmq, and this is threads/],
    [['run', '--inputs', 'there'], /--inputs.*is for --engine bullmq/],
    [['run', '--redis-timeout', '1s'], /--redis-timeout.*is for --engine bullmq/],
    [['tune', '--engine', 'bullmq'], /--redis.*is missing: which Redis .*ROUTELAB_REDIS/],
    [['worker'], /--redis.*is missing/],
    [['worker', '--redis', 'http://h:1'], /--redis.*is no Redis URL.*rediss:/],
    [['worker', '--redis', 'redis://:hush@h'], /holds a password, and everybody on this machine can read a command line/],
    [
      ['worker', '--redis', 'redis://h', '--env-file', 'models.yaml'],
      /--env-file.*is for a worker that makes calls; accepted: --models/,
    ],
    [['worker', '--redis', 'redis://h', '--stalled-after', '0'], /--stalled-after.*1 to 3600/],
  ] as const)('refuses %j', (args, message) => {
    const { code, stderr } = routelab(dir, ...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).not.toContain('hush');
  });
});

/** Keeps a thread that is not the first one busy for ever, once it has said so. */
const BUSY = `import { isMainThread } from 'node:worker_threads'; import { writeFileSync } from 'node:fs';
if (!isMainThread) { writeFileSync('begun', ''); for (;;); }`;
/** Keeps the only thread busy for ever with the first thing that may take long. */
const STUCK = `import { Script } from 'node:vm'; import { writeFileSync } from 'node:fs';
const { runInThisContext } = Script.prototype;
Script.prototype.runInThisContext = function (...options) {
  globalThis[Symbol.for('routelab.breakable')] = () => { writeFileSync('begun', ''); for (;;); };
  return runInThisContext.apply(this, options);
};`;
/** Keeps the report's folder from its place until somebody lets it go. */
const HELD = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
const { rename } = fs.promises;
fs.promises.rename = async (...paths) => {
  fs.writeFileSync('begun', '');
  while (!fs.existsSync('go')) await new Promise((later) => setTimeout(later, 5));
  return rename(...paths);
};
syncBuiltinESMExports();`;

describe('Ctrl-C', { timeout: 60_000 }, () => {
  /** A copy of the workspace in which a command is interrupted once it has got to a place. */
  async function interrupted(script: string, args: readonly string[], then: (own: string, said: () => string) => unknown) {
    const own = emptyDir();
    cpSync(dir, own, { recursive: true });
    const env = { NODE_OPTIONS: `--import=${dataUrl(script)}` };
    let child: ChildProcess | undefined;
    let said = '';
    // Whatever becomes of the test, nothing stays busy.
    onTestFinished(() => void child?.kill('SIGKILL'));
    const ended: Promise<Ran> = routelabBeside(env, own, [...args, '--quiet', '--out', 'mine'], (started) => {
      child = started;
      started.stderr?.on('data', (chunk) => {
        said += String(chunk);
      });
    });
    await expect.poll(() => existsSync(join(own, 'begun'))).toBe(true);
    child?.kill('SIGINT');
    await then(own, () => said);
    return { own, ...(await ended) };
  }

  const left = 'interrupted: no report was written, and one that was there is as it was';
  const kept = `${left}; what was tried is kept, and the same command goes on from there`;
  it.each([
    ['run', 'threads', BUSY, ['--threads', '2'], left],
    ['tune', 'threads', BUSY, ['--threads', '2', '--budget', '3'], kept],
    ['run', 'inline', STUCK, [], left],
    ['run', 'inline', STUCK, ['--shards', '2'], left],
    ['tune', 'inline', STUCK, ['--budget', '3', '--fresh'], `${kept} without --fresh`],
  ])('ends %s on %s at once, in the midst of a unit, with one line and 130', async (command, engine, script, more, says) => {
    const args = [command, '--engine', engine, ...(more.includes('--shards') ? [] : ['--no-cache']), ...more];
    const { own, code, stdout, stderr } = await interrupted(script, args, () => undefined);
    expect([code, stdout, stderr]).toEqual([130, '', `${says}\n`]);
    const shards = join(own, '.routelab/shards');
    expect([existsSync(join(own, 'mine')), existsSync(shards) ? readdirSync(shards) : []]).toEqual([false, []]);
  });

  it('in the last moment lets the report be finished', async () => {
    const args = ['run', '--engine', 'inline', '--no-cache'];
    const { own, code, stderr } = await interrupted(HELD, args, async (folder, said) => {
      await expect.poll(said).toContain('the report is being written, and will be whole; once more stops at once\n');
      writeFileSync(join(folder, 'go'), '');
    });
    expect([0, 3], stderr).toContain(code);
    expect(JSON.parse(readFileSync(join(own, 'mine/latest/results.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });
});
