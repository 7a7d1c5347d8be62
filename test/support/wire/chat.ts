import { event, lastUserText, type Wire, type WireUsage } from './wire.js';

const FINISH = { stop: 'stop', length: 'length', tool_call: 'tool_calls', refusal: 'stop' } as const;

/** OpenAI's chat completions, and everything that copies them. */
export const chat: Wire = {
  path: /\/chat\/completions$/,
  promptIn: ({ messages }) => lastUserText(messages, ({ content }) => content),
  keyIn: (headers) => String(headers['authorization']).slice('Bearer '.length),
  errorBody: (_, error) => ({ error }),
  stream(id, model) {
    const chunk = (delta: object, finish: string | null = null): string =>
      event({ id, created: 1, model, choices: [{ index: 0, delta, finish_reason: finish }] });
    const call = (at: object): string => chunk({ tool_calls: [{ index: 0, ...at }] });
    return {
      start: () => '',
      text: (content) => chunk({ content }),
      refusal: (refusal) => chunk({ refusal }),
      toolCall: (name, pieces) => [
        call({ id: 'c1', type: 'function', function: { name, arguments: '' } }),
        ...pieces.map((piece) => call({ function: { arguments: piece } })),
      ],
      error: () => event({ error: { message: 'overloaded', type: 'overloaded_error' } }),
      end: (why, usage) =>
        `${chunk({}, FINISH[why])}${usage === null ? '' : event({ id: 'u', choices: [], usage: usageOf(usage) })}data: [DONE]\n\n`,
      impossible: { input: 3, output: 0, cached: 9 },
    };
  },
};

function usageOf({ input, output, cached, reasoning }: WireUsage): object {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(cached === undefined ? {} : { prompt_tokens_details: { cached_tokens: cached } }),
    ...(reasoning === undefined ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}
