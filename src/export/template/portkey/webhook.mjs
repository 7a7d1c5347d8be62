import { createServer } from 'node:http';
import { routeName } from './headers.mjs';

/** What the gateway tells of a request, as the router was measured on it. */
function requestOf({ request, metadata }) {
  return { messages: request.json.messages, ...JSON.parse(metadata?.request ?? '{}') };
}

/** Whether the route that the gateway is about to try is the router's. */
export function verdict(asked, payload) {
  return routeName(requestOf(payload)) === asked;
}

/** The webhook of the gateway's config: POST /?route=<name>. Anything it can't judge is turned away. */
export function serve(port = Number(process.env.PORT ?? 8790), host = '127.0.0.1') {
  const server = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    let passes = false;
    try {
      passes = verdict(new URL(request.url, 'http://here').searchParams.get('route'), JSON.parse(body));
    } catch (error) {
      console.error(String(error));
    }
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ verdict: passes }));
  });
  return new Promise((listening) => server.listen(port, host, () => listening(server)));
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href) await serve();
