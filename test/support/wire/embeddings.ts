import type { ServerResponse } from 'node:http';
import type { Behaviour } from '../misbehaving-server.js';
import { chat } from './chat.js';
import type { Wire } from './wire.js';

/** OpenAI's embeddings, and everything that copies them: a whole JSON document, no stream. */
export const embeddings: Wire = { ...chat, path: /\/embeddings$/, promptIn: ({ input }) => String(input) };

/** The embedding of a text: always the same, and none of its numbers by chance. */
export function embeddingOf(text: string): number[] {
  return [text.length / 64, 1 / 3, -text.charCodeAt(0) / 128];
}

interface EmbeddingAnswer {
  readonly behaviour: Behaviour;
  readonly prompt: string;
  readonly requestId: string;
  readonly inputTokens: number;
}

/** Sends the embedding of a text, or what a broken provider makes of it. */
export function sendEmbedding(response: ServerResponse, { behaviour, prompt, requestId, inputTokens }: EmbeddingAnswer): void {
  const usage = { prompt_tokens: behaviour === 'wrong_usage' ? -3 : inputTokens, total_tokens: 0 };
  const document = JSON.stringify({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: behaviour === 'refusal' ? [] : embeddingOf(prompt) }],
    ...(behaviour === 'no_usage' ? {} : { usage }),
  });
  response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': requestId });
  switch (behaviour) {
    case 'hang_in_stream':
      return void response.write(document.slice(0, 20));
    case 'half_closed':
      return void response.write(document.slice(0, 20), () => response.destroy());
    case 'malformed_json':
      return void response.end(document.slice(0, 20));
    case 'malformed_sse':
      return void response.end('<html>502 Bad Gateway</html>');
    case 'huge':
      return void response.end(`["${'x'.repeat(6_000_000)}"]`);
    default:
      response.end(document);
  }
}
