import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSpending } from '../../src/provider/spend-entries.js';
import { readRecordingFile } from '../../src/recording/read-recordings.js';
import { recordingFiles } from '../../src/recording/recording-file.js';
import { hash32 } from '../../src/stats/hash.js';
import { liveWorkspace, promptOf } from '../../test/support/live-workspace.js';
import {
  type Asked,
  answerTo,
  type Behaviour,
  type MisbehavingServer,
  misbehavingServer,
} from '../../test/support/misbehaving-server.js';

export interface KillSetting {
  readonly calls: number;
  readonly kills: number;
  readonly faultShare: number;
  /** In USD; with a first part that is too small, so that the cap is met as well. */
  readonly capsUsd: readonly [first: number, then: number];
  readonly seed: number;
}

export interface KillResult {
  readonly dir: string;
  readonly exits: readonly (number | 'SIGKILL')[];
  readonly requests: number;
  /** Reservations on the disk: none of the requests may have gone out without one. */
  readonly reservations: number;
  /** Attempts in recordings. The others were of calls that a kill ended before their recording was written. */
  readonly attempts: number;
  readonly faults: number;
  /** Cells with a recording, and lines more than one a cell. */
  readonly recorded: number;
  readonly repeated: number;
  readonly failed: number;
  /** Answers that are not what the server says to the prompt. */
  readonly wrong: number;
  /** Cells for which more than one answer was paid: crashes, and answers that never arrived whole. */
  readonly billedUsd: number;
  readonly ledgerUsd: number;
  /** The bill was above the cap at the end of a run. */
  readonly overCap: boolean;
  readonly filesWithKey: readonly string[];
  readonly tookMs: number;
}

/** In no form that a pattern knows: only its value can give it away. */
const KEY = 'local7secret0value9never0written';
const MODELS = ['local/a', 'local/b'];
const USD = 1e12;

const FAULTS: readonly Behaviour[] = [
  'rate_limit',
  'rate_limit_seconds',
  'server_error',
  'server_error_billed',
  'overloaded',
  'hang',
  'hang_in_stream',
  'reset',
  'half_closed',
  'cut',
  'malformed_json',
  'malformed_sse',
  'error_in_stream',
  'slow',
  'no_usage',
  'wrong_usage',
];

/** Records against a server that misbehaves, is killed on the way so many times, and goes on until all is recorded. */
export async function killAndResume({ calls, kills, faultShare, capsUsd, seed }: KillSetting): Promise<KillResult> {
  const startMs = Date.now();
  let faults = 0;
  const server = await misbehavingServer((asked) => {
    const behaviour = drawn(asked, faultShare, seed);
    if (behaviour !== 'answer') faults++;
    return behaviour;
  });
  try {
    const queries = calls / MODELS.length;
    const dir = liveWorkspace({ url: server.url, queries, models: MODELS });
    const killAt = Array.from({ length: kills }, (_, at) => hash32(seed, at, 1) % calls).sort((a, b) => a - b);
    const exits: KillResult['exits'][number][] = [];
    let overCap = false;
    for (let cap: number = capsUsd[0]; exits.at(-1) !== 0 && exits.length < kills + 10; ) {
      const exit = await recordUntil(dir, cap, server, killAt[0]);
      if (exit === 'SIGKILL') killAt.shift();
      exits.push(exit);
      overCap ||= server.billedPico() > cap * USD;
      if (exit === 4) cap = capsUsd[1];
    }
    const spent = await readSpending(join(dir, 'recordings/live/record/spend.jsonl'));
    return {
      dir,
      exits,
      requests: server.asked.length,
      reservations: spent.settled + spent.open.length,
      faults,
      ...(await counted(dir, queries)),
      billedUsd: server.billedPico() / USD,
      ledgerUsd: spent.open.reduce((sum, { reservedPico }) => sum + reservedPico, spent.settledPico) / USD,
      overCap,
      filesWithKey: filesWith(dir, KEY),
      tookMs: Date.now() - startMs,
    };
  } finally {
    await server.close();
  }
}

function drawn({ prompt, model, before }: Asked, faultShare: number, seed: number): Behaviour {
  const draw = hash32(seed, before, prompt.length + model.length);
  return draw / 2 ** 32 >= faultShare ? 'answer' : (FAULTS[hash32(seed, before, 7) % FAULTS.length] as Behaviour);
}

/** One run of the command, killed when the server has been asked so often. */
async function recordUntil(
  dir: string,
  capUsd: number,
  server: MisbehavingServer,
  killAt: number | undefined,
): Promise<number | 'SIGKILL'> {
  const options = ['--max-cost', String(capUsd), '--attempt-timeout', '500ms', '--max-retries', '10', '--concurrency', '8-32'];
  const child = spawn(process.execPath, [resolve('dist/cli/main.js'), 'record', ...options], {
    cwd: dir,
    env: { ...process.env, LOCAL_KEY: KEY, CI: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const killer = setInterval(() => {
    if (killAt !== undefined && server.asked.length >= killAt) child.kill('SIGKILL');
  }, 5);
  return new Promise((ended) => {
    child.on('exit', (code, signal) => {
      clearInterval(killer);
      ended(signal === 'SIGKILL' ? 'SIGKILL' : (code ?? -1));
    });
  });
}

async function counted(dir: string, queries: number) {
  const cells = new Set<string>();
  const counts = { attempts: 0, repeated: 0, failed: 0, wrong: 0 };
  for (const file of await recordingFiles(join(dir, 'recordings/live'))) {
    for await (const { recording } of readRecordingFile(file)) {
      const cell = `${recording.modelId} ${recording.queryId}`;
      if (cells.has(cell)) counts.repeated++;
      cells.add(cell);
      counts.attempts += recording.attempts?.length ?? 0;
      if (recording.error !== undefined) counts.failed++;
      else if (recording.answer?.text !== answerTo(promptOf(Number(recording.queryId.slice(1))))) counts.wrong++;
    }
  }
  const known = Array.from({ length: queries }, (_, at) => MODELS.map((model) => `${model} q${at}`)).flat();
  return { recorded: known.filter((cell) => cells.has(cell)).length, ...counts };
}

/** Files below a folder that hold a text. */
export function filesWith(dir: string, text: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'utf8').includes(text));
}
