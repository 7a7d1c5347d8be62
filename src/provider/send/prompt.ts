import type { LanguageModelV3Message, LanguageModelV3Prompt } from '@ai-sdk/provider';
import type { Message, MessagePart } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';

type Role<R extends LanguageModelV3Message['role']> = Extract<LanguageModelV3Message, { role: R }>;

/** A tool call as OpenAI-compatible endpoints have it in an assistant's message. */
interface WrittenCall {
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

/**
 * Messages as the SDKs take them. System prompts, tool calls and their results pass through; so do images.
 *
 * @throws UserError for a part that can't be sent
 */
export function promptOf(messages: readonly Message[], system: string | undefined): LanguageModelV3Prompt {
  const toolOf = new Map<string, string>();
  return [
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
    ...messages.map((message) => {
      for (const { id, function: called } of callsOf(message)) toolOf.set(id ?? '', called?.name ?? '');
      return messageOf(message, toolOf);
    }),
  ];
}

function messageOf(message: Message, toolOf: ReadonlyMap<string, string>): LanguageModelV3Message {
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: textOf(message) };
    case 'user':
      return { role: 'user', content: userParts(message.content) };
    case 'assistant':
      return { role: 'assistant', content: assistantParts(message) };
    case 'tool': {
      const toolCallId = String(message['tool_call_id'] ?? '');
      const toolName = toolOf.get(toolCallId) ?? String(message['name'] ?? 'tool');
      return {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId, toolName, output: { type: 'text', value: textOf(message) } }],
      };
    }
  }
}

function userParts(content: Message['content']): Role<'user'>['content'] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.map((part) => {
    if (part.type === 'text') return { type: 'text', text: part.text ?? '' };
    const url = imageUrl(part);
    if (url === undefined)
      throw new UserError({ message: `a part of type "${part.type}" can't be sent`, accepted: 'text, image_url' });
    const inline = /^data:([^;,]+);base64,(.*)$/s.exec(url);
    if (inline !== null) return { type: 'file', mediaType: inline[1] ?? '', data: inline[2] ?? '' };
    return { type: 'file', mediaType: 'image/*', data: new URL(url) };
  });
}

function imageUrl(part: MessagePart): string | undefined {
  const held = part['image_url'] as { readonly url?: unknown } | string | undefined;
  const url = typeof held === 'string' ? held : held?.url;
  return part.type === 'image_url' && typeof url === 'string' && URL.canParse(url) ? url : undefined;
}

function assistantParts(message: Message): Role<'assistant'>['content'] {
  const text = textOf(message);
  return [
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...callsOf(message).map(({ id = '', function: called }) => ({
      type: 'tool-call' as const,
      toolCallId: id,
      toolName: called?.name ?? '',
      input: parsed(called?.arguments ?? '{}'),
    })),
  ];
}

function callsOf(message: Message): readonly WrittenCall[] {
  const calls = message['tool_calls'];
  return message.role === 'assistant' && Array.isArray(calls) ? (calls as unknown as readonly WrittenCall[]) : [];
}

/** The text of a message; an assistant that only calls tools has none. */
function textOf({ content }: Message): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
