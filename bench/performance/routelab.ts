import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Runs the built command line in a folder. A comparison that finds no winner (3) is as good a run as any. */
export function routelab(cwd: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [resolve('dist/cli/main.js'), ...args], { cwd, encoding: 'utf8' });
  if (status !== 0 && status !== 3) throw new Error(`routelab ${args.join(' ')} ended with ${status}: ${stderr}`);
}
