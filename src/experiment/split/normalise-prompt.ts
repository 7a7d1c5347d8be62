import type { Message } from '../../domain/query.js';

/**
 * The prompt as compared for repeats: all message texts, lower case, everything but letters and digits of any script
 * folded to single spaces. Two prompts with the same normal form are the same question.
 */
export function normalisePrompt(messages: readonly Message[]): string {
  return messages
    .map(({ content }) => (typeof content === 'string' ? content : content.map((part) => part.text ?? '').join(' ')))
    .join(' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
