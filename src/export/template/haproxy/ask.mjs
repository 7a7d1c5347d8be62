import { readFileSync } from 'node:fs';
import { loadRouter } from './routelab-router.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const router = loadRouter(read('./router.json'));
const models = new Map(read('./models.json').map((model) => [model.id, model]));

/** Whom to ask, one after another until there is an answer: { messages, signals, stickyKey } is what is known of a request. */
export function attempts(request) {
  const route = router.route(request);
  if (route.models.length === 0) throw new Error('the router allows no model for this request');
  return route.models.map((id) => ({ model: models.get(id).name, headers: { 'x-routelab-model': models.get(id).backend } }));
}

/**
 * Asks HAProxy for a chat completion: the routed model, and on an error the next of its chain, since HAProxy can't put another
 * model's name into a body.
 *
 * @param url of chat completions, such as http://127.0.0.1:8080/v1/chat/completions
 * @param body of the request; model is set here
 * @param known { signals, stickyKey, models }, and options of fetch
 */
export async function ask(url, body, { signals, stickyKey, models: now, ...options } = {}) {
  let failed = null;
  for (const { model, headers } of attempts({ messages: body.messages, signals, stickyKey, models: now })) {
    failed = await fetch(url, {
      ...options,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...options.headers, ...headers },
      body: JSON.stringify({ ...body, model }),
    }).catch((error) => error);
    if (failed instanceof Response && failed.ok) return failed;
  }
  if (failed instanceof Response) return failed;
  throw failed;
}
