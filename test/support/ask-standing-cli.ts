import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A command line as a process gets it. */
export interface CommandLine {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
}

/** What a command said and ended with. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whoever asked and was given up on (a test that took too long) may have left the process at work. */
const READY_WITHIN_MS = 60_000;
let asking = false;

/**
 * What the command line that stands ready answers; null where a process of its own must: for what loads modules of the
 * workspace, since a process loads each only once, for variables that are read when a process starts, and beside another
 * question.
 */
export function askStandingCli(line: CommandLine): Answer | null {
  const folder = asked(line);
  return folder === null ? null : JSON.parse(readFileSync(join(folder, 'answer'), 'utf8'));
}

/** The same while this process goes on, so that it can serve what the command asks for. */
export async function askStandingCliBeside(line: CommandLine): Promise<Answer | null> {
  const folder = asked(line);
  if (folder === null) return null;
  asking = true;
  const answer = await readFile(join(folder, 'answer'), 'utf8');
  asking = false;
  return JSON.parse(answer);
}

/** Where the answer to a question will come. */
function asked(line: CommandLine): string | null {
  if (asking || process.env['ROUTELAB_TEST_RUN'] === undefined || needsOwnProcess(line)) return null;
  const folder = join(tmpdir(), `standing-cli-${process.env['VITEST_POOL_ID']}`);
  const pipe = join(folder, 'ask');
  if (!existsSync(pipe)) start(folder);
  const question = openPipe(pipe);
  if (question === null) return null;
  writeSync(question, JSON.stringify(line));
  closeSync(question);
  return folder;
}

/** A pipe to write to, once somebody reads it; null where nobody does. */
function openPipe(pipe: string): number | null {
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; Atomics.wait(BELL, 0, 0, 2))
    try {
      return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    }
  return null;
}
const BELL = new Int32Array(new SharedArrayBuffer(4));

function start(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'answer'))) execFileSync('mkfifo', [join(folder, 'answer')]);
  execFileSync('mkfifo', [join(folder, 'making')]);
  const program = [resolve('test/support/standing-cli.mjs'), resolve('dist/cli/program.js'), resolve('dist/cli/main.js')];
  const child = spawn(process.execPath, [...program, folder, String(process.env['ROUTELAB_TEST_RUN'])], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined },
  });
  child.unref();
  renameSync(join(folder, 'making'), join(folder, 'ask'));
}

/** Where it may load modules (of those that it exports only `conform` does), or gets what is read when a process starts. */
function needsOwnProcess({ cwd, env, args }: CommandLine): boolean {
  const early = Object.keys(env).filter((name) => /^NODE_|COLOR$/.test(name));
  if (early.some((name) => env[name] !== undefined && env[name] !== process.env[name])) return true;
  const among = (path: string): boolean => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() !== true) return /\.[cm]?[jt]s$/.test(path);
    return readdirSync(path).some((name) => (name !== 'exports' || args[0] === 'conform') && among(join(path, name)));
  };
  return [cwd, ...args].some((path) => among(resolve(cwd, path)));
}
