import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportedRouter } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import type { GoldenDecision } from '../../src/router/golden.js';
import { flagdRoutes } from '../../test/support/flagd.js';
import { haproxyChains } from '../../test/support/haproxy.js';
import { nginxChains, readAlikeByNjs } from '../../test/support/nginx-chains.js';
import { startUpstreams, type Upstreams } from '../../test/support/upstreams.js';
import type { Count } from './held.js';

/** Whom the real flagd says, in this process, by the exported files; what nobody may answer has no name to be told by. */
export async function flagdHeld(dir: string, { files }: ExportedRouter, decisions: readonly GoldenDecision[]): Promise<Count> {
  for (const { path, text } of files) writeFileSync(join(dir, path), text);
  const native = files.some(({ path }) => path === 'context.json');
  const asked = decisions.filter(({ route }) => native || route.models.length > 0);
  const chains = await flagdRoutes(files, requestsOf(asked), dir);
  return { decisions: asked.length, differing: differingFrom(asked, chains) };
}

/** Whom the real nginx asks, every model being down: the whole chain of each decision. */
export async function nginxHeld(_dir: string, { files }: ExportedRouter, decisions: readonly GoldenDecision[]): Promise<Count> {
  const config = JSON.parse(files.find(({ path }) => path === 'router.json')?.text ?? '') as RouterConfig;
  const asked = decisions.filter(({ request }) => readAlikeByNjs(config, request));
  return held(asked, (upstreams) => nginxChains(config, upstreams, requestsOf(asked)));
}

/**
 * Whom the real HAProxy asks, every model being down: along the chain where the caller names models, and where it decides itself whom
 * alone, which must be what our reading of its file says.
 */
export async function haproxyHeld(
  _dir: string,
  { files, mode, emulator }: ExportedRouter,
  decisions: readonly GoldenDecision[],
): Promise<Count> {
  const config = JSON.parse(files.find(({ path }) => path === 'router.json')?.text ?? '') as RouterConfig;
  const dispatch = mode === 'dispatch';
  if (dispatch) return held(decisions, (upstreams) => haproxyChains(config, 'dispatch', upstreams, requestsOf(decisions)));
  const upstreams = await startUpstreams();
  try {
    const chains = await haproxyChains(config, 'native', upstreams, requestsOf(decisions));
    const read = decisions.map(({ request, route }) => emulator?.(request, route).models.join());
    if (chains.some((chain, index) => chain.join() !== read[index]))
      throw new Error('HAProxy decides otherwise than its file is read');
    return {
      decisions: decisions.length,
      differing: decisions.filter(({ route }, index) => chains[index]?.[0] !== route.models[0]).length,
    };
  } finally {
    upstreams.close();
  }
}

const requestsOf = (decisions: readonly GoldenDecision[]) => decisions.map(({ request }) => request);

const differingFrom = (decisions: readonly GoldenDecision[], chains: readonly (readonly string[])[]): number =>
  decisions.filter(({ route }, index) => chains[index]?.join() !== route.models.join()).length;

async function held(
  decisions: readonly GoldenDecision[],
  chainsBy: (upstreams: Upstreams) => Promise<readonly (readonly string[])[]>,
): Promise<Count> {
  const upstreams = await startUpstreams();
  try {
    const chains = await chainsBy(upstreams);
    return { decisions: decisions.length, differing: differingFrom(decisions, chains) };
  } finally {
    upstreams.close();
  }
}
