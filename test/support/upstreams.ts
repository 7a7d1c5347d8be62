import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Upstreams {
  readonly url: string;
  /** Names of models asked, in order; emptied by whoever reads it. */
  readonly asked: string[];
  /** The same by the `user` of the request, where it has one. */
  readonly askedFor: Map<string, string[]>;
  /** Bodies as they came. */
  readonly bodies: string[];
  /** Ends the streams that are open: each waits for it after its first piece. */
  finish(): void;
  /** Keys they were asked with. */
  readonly keys: Set<string>;
  /** Models that answer with an error. */
  readonly down: Set<string>;
  close(): void;
}

/** An endpoint in OpenAI's form that says the name of the model it was asked for. */
export async function startUpstreams(): Promise<Upstreams> {
  const asked: string[] = [];
  const askedFor = new Map<string, string[]>();
  const keys = new Set<string>();
  const bodies: string[] = [];
  const open = new Set<ServerResponse>();
  const down = new Set<string>();
  const server: Server = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { model, user, stream = false } = JSON.parse(body) as { model: string; user?: string; stream?: boolean };
    asked.push(model);
    bodies.push(body);
    keys.add(request.headers.authorization ?? '');
    // What leaves the model's name alone may ask under a path of its own for each.
    const [, own] = /^\/(m\d+)\//.exec(request.url ?? '') ?? [];
    if (user !== undefined) askedFor.set(user, [...(askedFor.get(user) ?? []), own ?? model]);
    answer.setHeader('content-type', stream ? 'text/event-stream' : 'application/json');
    if (down.has(model)) answer.writeHead(503).end('{"error":{"message":"down"}}');
    else if (stream) {
      answer.write(`data: ${model}\n\n`);
      open.add(answer);
    } else
      answer.end(
        JSON.stringify({
          id: 'x',
          object: 'chat.completion',
          model,
          choices: [{ index: 0, message: { role: 'assistant', content: model }, finish_reason: 'stop' }],
        }),
      );
  });
  const finish = (): void => {
    for (const answer of open) answer.end('data: [DONE]\n\n');
    open.clear();
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    askedFor,
    bodies,
    keys,
    down,
    finish,
    close: () => server.close(),
  };
}
