import { readFileSync } from 'node:fs';
import { loadRouter } from './routelab-router.mjs';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The gateway's config with what the environment holds in place of ${NAME}; a header takes one line of ASCII only. */
export function config() {
  const filled = (_, value) =>
    typeof value !== 'string'
      ? value
      : value.replace(/\$\{(\w+)\}/g, (_whole, name) => {
          const held = process.env[name];
          if (held === undefined || held === '') throw new Error(`${name} is not set`);
          return held;
        });
  return JSON.stringify(JSON.parse(read('./portkey.config.json')), filled).replace(
    /[^\x20-\x7e]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const router = loadRouter(JSON.parse(read('./router.json')));
const names = new Map(Object.entries(JSON.parse(read('./routes.json'))).map(([name, models]) => [models.join('\n'), name]));

/** The name that the gateway's config has for the route of a request: { messages, signals, stickyKey }. */
export function routeName(request) {
  const { models } = router.route(request);
  if (models.length === 0) throw new Error('the router allows no model for this request');
  const name = names.get(models.join('\n'));
  // Models that are down just now leave routes that the config was not made for.
  if (name === undefined) throw new Error(`the gateway's config has no route ${models.join(', ')}`);
  return name;
}

/** What to send along with a chat completion: the gateway then asks whom the router says. */
export function headers(request) {
  return { 'x-portkey-config': config(), 'x-portkey-metadata': JSON.stringify({ route: routeName(request) }) };
}

/** The same where the gateway asks our webhook: what the caller knows besides the messages goes along as one text. */
export function told({ signals = {}, stickyKey } = {}) {
  return {
    'x-portkey-config': config(),
    'x-portkey-metadata': JSON.stringify({ request: JSON.stringify({ signals, stickyKey }) }),
  };
}
