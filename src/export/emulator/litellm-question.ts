import type { Message } from '../../domain/query.js';

/** The last message of the user that says anything; its parts with spaces between them. */
export function lastQuestion(messages: readonly Message[]): string | null {
  for (const { role, content } of messages.toReversed()) {
    const text = typeof content === 'string' ? content : textParts(content).join(' ').trim();
    if (role === 'user' && text !== '') return text;
  }
  return null;
}

function textParts(content: Exclude<Message['content'], string>): string[] {
  return content.filter(({ type }) => type === 'text').map(({ text }) => text ?? '');
}
