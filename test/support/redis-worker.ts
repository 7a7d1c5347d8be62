import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** Worker processes of a test, of which none outlives it. */
export interface Workers {
  /** Starts one; resolves when it is ready. Its later lines go to `heard`. */
  start(env: Readonly<Record<string, string>>, args?: readonly string[], heard?: (line: string) => void): Promise<ChildProcess>;
  /** Takes care of another process too. */
  adopt(child: ChildProcess): void;
  /** Kills those that still run. */
  end(): Promise<void>;
}

export function redisWorkers(cwd: string): Workers {
  const children: ChildProcess[] = [];
  return {
    start(env, more = [], heard = () => undefined) {
      const stalled = more.includes('--stalled-after') ? [] : ['--stalled-after', '2'];
      const args = [resolve('dist/cli/main.js'), 'worker', '--concurrency', '1', ...stalled, ...more];
      const child = spawn(process.execPath, args, { cwd, env: { ...process.env, CI: undefined, ...env, NO_COLOR: '1' } });
      children.push(child);
      let said = '';
      return new Promise((ready, failed) => {
        child.stderr.on('data', (chunk) => {
          said += String(chunk);
          if (said.includes('worker ready')) ready(child);
          for (const line of String(chunk).trim().split('\n')) heard(line);
        });
        child.on('exit', (status) => failed(new Error(`the worker ended with ${status}: ${said}`)));
      });
    },
    adopt: (child) => children.push(child),
    async end() {
      await Promise.all(children.splice(0).map(ended));
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit');
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.on('exit', () => done());
    child.kill('SIGKILL');
  });
}
