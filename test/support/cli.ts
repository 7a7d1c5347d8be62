import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { askStandingCli, askStandingCliBeside, type CommandLine } from './ask-standing-cli.js';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const outside = { NO_COLOR: undefined, FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined, GITHUB_STEP_SUMMARY: undefined };

/**
 * Runs the built command line in a folder, without a terminal and outside any pipeline: in the process that stands ready
 * where that comes to the same, else in one of its own.
 */
export function routelab(cwd: string, ...args: string[]): Ran {
  return routelabIn({}, cwd, ...args);
}

/** The same with more of an environment. */
export function routelabIn(env: Readonly<Record<string, string>>, cwd: string, ...args: string[]): Ran {
  const line = { cwd: resolve(cwd), env: { ...process.env, ...outside, ...env }, args };
  return askStandingCli(line) ?? inItsOwnProcess(line);
}

/** The same in a process of its own in any case. */
export function inItsOwnProcess({ cwd, env, args }: CommandLine): Ran {
  const command = [resolve('dist/cli/main.js'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8', env });
  return { code: status, stdout, stderr };
}

/** An empty folder that the system clears. */
export function emptyDir(): string {
  return mkdtempSync(join(tmpdir(), 'routelab-test-'));
}

/** Runs it while this process goes on, which can so serve what the command asks for; a process of its own where `started` gets it. */
export async function routelabBeside(
  env: Readonly<Record<string, string>>,
  cwd: string,
  args: readonly string[],
  started?: (child: ChildProcess) => void,
): Promise<Ran> {
  const whole = { ...process.env, ...outside, CI: undefined, ...env };
  const answer = started === undefined ? await askStandingCliBeside({ cwd: resolve(cwd), env: whole, args }) : null;
  if (answer !== null) return answer;
  const child = spawn(process.execPath, [resolve('dist/cli/main.js'), ...args], { cwd, env: whole });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  started?.(child);
  return new Promise((ended) => child.on('close', (code) => ended({ code, stdout, stderr })));
}
