import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../domain/user-error.js';

/** Stands in for every provider: answers any chat completion, and remembers whom it was asked for. */
export interface MockUpstreams {
  readonly url: string;
  /** Names of models asked since the last time. */
  taken(): readonly string[];
  close(): Promise<void>;
}

/** @throws UserError where the port is taken */
export async function mockUpstreams(port: number): Promise<MockUpstreams> {
  let asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { model, stream } = modelIn(body);
    asked.push(model);
    const message = { role: 'assistant', content: model };
    const whole = {
      id: 'mock',
      object: 'chat.completion',
      created: 0,
      model,
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    };
    if (!stream) {
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify({ ...whole, choices: [{ index: 0, message, finish_reason: 'stop' }] }));
    }
    const chunk = (choices: object[], more = {}): string =>
      `data: ${JSON.stringify({ id: 'mock', object: 'chat.completion.chunk', created: 0, model, choices, ...more })}\n\n`;
    response.setHeader('content-type', 'text/event-stream');
    response.write(chunk([{ index: 0, delta: message, finish_reason: null }]));
    response.write(chunk([{ index: 0, delta: {}, finish_reason: 'stop' }], { usage: whole.usage }));
    return response.end('data: [DONE]\n\n');
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(
        error.code === 'EADDRINUSE'
          ? new UserError({ field: '--mock-upstreams', message: 'is in use', value: String(port) })
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    taken() {
      const taken = asked;
      asked = [];
      return taken;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function modelIn(body: string): { readonly model: string; readonly stream: boolean } {
  try {
    const { model, stream } = JSON.parse(body) as { readonly model?: unknown; readonly stream?: unknown };
    return { model: String(model), stream: stream === true };
  } catch {
    return { model: '', stream: false };
  }
}
