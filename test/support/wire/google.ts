import { event, lastUserText, type Wire, type WireUsage } from './wire.js';

const FINISH = { stop: 'STOP', length: 'MAX_TOKENS', tool_call: 'STOP', refusal: 'SAFETY' } as const;

/** Google's Gemini: thinking is counted beside the answer, not in it. */
export const googleWire: Wire = {
  path: /:streamGenerateContent$/,
  promptIn: ({ contents }) => lastUserText(contents, ({ parts }) => parts),
  keyIn: (headers) => String(headers['x-goog-api-key']),
  errorBody: (status, { message, type, code }) => ({ error: { code: status, message, status: code ?? type ?? 'UNKNOWN' } }),
  stream(id, model) {
    const about = { modelVersion: model, responseId: id };
    const chunk = (candidate: object, more: object = {}): string => event({ candidates: [candidate], ...about, ...more });
    const part = (one: object): string => chunk({ content: { role: 'model', parts: [one] } });
    return {
      start: () => '',
      text: (text) => part({ text }),
      refusal: (text) => part({ text }),
      toolCall: (name, pieces) => [part({ functionCall: { name, args: JSON.parse(pieces.join('')) as object } })],
      error: () => event({ error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } }),
      end: (why, usage) => chunk({ finishReason: FINISH[why] }, usage === null ? {} : { usageMetadata: usageOf(usage) }),
      impossible: { input: 3, output: 0, cached: 9 },
    };
  },
};

function usageOf({ input, output, cached, reasoning = 0 }: WireUsage): object {
  return {
    promptTokenCount: input,
    candidatesTokenCount: output - reasoning,
    totalTokenCount: input + output,
    ...(reasoning === 0 ? {} : { thoughtsTokenCount: reasoning }),
    ...(cached === undefined ? {} : { cachedContentTokenCount: cached }),
  };
}
