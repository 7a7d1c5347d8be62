/** An answer longer than any that was asked for. */
export class TooLargeError extends Error {
  constructor(mostBytes: number) {
    super(`the answer is longer than ${mostBytes} bytes`);
    this.name = 'TooLargeError';
  }
}

/**
 * `fetch` for providers. A redirect is an error, because it would carry the key to another host; a body is cut off at
 * `mostBytes`, so that no answer can fill the memory, and when the request's signal is aborted, so that no connection is left open.
 */
export function guardedFetch(mostBytes: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' });
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(cutOff(mostBytes, init?.signal ?? undefined)), { status, statusText, headers });
  };
}

function cutOff(mostBytes: number, signal: AbortSignal | undefined): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    start(controller) {
      // What reads the body may have lost the signal; this has not.
      signal?.addEventListener('abort', () => controller.error(signal.reason));
    },
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) controller.error(new TooLargeError(mostBytes));
      else controller.enqueue(chunk);
    },
  });
}
