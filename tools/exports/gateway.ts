import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { portkey } from '../../src/export/portkey.js';
import type { RouteRequest } from '../../src/router/router.js';
import { exported, written } from '../../test/support/an-export.js';
import { routerOf } from '../../test/support/every-router.js';
import { hasPortkey, startGateway } from '../../test/support/portkey-gateway.js';
import { startUpstreams } from '../../test/support/upstreams.js';
import { decisionsOf } from './decisions.js';

/** Decisions of the real gateway, held against what our files mean by our reading of its rules. */
export interface GatewayRun {
  readonly kind: string;
  readonly mode: string;
  readonly decisions: number;
  /** Other than the emulator says. */
  readonly differing: number;
}

const RUNS = [
  ['text-rules', 'guardrail'],
  ['rules', 'conditional'],
  ['ridge', 'conditional'],
  ['ridge', 'webhook'],
  ['signals', 'webhook'],
] as const;

/** The real gateway on loopback with upstreams that say their names; empty where it is not installed. */
export async function gatewayRuns(): Promise<readonly GatewayRun[]> {
  if (!hasPortkey) return [];
  const upstreams = await startUpstreams();
  process.env['LAB_BASE_URL'] = upstreams.url;
  process.env['LAB_API_KEY'] = 'test';
  const gateway = await startGateway();
  try {
    const runs: GatewayRun[] = [];
    for (const [kind, mode] of RUNS) runs.push(await run(gateway.url, kind, mode));
    return runs;
  } finally {
    await gateway.stop();
    upstreams.close();
  }
}

async function run(url: string, kind: string, mode: string): Promise<GatewayRun> {
  const config = routerOf(kind);
  const { files, emulator } = exported(portkey, config, { mode });
  if (emulator === undefined) throw new Error('no emulator');
  const dir = written(files);
  const load = async <T>(name: string): Promise<T> => (await import(pathToFileURL(join(dir, name)).href)) as T;
  const {
    config: header,
    headers,
    told,
  } = await load<{
    config(): string;
    told(request: RouteRequest): Record<string, string>;
    headers(request: RouteRequest): Record<string, string>;
  }>('headers.mjs');
  const webhook =
    mode === 'webhook' ? await (await load<{ serve(port: number): Promise<Webhook> }>('webhook.mjs')).serve(0) : null;
  if (webhook !== null) process.env['ROUTELAB_WEBHOOK_URL'] = `http://127.0.0.1:${webhook.address().port}/`;
  // The gateway's own checks know nothing but messages.
  const asked = decisionsOf(config).filter(
    ({ request, route }) =>
      request.messages.length > 0 && route.models.length > 0 && (mode !== 'guardrail' || request.signals === undefined),
  );
  let differing = 0;
  for (let from = 0; from < asked.length; from += 8)
    await Promise.all(
      asked.slice(from, from + 8).map(async ({ request, route }) => {
        const more =
          mode === 'conditional' ? headers(request) : mode === 'webhook' ? told(request) : { 'x-portkey-config': header() };
        const body = JSON.stringify({ model: 'auto', messages: request.messages });
        const answer = await fetch(`${url}/v1/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...more },
          body,
        });
        const { model } = (await answer.json()) as { model?: string };
        if (model !== `lab-${emulator(request, route).models[0]}`) differing++;
      }),
    );
  webhook?.close();
  webhook?.closeAllConnections();
  return { kind, mode, decisions: asked.length, differing };
}

interface Webhook {
  address(): { readonly port: number };
  close(): void;
  closeAllConnections(): void;
}
