import runtime from './routelab-router.njs.js';

// In the language of njs 0.7: no destructuring, no `for … of`. nginx starts this anew for every request, so nothing is made
// before it is needed. routelab_router and routelab_models are router.json and models.json, which nginx.conf preloads.

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPENING = [91, 123];
const CLOSING = [93, 125];

/** Decides whom to ask with a chat completion, and hands it over to the location of the first model. */
function decide(r) {
  try {
    if (r.method !== 'POST') return refuse(r, 405, 'only POST');
    handOver(r, asked(r));
  } catch (error) {
    refuse(r, error.status || 500, error.message);
  }
}

function handOver(r, given) {
  // A copy: lists that are preloaded can't be walked.
  const config = JSON.parse(JSON.stringify(routelab_router));
  const chain = runtime.createRouter(config).route(given.request).models;
  if (chain.length === 0) throw problem(400, 'the router allows no model for this request');
  const execution = config.execution || {};
  const most = execution.fallbacks === undefined ? chain.length : execution.fallbacks + 1;
  const hops = chain.slice(0, most).map((id) => placeOf(id));
  r.variables.routelab_head = given.head;
  r.variables.routelab_tail = given.tail;
  for (let i = 0; i < hops.length; i++) setHop(r, hops[i], hops[i + 1], i + 2 >= hops.length);
  r.internalRedirect(`/routelab${locationOf(hops[0], hops.length === 1)}`);
}

/** Index of a model in models.json, and so in nginx.conf. */
function placeOf(id) {
  for (let i = 0; i < routelab_models.length; i++) if (routelab_models[i].id === id) return i;
  throw problem(500, `models.json has no ${id}`);
}

/** What the location of a model reads: whom it asks with which key, and where to go on an error. */
function setHop(r, at, next, nextIsLast) {
  const model = routelab_models[at];
  const key = process.env[model.key];
  if (!key) throw problem(500, `${model.key} is not set`);
  r.variables[`routelab_id_${at}`] = model.id;
  r.variables[`routelab_name_${at}`] = JSON.stringify(model.name);
  r.variables[`routelab_key_${at}`] = key;
  if (next !== undefined) r.variables[`routelab_next_${at}`] = locationOf(next, nextIsLast);
}

/** The answer of the last model is passed on whatever it is. */
function locationOf(at, isLast) {
  return `/${isLast ? 'last' : 'ask'}/${at}`;
}

/** The request as the router was measured on it, and the body around the name of its model. */
function asked(r) {
  const text = r.requestText || '';
  const body = parsed(text, 'the body');
  if (body === null || typeof body !== 'object' || !Array.isArray(body.messages)) throw problem(400, 'the body has no messages');
  if (body.model !== undefined && typeof body.model !== 'string') throw problem(400, 'model is not a text');
  const request = { messages: body.messages };
  const told = r.headersIn['x-routelab-signals'];
  if (told !== undefined) request.signals = signalsOf(parsed(told, 'x-routelab-signals'));
  const sticky = r.headersIn['x-routelab-sticky-key'];
  if (sticky !== undefined) request.stickyKey = sticky;
  const around = aroundModel(text);
  return { request: request, head: around.head, tail: around.tail };
}

function parsed(text, name) {
  try {
    return JSON.parse(text);
  } catch (_error) {
    throw problem(400, `${name}: not JSON`);
  }
}

function signalsOf(signals) {
  const isObject = signals !== null && typeof signals === 'object' && !Array.isArray(signals);
  if (!isObject) throw problem(400, 'x-routelab-signals: not an object');
  Object.keys(signals).forEach((name) => {
    if (signals[name] !== null && typeof signals[name] === 'object')
      throw problem(400, `x-routelab-signals: ${name} is not a text, a number, true, false or null`);
  });
  return signals;
}

/** A JSON object's text up to the value of its member `model` and from there on: all else stays as the caller wrote it. */
function aroundModel(text) {
  let depth = 0;
  let value = null;
  for (let i = 0; i < text.length; i++) {
    const one = text.charCodeAt(i);
    if (OPENING.indexOf(one) >= 0) depth++;
    if (CLOSING.indexOf(one) >= 0) depth--;
    if (one !== QUOTE) continue;
    const end = stringEnd(text, i);
    if (depth === 1 && text.charCodeAt(afterSpace(text, end)) === COLON && JSON.parse(text.slice(i, end)) === 'model') {
      if (value !== null) throw problem(400, 'model stands there twice');
      const from = text.indexOf('"', end);
      value = { from: from, to: stringEnd(text, from) };
    }
    i = end - 1;
  }
  if (value !== null) return { head: text.slice(0, value.from), tail: text.slice(value.to) };
  // There are messages, so that something follows.
  const open = text.indexOf('{') + 1;
  return { head: `${text.slice(0, open)}"model":`, tail: `,${text.slice(open)}` };
}

/** Index after the closing quote: one behind an even number of backslashes. */
function stringEnd(text, open) {
  let at = open;
  let escapes = 1;
  while (escapes % 2 === 1) {
    at = text.indexOf('"', at + 1);
    escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
  }
  return at + 1;
}

function afterSpace(text, from) {
  let at = from;
  while (text.charCodeAt(at) <= 32) at++;
  return at;
}

function problem(status, message) {
  const error = new Error(message);
  error.status = status;
  return error;
}

function refuse(r, status, message) {
  if (status >= 500) r.error(message);
  r.headersOut['Content-Type'] = 'application/json';
  r.return(status, JSON.stringify({ error: { message: message, type: status < 500 ? 'invalid_request_error' : 'api_error' } }));
}

export default { decide: decide };
