import { event, lastUserText, type Wire, type WireUsage } from './wire.js';

/** OpenAI's responses. */
export const responses: Wire = {
  path: /\/responses$/,
  promptIn: ({ input }) => lastUserText(input, ({ content }) => content),
  keyIn: (headers) => String(headers['authorization']).slice('Bearer '.length),
  errorBody: (_, error) => ({ error }),
  stream(id, model) {
    const send = (data: { readonly type: string } & Record<string, unknown>): string => event(data, data.type);
    const response = { id, model, created_at: 1, output: [] };
    const message = { type: 'message', id: 'm1', phase: null };
    let open = false;
    const opened = (): string => {
      const begin = open ? '' : send({ type: 'response.output_item.added', output_index: 0, item: message });
      open = true;
      return begin;
    };
    return {
      start: () => send({ type: 'response.created', response: { ...response, status: 'in_progress' } }),
      text: (delta) => opened() + send({ type: 'response.output_text.delta', item_id: 'm1', delta }),
      refusal: (delta) => opened() + send({ type: 'response.refusal.delta', item_id: 'm1', output_index: 0, delta }),
      toolCall(name, pieces) {
        const item = { type: 'function_call', id: 'f1', call_id: 'c1', name };
        const delta = (piece: string): string =>
          send({ type: 'response.function_call_arguments.delta', item_id: 'f1', output_index: 0, delta: piece });
        return [
          send({ type: 'response.output_item.added', output_index: 0, item: { ...item, arguments: '' } }),
          ...pieces.map(delta),
          send({
            type: 'response.output_item.done',
            output_index: 0,
            item: { ...item, arguments: pieces.join(''), status: 'completed' },
          }),
        ];
      },
      error: () =>
        send({
          type: 'error',
          sequence_number: 9,
          error: { type: 'overloaded_error', message: 'overloaded', code: 'overloaded' },
        }),
      end(why, usage) {
        const close = open ? send({ type: 'response.output_item.done', output_index: 0, item: message }) : '';
        const told = usage === null ? {} : { usage: usageOf(usage) };
        const ended =
          why === 'length'
            ? {
                type: 'response.incomplete',
                response: { ...response, status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, ...told },
              }
            : { type: 'response.completed', response: { ...response, status: 'completed', ...told } };
        return close + send(ended);
      },
      impossible: { input: 3, output: 0, cached: 9 },
    };
  },
};

function usageOf({ input, output, cached, reasoning }: WireUsage): object {
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    input_tokens_details: { cached_tokens: cached ?? 0 },
    output_tokens_details: { reasoning_tokens: reasoning ?? 0 },
  };
}
