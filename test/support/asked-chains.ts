import type { RouteRequest } from '../../src/router/router.js';
import type { Upstreams } from './upstreams.js';

const AT_ONCE = 8;

/**
 * Whom a gateway asks for each request when every model is down, by the ids of models whose provider calls them `lab-<id>`. What goes
 * along beside the messages is the gateway's own; an answer of 400 means that nobody was to be asked.
 */
export async function askedChains(
  gateway: string,
  upstreams: Upstreams,
  requests: readonly RouteRequest[],
  along: (request: RouteRequest) => { readonly headers?: Readonly<Record<string, string>>; readonly model?: string },
): Promise<string[][]> {
  upstreams.askedFor.clear();
  for (let from = 0; from < requests.length; from += AT_ONCE)
    await Promise.all(
      requests.slice(from, from + AT_ONCE).map(async (request, index) => {
        const { headers = {}, model = 'auto' } = along(request);
        const answer = await fetch(gateway, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ model, messages: request.messages, user: String(from + index) }),
        });
        await answer.arrayBuffer();
      }),
    );
  return requests.map((_, index) => (upstreams.askedFor.get(String(index)) ?? []).map((name) => name.replace(/^lab-/, '')));
}
