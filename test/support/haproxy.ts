import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../bench/performance/free-port.js';
import { signalHeader } from '../../src/export/haproxy/native.js';
import { haproxy } from '../../src/export/haproxy.js';
import type { ExportFile } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import type { RouteRequest } from '../../src/router/router.js';
import { exported, written } from './an-export.js';
import { askedChains, chainsBy } from './asked-chains.js';
import type { Upstreams } from './upstreams.js';

const HAPROXY = process.env['HAPROXY_PATH'] ?? '/usr/sbin/haproxy';

/** Without haproxy these tests skip on a laptop and fail in CI. */
export const hasHaproxy = existsSync(HAPROXY) || process.env['CI'] === 'true';

export interface Haproxy {
  /** Of chat completions. */
  readonly url: string;
  readonly dir: string;
  stop(): Promise<void>;
}

/** HAProxy with an exported folder, as its user starts it. */
export async function startHaproxy(files: readonly ExportFile[], port: number, upstreams: Upstreams): Promise<Haproxy> {
  const dir = written(files);
  const env = { ...process.env, LAB_API_KEY: 'test', LAB_ADDRESS: new URL(upstreams.url).host };
  const child = spawn(HAPROXY, ['-f', join(dir, 'haproxy.cfg')], { stdio: 'ignore', env });
  const url = `http://127.0.0.1:${port}/v1/chat/completions`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`haproxy does not start: ${complaints(dir, env)}`);
    const there = await fetch(url).then(
      () => true,
      () => false,
    );
    if (there) break;
    await new Promise((later) => setTimeout(later, 25));
  }
  return {
    url,
    dir,
    stop: () =>
      new Promise((stopped) => {
        child.once('exit', () => stopped());
        child.kill('SIGTERM');
      }),
  };
}

/** What it says of its file, where the variables are these. */
export function complaints(dir: string, env: NodeJS.ProcessEnv): string {
  return spawnSync(HAPROXY, ['-c', '-f', join(dir, 'haproxy.cfg')], { encoding: 'utf8', env }).stderr;
}

/**
 * Whom the real HAProxy asks for each request, every model being down: by the exported ask.mjs, or, where it decides itself, by what
 * callers would send.
 */
export async function haproxyChains(
  config: RouterConfig,
  mode: 'dispatch' | 'native',
  upstreams: Upstreams,
  requests: readonly RouteRequest[],
  change: (files: readonly ExportFile[]) => readonly ExportFile[] = (files) => files,
): Promise<string[][]> {
  const port = await freePort();
  const { files } = exported(haproxy, config, { mode, port });
  const running = await startHaproxy(change(mode === 'native' ? toldByPath(files) : files), port, upstreams);
  try {
    for (const { name } of config.models) upstreams.down.add(name);
    return mode === 'dispatch' ? await byAsking(running, upstreams, requests) : await byItself(running, upstreams, requests);
  } finally {
    upstreams.down.clear();
    await running.stop();
  }
}

async function byAsking({ url, dir }: Haproxy, upstreams: Upstreams, requests: readonly RouteRequest[]): Promise<string[][]> {
  const { ask } = (await import(pathToFileURL(join(dir, 'ask.mjs')).href)) as {
    ask(url: string, body: object, known: object): Promise<Response>;
  };
  // Where nobody is to be asked it throws before it asks; the gateway's own 400 says the same.
  return chainsBy(upstreams, requests, ({ messages, ...known }, user) =>
    ask(url, { messages, user }, known).catch((error: Error) => {
      if (error.message.startsWith('the router allows no model')) return new Response(null, { status: 400 });
      throw error;
    }),
  );
}

/** The upstreams can't be told apart by the body, which HAProxy leaves as it is: they are by the path that each backend is given. */
async function byItself({ url }: Haproxy, upstreams: Upstreams, requests: readonly RouteRequest[]): Promise<string[][]> {
  return askedChains(url, upstreams, requests, ({ signals = {} }) => ({
    headers: Object.fromEntries(
      Object.entries(signals)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [signalHeader(name), String(value)]),
    ),
  }));
}

/** Every backend asks under a path of its own, by which an upstream tells which it was. */
function toldByPath(files: readonly ExportFile[]): readonly ExportFile[] {
  return files.map((file) =>
    file.path === 'haproxy.cfg'
      ? { ...file, text: file.text.replace(/^(backend model_(\d+)\n[\s\S]*?set-path )\/v1/gm, '$1/m$2') }
      : file,
  );
}
