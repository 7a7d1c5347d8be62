import { freePort } from '../../bench/performance/free-port.js';
import { nginx } from '../../src/export/nginx.js';
import type { ExportFile } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import type { RouteRequest } from '../../src/router/router.js';
import { exported } from './an-export.js';
import { askedChains } from './asked-chains.js';
import { NJS, startExportedNginx } from './nginx.js';
import type { Upstreams } from './upstreams.js';

/** What goes along with a request to nginx: what the caller knows besides the messages. A header takes ASCII alone. */
export function nginxHeaders({ signals, stickyKey }: RouteRequest): Record<string, string> {
  const ascii = JSON.stringify(signals ?? {}).replace(
    /[^\x20-\x7e]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { 'x-routelab-signals': ascii, ...(stickyKey === undefined ? {} : { 'x-routelab-sticky-key': stickyKey }) };
}

/** Whom the real nginx asks for each request by an export's files, every model being down. */
export async function nginxChains(
  config: RouterConfig,
  upstreams: Upstreams,
  requests: readonly RouteRequest[],
  change: (files: readonly ExportFile[]) => readonly ExportFile[] = (files) => files,
): Promise<string[][]> {
  const port = await freePort();
  const { files } = exported(nginx, config, { port, js_module: NJS });
  const running = await startExportedNginx(change(files), port, { LAB_API_KEY: 'test', LAB_BASE_URL: upstreams.url });
  try {
    for (const { name } of config.models) upstreams.down.add(name);
    const chains = await askedChains(`${running.url}/v1/chat/completions`, upstreams, requests, (request) => ({
      headers: nginxHeaders(request),
    }));
    // A model that could not be reached is passed over as one that answers with an error: its place in the chain would be missing.
    const unreached = running.log().match(/\[(?:error|crit|alert|emerg)\].*/g);
    if (unreached !== null) throw new Error(`nginx failed: ${unreached.slice(0, 3).join('\n')}`);
    return chains;
  } finally {
    upstreams.down.clear();
    await running.stop();
  }
}

/** njs has no half of a surrogate pair: it reads U+FFFD, as every UTF-8 encoder writes it. Only a hash of the whole request can tell. */
export function readAlikeByNjs(config: RouterConfig, request: RouteRequest): boolean {
  return !config.pipeline.some(({ kind }) => kind === 'split') || !/\\ud[89a-f]/.test(JSON.stringify(request));
}
