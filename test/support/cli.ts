import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line in a folder, without a terminal and outside any pipeline. */
export function routelab(cwd: string, ...args: string[]): Ran {
  return routelabIn({}, cwd, ...args);
}

/** The same with more of an environment. */
export function routelabIn(env: Readonly<Record<string, string>>, cwd: string, ...args: string[]): Ran {
  const outside = { NO_COLOR: undefined, FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined, GITHUB_STEP_SUMMARY: undefined };
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
