import type { IncomingMessage } from 'node:http';
import { ChatError, clientGone } from '../chat-error.js';

/** Longer requests are turned away. */
export const MOST_BODY_BYTES = 16 * 1024 * 1024;

/**
 * The text of a request.
 *
 * @param stop aborted: nobody waits for the rest any more
 * @throws ChatError (413) for one that is too long, as soon as it is; why it was broken off, for one that didn't come whole
 */
export async function readBody(request: IncomingMessage, stop: AbortSignal): Promise<string> {
  const breakOff = (): void => void request.destroy();
  stop.addEventListener('abort', breakOff);
  try {
    return await wholeOf(request);
  } catch (error) {
    if (error instanceof ChatError) throw error;
    throw stop.aborted ? stop.reason : clientGone();
  } finally {
    stop.removeEventListener('abort', breakOff);
  }
}

async function wholeOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BODY_BYTES)
      throw new ChatError(413, 'request_too_large', `a request may have ${MOST_BODY_BYTES} bytes at most`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
