import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RouterConfig } from '../../src/router/config.js';
import { sealRouter } from '../../src/router/seal.js';
import { type Ran, routelabBeside } from './cli.js';
import { tempFolder } from './temp-file.js';

export const SERVE_KEY = 'sk-serve-0123456789abcdef';

/** `routelab serve` as a process of its own. */
export interface ServeProcess {
  readonly dir: string;
  readonly url: string;
  ask(body: object, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>;
  /** Sends a signal; resolves when the process has ended. */
  stop(signal?: NodeJS.Signals): Promise<Ran>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ran>;
  lines(name: string): Record<string, unknown>[];
}

/** A router over models of the provider `local`, dearer by their place. */
export function servedRouter(draft: Pick<RouterConfig, 'pipeline' | 'fallback'> & Partial<RouterConfig>, ids: readonly string[]) {
  return sealRouter({
    name: 'served',
    models: ids.map((id) => ({ id, provider: 'local', name: id.split('/')[1] as string })),
    input: { text: 'last_user', join: '\n', maxCodePoints: 1_000_000, codePointsPerToken: 4 },
    ...draft,
  });
}

/** A folder with a router and its models, asked at an endpoint in OpenAI's form. */
export function serveFolder(config: RouterConfig, upstream: string): string {
  const models = config.models.map(
    ({ id }, at) =>
      `  - { id: ${id}, price: { input_usd_per_mtok: ${10 ** at / 10}, output_usd_per_mtok: ${(4 * 10 ** at) / 10} } }\n`,
  );
  return tempFolder({
    'router.json': JSON.stringify(config),
    'models.yaml': `providers:\n  local: { api: openai_compatible, base_url: "${upstream}", api_key_env: LOCAL_KEY }\ndefaults: { max_output_tokens: 64 }\nmodels:\n${models.join('')}`,
  });
}

export async function startServe(
  dir: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<ServeProcess> {
  let child: ChildProcess | undefined;
  let listens = (_url: string): void => undefined;
  let fails = (_why: Error): void => undefined;
  const listening = new Promise<string>((resolve, reject) => {
    listens = resolve;
    fails = reject;
  });
  const given = [
    'serve',
    '--router',
    'router.json',
    ...(args.includes('--max-cost') ? [] : ['--max-cost', '1']),
    '--port',
    '0',
    ...args,
  ];
  const ended = routelabBeside({ LOCAL_KEY: SERVE_KEY, ...env }, dir, given, (started) => {
    child = started;
    started.stdout?.on('data', (chunk) => listens(String(chunk).trim()));
  });
  ended.then(({ stderr }) => fails(new Error(`serve ended: ${stderr}`)));
  const url = await listening;
  return {
    dir,
    url,
    ended,
    ask: (body, headers = {}, signal = undefined) =>
      fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        ...(signal === undefined ? {} : { signal }),
      }),
    signal: (signal) => void child?.kill(signal),
    stop(signal = 'SIGINT') {
      child?.kill(signal);
      return ended;
    },
    lines: (name) =>
      readFileSync(join(dir, 'served', name), 'utf8')
        .split('\n')
        // What stands behind the last line end is a line that is being written, or nothing.
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

/** Requests that a server has under way. */
export async function underWay(url: string): Promise<number> {
  return ((await (await fetch(new URL('/healthz', url))).json()) as { under_way: number }).under_way;
}

/** A question for the router. */
export function question(content: string, more: object = {}): object {
  return { model: 'auto', messages: [{ role: 'user', content }], ...more };
}
