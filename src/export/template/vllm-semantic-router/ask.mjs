import { readFileSync } from 'node:fs';
import { loadRouter } from './routelab-router.mjs';

const router = loadRouter(JSON.parse(readFileSync(new URL('./router.json', import.meta.url), 'utf8')));

/** What to send as metadata, one after another until there is an answer: { messages, signals, stickyKey } is what is known of a request. */
export function hints(request) {
  const { models } = router.route(request);
  if (models.length === 0) throw new Error('the router allows no model for this request');
  return models.map((model) => ({ routelab_model: model }));
}

/**
 * Asks the gateway for a chat completion: the routed model, and on an error the next of its chain, which the gateway has no words for.
 *
 * @param url of chat completions, such as http://127.0.0.1:8899/v1/chat/completions
 * @param body of the request; model and metadata are set here
 * @param known { signals, stickyKey, models }, and options of fetch
 */
export async function ask(url, body, { signals, stickyKey, models, ...options } = {}) {
  let failed = null;
  for (const hint of hints({ messages: body.messages, signals, stickyKey, models })) {
    failed = await fetch(url, {
      ...options,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...options.headers },
      body: JSON.stringify({ ...body, model: 'auto', metadata: { ...body.metadata, ...hint } }),
    }).catch((error) => error);
    if (failed instanceof Response && failed.ok) return failed;
  }
  if (failed instanceof Response) return failed;
  throw failed;
}
