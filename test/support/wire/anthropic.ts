import { event, lastUserText, type Wire, type WireUsage } from './wire.js';

const FINISH = { stop: 'end_turn', length: 'max_tokens', tool_call: 'tool_use', refusal: 'refusal' } as const;

/** Anthropic's messages: input tokens are told first, without the cached ones, output tokens last. */
export const anthropicWire: Wire = {
  path: /\/messages$/,
  promptIn: ({ messages }) => lastUserText(messages, ({ content }) => content),
  keyIn: (headers) => String(headers['x-api-key']),
  errorBody: (status, { message, type }) => ({
    type: 'error',
    error: { type: type ?? (status === 401 ? 'authentication_error' : 'api_error'), message },
  }),
  stream(id, model) {
    const send = (data: { readonly type: string } & Record<string, unknown>): string => event(data, data.type);
    let open = false;
    const text = (delta: object): string => {
      const begin = open ? '' : send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
      open = true;
      return begin + send({ type: 'content_block_delta', index: 0, delta });
    };
    return {
      start(usage) {
        const base = { id, type: 'message', role: 'assistant', model, content: [], stop_reason: null };
        return send({ type: 'message_start', message: { ...base, usage: inputOf(usage) } }) + send({ type: 'ping' });
      },
      text: (delta) => text({ type: 'text_delta', text: delta }),
      refusal: (refusal) => text({ type: 'text_delta', text: refusal }),
      toolCall: (name, pieces) => [
        send({ type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 'c1', name, input: {} } }),
        ...pieces.map((partial_json) =>
          send({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json } }),
        ),
        send({ type: 'content_block_stop', index: 0 }),
      ],
      error: () => send({ type: 'error', error: { type: 'overloaded_error', message: 'overloaded' } }),
      end(why, usage) {
        const close = open ? send({ type: 'content_block_stop', index: 0 }) : '';
        const delta = { stop_reason: FINISH[why], stop_sequence: null };
        const told = usage === null ? {} : { output_tokens: usage.output };
        return close + send({ type: 'message_delta', delta, usage: told }) + send({ type: 'message_stop' });
      },
      impossible: { input: 12, output: 0, cached: 9 },
    };
  },
};

function inputOf(usage: WireUsage | null): object {
  if (usage === null) return {};
  const { input, cached = 0 } = usage;
  return { input_tokens: input - cached, cache_read_input_tokens: cached, cache_creation_input_tokens: 0, output_tokens: 1 };
}
