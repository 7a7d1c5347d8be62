import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { askStandingCli } from './ask-standing-cli.js';

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
  return askStandingCli({ cwd: resolve(cwd), env: { ...process.env, ...outside }, args }) ?? routelabIn({}, cwd, ...args);
}

/** The same in a process of its own, with more of an environment. */
export function routelabIn(env: Readonly<Record<string, string>>, cwd: string, ...args: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('dist/cli/main.js'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...outside, ...env },
  });
  return { code: status, stdout, stderr };
}

/** An empty folder that the system clears. */
export function emptyDir(): string {
  return mkdtempSync(join(tmpdir(), 'routelab-test-'));
}

/** The same while this process goes on, so that it can serve what the command asks for. `started` gets the child. */
export function routelabBeside(
  env: Readonly<Record<string, string>>,
  cwd: string,
  args: readonly string[],
  started: (child: ChildProcess) => void = () => undefined,
): Promise<Ran> {
  const child = spawn(process.execPath, [resolve('dist/cli/main.js'), ...args], {
    cwd,
    env: { ...process.env, ...outside, CI: undefined, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  started(child);
  return new Promise((ended) => child.on('close', (code) => ended({ code, stdout, stderr })));
}
