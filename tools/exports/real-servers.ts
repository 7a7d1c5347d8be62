import type { ExportedRouter } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import type { GoldenDecision } from '../../src/router/golden.js';
import { nginxChains, readAlikeByNjs } from '../../test/support/nginx-chains.js';
import { startUpstreams, type Upstreams } from '../../test/support/upstreams.js';
import type { Count } from './held.js';

/** Whom the real nginx asks, every model being down: the whole chain of each decision. */
export async function nginxHeld(_dir: string, { files }: ExportedRouter, decisions: readonly GoldenDecision[]): Promise<Count> {
  const config = JSON.parse(files.find(({ path }) => path === 'router.json')?.text ?? '') as RouterConfig;
  const asked = decisions.filter(({ request }) => readAlikeByNjs(config, request));
  return held(asked, (upstreams) => nginxChains(config, upstreams, requestsOf(asked)));
}

const requestsOf = (decisions: readonly GoldenDecision[]) => decisions.map(({ request }) => request);

async function held(
  decisions: readonly GoldenDecision[],
  chainsBy: (upstreams: Upstreams) => Promise<readonly (readonly string[])[]>,
): Promise<Count> {
  const upstreams = await startUpstreams();
  try {
    const chains = await chainsBy(upstreams);
    const differing = decisions.filter(({ route }, index) => chains[index]?.join() !== route.models.join()).length;
    return { decisions: decisions.length, differing };
  } finally {
    upstreams.close();
  }
}
