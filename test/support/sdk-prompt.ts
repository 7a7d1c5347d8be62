import type { LanguageModelV3Prompt } from '@ai-sdk/provider';
import type { RouteRequest } from '../../src/router/router.js';

/** A golden request as the SDK would hand it over; null for what the SDK has no form for. */
export function promptOf({ messages }: RouteRequest): LanguageModelV3Prompt | null {
  const prompt: LanguageModelV3Prompt = [];
  for (const { role, content, tool_call_id: id } of messages) {
    if (role === 'developer' || (role === 'assistant' && typeof content !== 'string')) return null;
    const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    const text = parts.map((part) => part.text ?? '').join('\n');
    if (role === 'system') prompt.push({ role, content: text });
    else if (role === 'tool')
      prompt.push({
        role,
        content: [{ type: 'tool-result', toolCallId: String(id), toolName: 't', output: { type: 'text', value: text } }],
      });
    else if (role === 'assistant') prompt.push({ role, content: [{ type: 'text', text }] });
    else
      prompt.push({
        role,
        content: parts.map((part) =>
          part.type === 'text'
            ? ({ type: 'text', text: part.text ?? '' } as const)
            : ({ type: 'file', mediaType: 'image/png', data: new URL('http://x.test/a.png') } as const),
        ),
      });
  }
  return prompt;
}
