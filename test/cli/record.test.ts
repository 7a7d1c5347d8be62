import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { killAndResume } from '../../bench/recording/kill-and-resume.js';
import type { Recording } from '../../src/domain/recording.js';
import type { Results } from '../../src/domain/results.js';
import { readRecordingFile } from '../../src/recording/read-recordings.js';
import { recordingFiles } from '../../src/recording/recording-file.js';
import { routelab, routelabBeside, routelabIn } from '../support/cli.js';
import { liveWorkspace, promptOf } from '../support/live-workspace.js';
import { answerTo, type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';

const KEY = 'local7secret0value9never0written';
const env = { LOCAL_KEY: KEY };

let server: MisbehavingServer | undefined;
afterEach(() => server?.close());

async function serve(behave: Parameters<typeof misbehavingServer>[0] = () => 'answer', chunkMs = 0): Promise<MisbehavingServer> {
  server = await misbehavingServer(behave, { chunkMs });
  return server;
}

async function recordings(dir: string): Promise<Recording[]> {
  const all: Recording[] = [];
  for (const file of await recordingFiles(join(dir, 'recordings/live'))) {
    for await (const { recording } of readRecordingFile(file)) all.push(recording);
  }
  return all;
}

const record = (dir: string, ...args: string[]) => routelabBeside(env, dir, ['record', ...args]);

describe('routelab record', () => {
  it('shows a plan that sends nothing, records it within the cap, and is replayed to the same bytes twice', async () => {
    const { url, asked, billedPico } = await serve();
    const dir = liveWorkspace({ url, queries: 12, models: ['local/a', 'local/b'] });
    const plan = await routelabBeside({}, dir, ['record', '--dry-run']);
    expect(plan).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/12 queries × 2 models: 24 calls[\s\S]*LOCAL_KEY not set/),
    });
    expect([asked.length, existsSync(join(dir, 'recordings'))]).toEqual([0, false]);

    const ran = await record(dir, '--max-cost', '1');
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('recorded 24 of 24 calls') });
    const made = await recordings(dir);
    expect(made).toHaveLength(24);
    for (const { queryId, answer, key, usage, timing, attempts, request } of made) {
      expect(answer?.text).toBe(answerTo(promptOf(Number(queryId.slice(1)))));
      expect([key?.length, attempts?.length, request]).toEqual([64, 1, { maxOutputTokens: 40, temperature: 0 }]);
      expect([usage?.outputTokens, timing?.firstTokenMs]).toEqual([expect.any(Number), expect.any(Number)]);
    }
    // What the recordings say they cost is what the server would bill.
    const again = await routelabBeside({}, dir, ['record', '--dry-run', '--json']);
    const { plan: after } = JSON.parse(again.stdout) as { plan: { calls: number; spentUsd: number } };
    expect([after.calls, after.spentUsd]).toEqual([0, billedPico() / 1e12]);

    const results = (): string => readFileSync(join(dir, 'reports/latest/results.json'), 'utf8');
    expect(routelab(dir, 'run').code).toBe(0);
    const first = results();
    // Replay loads nothing that could call anybody.
    const hook = new URL('../support/log-loads.mjs', import.meta.url).href;
    const { stdout } = routelabIn({ NODE_OPTIONS: `--import ${hook}` }, dir, 'run');
    expect(stdout).toMatch(/loaded .*node_modules\/zod/);
    expect(stdout).not.toMatch(/loaded .*(node_modules\/(@ai-sdk|gpt-tokenizer)|dist\/provider)\//);
    expect(results()).toBe(first);
    expect(asked).toHaveLength(24);
    expect(routelab(dir, 'validate').code).toBe(0);
  });

  it('loses nothing, repeats nothing and overspends nothing when it is killed five times amid faults', async () => {
    const { exits, ...result } = await killAndResume({ calls: 400, kills: 5, faultShare: 0.2, capsUsd: [0.03, 0.6], seed: 7 });
    expect(exits.filter((exit) => exit === 'SIGKILL')).toHaveLength(5);
    expect(exits.filter((exit) => exit !== 'SIGKILL')).toEqual([4, 0]);
    expect(result).toMatchObject({ recorded: 400, repeated: 0, wrong: 0, overCap: false, filesWithKey: [] });
    expect(result.billedUsd).toBeLessThanOrEqual(result.ledgerUsd);
    // Nothing was sent that was not on the disk before, and no attempt was made up.
    expect(result.requests).toBeLessThanOrEqual(result.reservations);
    expect(result.attempts).toBeLessThanOrEqual(result.requests);
    expect(result.faults).toBeGreaterThan(50);
  });

  it('finishes what is in flight on Ctrl-C, and goes on with the command it prints', async () => {
    const { url, asked } = await serve(() => 'answer', 15);
    const dir = liveWorkspace({ url, queries: 60 });
    const ran = await routelabBeside(env, dir, ['record', '--max-cost', '1'], (child) => {
      const timer = setInterval(() => {
        if (asked.length < 8) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 5);
    });
    expect(ran).toMatchObject({ code: 130, stderr: expect.stringContaining('resume   routelab record --max-cost 1\n') });
    expect((await recordings(dir)).length).toBe(asked.length);
    expect(asked.length).toBeLessThan(60);
    expect((await record(dir, '--max-cost', '1')).code).toBe(0);
    expect([asked.length, (await recordings(dir)).length]).toEqual([60, 60]);
  });

  it('keeps a second process out while one writes, and lets the next one in when that is gone', async () => {
    let hangs = true;
    const { url, asked } = await serve(() => (hangs ? 'hang' : 'answer'));
    const dir = liveWorkspace({ url, queries: 3 });
    const first = await new Promise<{ child: ChildProcess; ended: Promise<unknown> }>((writing) => {
      const ended = routelabBeside(env, dir, ['record', '--max-cost', '1'], (child) => {
        const timer = setInterval(() => {
          if (asked.length < 3) return;
          clearInterval(timer);
          writing({ child, ended });
        }, 5);
      });
    });
    const refused = await record(dir, '--max-cost', '1');
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`these recordings are being written by process ${first.child.pid} on`),
    });
    expect(asked).toHaveLength(3);
    first.child.kill('SIGKILL');
    await first.ended;
    hangs = false;
    expect((await record(dir, '--max-cost', '1')).code).toBe(0);
    expect([asked.length, (await recordings(dir)).length]).toEqual([6, 3]);
  });

  it('stops at once on the second Ctrl-C, and counts what it broke off in full', async () => {
    const { url, asked } = await serve(({ before }) => (before < 3 ? 'answer' : 'hang'));
    const dir = liveWorkspace({ url, queries: 20 });
    const file = join(dir, 'recordings/live/local%2Fa.jsonl');
    const written = (): number => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0);
    // Longer than this test may take: what isn't broken off is not over in time.
    const ran = await routelabBeside(env, dir, ['record', '--max-cost', '1', '--attempt-timeout', '9m'], (child) => {
      let said = '';
      child.stderr?.on('data', (chunk) => {
        said += String(chunk);
      });
      const once = setInterval(() => {
        if (asked.length < 6) return;
        clearInterval(once);
        child.kill('SIGINT');
        const twice = setInterval(() => {
          if (!said.includes('once more stops at once') || written() < 3) return;
          clearInterval(twice);
          child.kill('SIGINT');
        }, 5);
      }, 5);
    });
    expect(ran).toMatchObject({ code: 130, stdout: expect.stringMatching(/reserved for calls of which nobody knows/) });
    expect(await recordings(dir)).toHaveLength(3);
  });

  it('fills what is missing before a run, and ends with 4 where the cap left something', async () => {
    const { url, asked } = await serve();
    const dir = liveWorkspace({ url, queries: 8 });
    const run = (...args: string[]) => routelabBeside(env, dir, ['run', ...args]);
    const capped = await run('--live', '--max-cost', '0.0006', '--json');
    expect([capped.code, asked.length < 8, capped.stderr]).toEqual([4, true, expect.stringContaining('the cap leaves no room')]);
    const whole = await run('--live', '--max-cost', '1', '--json');
    expect([whole.code, asked.length]).toEqual([0, 8]);
    expect((JSON.parse(whole.stdout) as { results: Results }).results.workload.models[0]?.recorded).toBe(8);
    expect((await run('--live', '--quiet')).code).toBe(0);
    expect(routelab(dir, 'run', '--max-cost', '1').stderr).toContain('is for --live');
    expect(asked).toHaveLength(8);
  });

  it('says at once that a model can’t be reached, keeps its answers, and gives the reason when it is stopped', async () => {
    const { url, close } = await serve();
    const dir = liveWorkspace({ url, queries: 2 });
    await record(dir, '--max-cost', '1');
    await close();
    server = undefined;
    const down = await record(dir, '--mode', 'all', '--max-cost', '1', '--query', 'q1', '--max-retries', '0');
    expect([down.code, down.stdout]).toEqual([
      4,
      expect.stringMatching(
        /recorded 0 of 1 calls\n[\s\S]*1 calls, because nothing answers at http:\/\/127\.0\.0\.1:\d+\/v1 \(ECONNREFUSED/,
      ),
    ]);
    expect(await recordings(dir)).toHaveLength(2);
    const stopped = await routelabBeside(
      env,
      dir,
      ['record', '--mode', 'all', '--max-cost', '1', '--give-up-after', '9m'],
      (child) => {
        child.stderr?.once('data', () => child.kill('SIGTERM'));
      },
    );
    expect(stopped.stderr).toMatch(/^trouble {2}local\/a: network: ECONNREFUSED.*; it is tried again/);
    expect(stopped.stdout).toMatch(/because recording was stopped \(last attempt: network: ECONNREFUSED/);
  });

  it('counts what is missing beyond a limit and names the command that records it', async () => {
    const { url } = await serve();
    const dir = liveWorkspace({ url, queries: 5, models: ['local/a', 'local/b'] });
    const first = await record(dir, '--max-cost', '1', '--limit', '2', '--model', 'local/a');
    expect(first.stdout).toContain('beyond   3 calls are missing of the queries beyond --limit');
    const again = await record(dir, '--limit=2', '--max-cost', '1', '--model', 'local/a');
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/nothing to record.*\nbeyond {3}3 calls/)]);
    expect(again.stderr).toBe('next     routelab record --max-cost 1 --model local/a\n');
    const plan = await record(dir, '--dry-run', '--samples', '3');
    expect(plan.stdout).toContain('those of all models for local/a (only 2 of its own), local/b (none of its own)');
    const whole = await record(dir, '--max-cost', '1', '--limit', '5');
    expect([whole.stdout, whole.stderr]).toEqual([expect.not.stringContaining('beyond'), 'next     routelab run\n']);
  });

  it('tells mistakes with what is accepted', () => {
    const dir = liveWorkspace({ url: 'http://127.0.0.1:9/v1', queries: 2 });
    const say = (...args: string[]) => routelab(dir, 'record', ...args).stderr;
    expect(say('--model', 'local/aa')).toContain('Did you mean "local/a"?');
    expect(say('--concurrency', '8-4')).toContain('a range such as 4-32');
    expect(say('--attempt-timeout', '5')).toContain('a time such as 500ms');
    expect(say('--max-cost', 'x')).toContain('is not a number (got x)');
    expect(say('--before', '2026-01-01')).toContain('is for --mode all');
    expect(existsSync(join(dir, 'recordings'))).toBe(false);
    expect(say('--query', 'q9')).toContain('no such query');
    expect(existsSync(join(dir, 'recordings/live'))).toBe(false);
    const ci = routelabIn({ ...env, CI: 'true' }, dir, 'record', '--max-cost', '1');
    expect([ci.code, ci.stderr]).toEqual([4, expect.stringContaining('CI=true forces mode none')]);
  });
});
