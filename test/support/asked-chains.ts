import type { RouteRequest } from '../../src/router/router.js';
import type { Upstreams } from './upstreams.js';

const AT_ONCE = 8;
/** What models answer here that are asked: that they are down, or, where a gateway leaves the body without their name, anything. */
const ASKED = [200, 503];
/** What gateways answer where nobody is to be asked. */
const NOBODY = [400, 422];

/**
 * Whom a gateway asks for each request when every model is down, by the ids of models whose provider calls them `lab-<id>`. What goes
 * along beside the messages is the gateway's own; an answer of 400 or 422 means that nobody was to be asked.
 *
 * @throws Error for any other answer: a gateway that failed has decided nothing
 */
export async function askedChains(
  gateway: string,
  upstreams: Upstreams,
  requests: readonly RouteRequest[],
  along: (request: RouteRequest) => { readonly headers?: Readonly<Record<string, string>>; readonly model?: string },
): Promise<string[][]> {
  return chainsBy(upstreams, requests, (request, user) => {
    const { headers = {}, model = 'auto' } = along(request);
    return fetch(gateway, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model, messages: request.messages, user }),
    });
  });
}

/** The same, where the requests are made by somebody else: each says its `user`, by which an upstream tells whose it is. */
export async function chainsBy(
  upstreams: Upstreams,
  requests: readonly RouteRequest[],
  ask: (request: RouteRequest, user: string) => Promise<Response>,
): Promise<string[][]> {
  upstreams.askedFor.clear();
  const chainOf = (user: string): readonly string[] => upstreams.askedFor.get(user) ?? [];
  for (let from = 0; from < requests.length; from += AT_ONCE)
    await Promise.all(
      requests.slice(from, from + AT_ONCE).map(async (request, index) => {
        const user = String(from + index);
        const answer = await ask(request, user);
        const text = await answer.text();
        const decided = (chainOf(user).length > 0 ? ASKED : NOBODY).includes(answer.status);
        if (!decided) throw new Error(`request ${user}: ${answer.status} after [${chainOf(user)}]: ${text.slice(0, 300)}`);
      }),
    );
  return requests.map((_, index) => chainOf(String(index)).map((name) => name.replace(/^lab-/, '')));
}
