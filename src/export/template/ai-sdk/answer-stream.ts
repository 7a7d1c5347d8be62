import type {
  LanguageModelV3Content,
  LanguageModelV3GenerateResult,
  LanguageModelV3StreamPart,
  LanguageModelV3StreamResult,
} from '@ai-sdk/provider';

/** Reads up to the first part of the answer, so that what fails before is still an error of the call. */
export async function opening(result: LanguageModelV3StreamResult): Promise<LanguageModelV3StreamResult> {
  const reader = result.stream.getReader();
  const read: LanguageModelV3StreamPart[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (value.type === 'error') throw value.error;
    read.push(value);
    if (value.type !== 'stream-start' && value.type !== 'response-metadata' && value.type !== 'raw') break;
  }
  const stream = new ReadableStream<LanguageModelV3StreamPart>({
    async pull(controller) {
      const held = read.shift();
      if (held !== undefined) return controller.enqueue(held);
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { ...result, stream };
}

/** The same stream; `over` is called once nobody reads it any more, however it ended. */
export function whenOver<T>(stream: ReadableStream<T>, over: () => void): ReadableStream<T> {
  const reader = stream.getReader();
  return new ReadableStream<T>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        over();
        controller.close();
      } catch (error) {
        over();
        controller.error(error);
      }
    },
    cancel(reason) {
      over();
      return reader.cancel(reason);
    },
  });
}

/** A whole answer as a stream of its parts. */
export function streamOf({
  content,
  finishReason,
  usage,
  providerMetadata,
  warnings,
  response,
  request,
}: LanguageModelV3GenerateResult): LanguageModelV3StreamResult {
  const { headers, body: _body, ...served } = response ?? {};
  const parts: LanguageModelV3StreamPart[] = [
    { type: 'stream-start', warnings },
    { type: 'response-metadata', ...served },
    ...content.flatMap((part, index) => partsOf(part, String(index))),
    { type: 'finish', finishReason, usage, ...(providerMetadata === undefined ? {} : { providerMetadata }) },
  ];
  const stream = new ReadableStream<LanguageModelV3StreamPart>({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
  return {
    stream,
    ...(request === undefined ? {} : { request }),
    ...(headers === undefined ? {} : { response: { headers } }),
  };
}

function partsOf(part: LanguageModelV3Content, id: string): LanguageModelV3StreamPart[] {
  if (part.type !== 'text' && part.type !== 'reasoning') return [part];
  return [
    { type: `${part.type}-start`, id },
    { type: `${part.type}-delta`, id, delta: part.text },
    { type: `${part.type}-end`, id },
  ];
}
