import type { ServerResponse } from 'node:http';
import type { Behaviour } from '../misbehaving-server.js';
import type { WireStream, WireUsage } from './wire.js';

export interface StreamedAnswer {
  readonly behaviour: Behaviour;
  readonly stream: WireStream;
  readonly words: readonly string[];
  readonly usage: WireUsage;
  /** The key that was sent. */
  readonly key: string;
  readonly chunkMs: number;
}

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** Streams an answer, or breaks it in the way that is asked for. */
export async function streamAnswer(response: ServerResponse, answer: StreamedAnswer): Promise<void> {
  const { behaviour, stream, usage } = answer;
  const reported = reportedUsage(answer);
  if (behaviour === 'error_first') return void response.end(stream.error());
  response.write(stream.start(reported));
  switch (behaviour) {
    case 'refusal':
      response.write(stream.refusal('I can’t help with that.'));
      return void response.end(stream.end('refusal', usage));
    case 'tool_call':
      for (const piece of stream.toolCall('look', ['{"at":', '"sky"}'])) response.write(piece);
      return void response.end(stream.end('tool_call', usage));
    case 'echo_key': {
      const echoed = `Your key is ${answer.key}, ann@acme-desk.io.`;
      for (let at = 0; at < echoed.length; at += 5) response.write(stream.text(echoed.slice(at, at + 5)));
      return void response.end(stream.end('stop', usage));
    }
    case 'huge':
      return streamHuge(response, answer);
    default:
      if (!(await streamWords(response, answer))) return;
  }
  if (behaviour === 'duplicates') response.write(stream.end('stop', usage).replace('data: [DONE]\n\n', ''));
  response.end(stream.end(behaviour === 'cut_by_limit' ? 'length' : 'stop', reported));
}

function reportedUsage({ behaviour, stream, usage }: StreamedAnswer): WireUsage | null {
  if (behaviour === 'no_usage') return null;
  if (behaviour === 'wrong_usage') return stream.impossible;
  return behaviour === 'parts_of_usage' ? { ...usage, cached: 4, reasoning: 3 } : usage;
}

/** Ends by itself when nobody reads any more. */
async function streamHuge(response: ServerResponse, { stream, usage }: StreamedAnswer): Promise<void> {
  const block = stream.text('x'.repeat(65_536));
  for (let i = 0; i < 2000 && !response.destroyed; i++) {
    if (!response.write(block)) await Promise.race([new Promise((drain) => response.once('drain', drain)), pause(1000)]);
  }
  response.end(stream.end('stop', usage));
}

/** Word by word; false where the answer broke off on the way. */
async function streamWords(response: ServerResponse, { behaviour, stream, words, chunkMs }: StreamedAnswer): Promise<boolean> {
  for (const [at, word] of words.entries()) {
    if (response.destroyed) return false;
    if (at === 3 && broken(response, behaviour, stream)) return false;
    response.write(stream.text(word));
    if (behaviour === 'duplicates' && at === 1) response.write(stream.text(word));
    if (chunkMs > 0 || behaviour === 'slow') await pause(behaviour === 'slow' ? 40 : chunkMs);
  }
  return true;
}

/** Breaks off in the middle, where the behaviour does; true when it did. */
function broken(response: ServerResponse, behaviour: Behaviour, stream: WireStream): boolean {
  switch (behaviour) {
    case 'half_closed':
      response.destroy();
      return true;
    case 'hang_in_stream':
      return true;
    case 'cut':
      response.end();
      return true;
    case 'malformed_json':
      response.end('data: {"id": "x", "choices": [{"delta":\n\ndata: [DONE]\n\n');
      return true;
    case 'malformed_sse':
      response.end('<html>502 Bad Gateway</html>\n\n');
      return true;
    case 'error_in_stream':
      response.end(stream.error());
      return true;
    default:
      return false;
  }
}
