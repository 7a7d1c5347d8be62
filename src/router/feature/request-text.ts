import type { Message, MessagePart } from '../../domain/query.js';
import type { InputSpec } from '../config.js';
import { codePointAt } from '../identity/utf8.js';

/**
 * The text a router reads of a request: the last user message, all user messages, or all messages, its parts of type
 * `text` joined with `join`, cut after `maxCodePoints`. Other parts are not read. No such message: the empty text.
 */
export function requestText(messages: readonly Message[], input: InputSpec): string {
  let text = '';
  let any = false;
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i] as Message;
    if (input.text !== 'all' && message.role !== 'user') continue;
    const own = contentText(message.content, input.join);
    text = any ? own + input.join + text : own;
    any = true;
    if (input.text === 'last_user') break;
  }
  return cut(text, input.maxCodePoints);
}

/** Assistant messages that only call tools come with null content, whatever the type says: they have the empty text. */
function contentText(content: string | readonly MessagePart[] | null | undefined, join: string): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  let text = '';
  let any = false;
  for (let i = 0; i < content.length; i++) {
    const part = content[i] as MessagePart | null | undefined;
    if (part?.type !== 'text' || typeof part.text !== 'string') continue;
    text = any ? text + join + part.text : part.text;
    any = true;
  }
  return text;
}

/** The first `most` code points; a pair of surrogates is never cut in two. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    if (seen === most) return text.slice(0, i);
    seen++;
    if (codePointAt(text, i) > 0xffff) i++;
  }
  return text;
}
