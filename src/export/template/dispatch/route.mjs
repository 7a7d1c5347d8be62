import { readFileSync } from 'node:fs';
import { loadRouter } from './routelab-router.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const router = loadRouter(read('./router.json'));
const names = new Map(Object.entries(read('./routes.json')).map(([name, models]) => [models.join('\n'), name]));

/** The name that the gateway's config has for the route of a request: { messages, signals, stickyKey }. */
export function routeName(request) {
  const { models } = router.route(request);
  if (models.length === 0) throw new Error('the router allows no model for this request');
  const name = names.get(models.join('\n'));
  // Models that are down just now leave routes that the config was not made for.
  if (name === undefined) throw new Error(`the gateway's config has no route ${models.join(', ')}`);
  return name;
}
