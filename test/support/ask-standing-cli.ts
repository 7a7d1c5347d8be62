import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A command line as a process gets it. */
export interface CommandLine {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
}

/**
 * What the command line that stands ready answers; null where a process of its own must: for whatever loads modules of the
 * workspace, since a process loads each only once.
 */
export function askStandingCli(line: CommandLine): { code: number; stdout: string; stderr: string } | null {
  const folder = join(tmpdir(), `standing-cli-${process.env['VITEST_POOL_ID']}`);
  if (
    process.env['ROUTELAB_TEST_RUN'] === undefined ||
    loadsModules(line)
  )
    return null;
  if (!existsSync(join(folder, 'ask'))) start(folder);
  writeFileSync(join(folder, 'ask'), JSON.stringify(line));
  return JSON.parse(readFileSync(join(folder, 'answer'), 'utf8'));
}

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

/** Modules that a command may load; of those that it exports only `conform` does. */
function loadsModules({ cwd, args }: CommandLine): boolean {
  const among = (path: string): boolean => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() !== true) return /\.[cm]?[jt]s$/.test(path);
    return readdirSync(path).some((name) => (name !== 'exports' || args[0] === 'conform') && among(join(path, name)));
  };
  return [cwd, ...args].some((path) => among(resolve(cwd, path)));
}
