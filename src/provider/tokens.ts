import type { Message } from '../domain/query.js';

/** Tokens of a request and of an answer to it. */
export type CountTokens = (messages: readonly Message[], answer?: string) => { readonly input: number; readonly output: number };

/** What chat formats put around a message, and before the answer (OpenAI cookbook, "How to count tokens with tiktoken"). */
const AROUND_MESSAGE = 3;
const BEFORE_ANSWER = 3;

/** Text that looks like a control token is text. */
const PLAIN = { disallowedSpecial: new Set<string>() };

/**
 * Loads the tokenizer of OpenAI's newer models (o200k). For all other models its count is an estimate, good for plans and rates; what may be
 * spent never rests on it.
 */
export async function countTokens(): Promise<CountTokens> {
  const { countTokens: count } = await import('gpt-tokenizer/encoding/o200k_base');
  const inMessage = (message: Message): number => {
    const { role, content, ...more } = message;
    const texts = typeof content === 'string' ? [content] : (content ?? []).map(({ text }) => text ?? '');
    const rest = Object.keys(more).length === 0 ? 0 : count(JSON.stringify(more), PLAIN);
    return AROUND_MESSAGE + 1 + rest + texts.reduce((sum, text) => sum + count(text, PLAIN), 0);
  };
  return (messages, answer = '') => ({
    input: BEFORE_ANSWER + messages.reduce((sum, message) => sum + inMessage(message), 0),
    output: count(answer, PLAIN),
  });
}
