import type { LanguageModelV3CallOptions, LanguageModelV3GenerateResult, LanguageModelV3Prompt } from '@ai-sdk/provider';
import type { AnswerSignals, Message, RouteRequest } from '../../../router/index.js';

/** What accept conditions may see of an answer, as RouteLab recorded it. */
export function signalsOf({ content, finishReason }: LanguageModelV3GenerateResult): AnswerSignals {
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return {
    text,
    length: [...text].length,
    finishReason: finishReason.unified.replaceAll('-', '_'),
    refusal: finishReason.unified === 'content-filter',
    jsonValid: isJson(text),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The request as the router was measured on it: OpenAI's form, a lone text as a text. */
export function requestOf({
  prompt,
  providerOptions,
}: Pick<LanguageModelV3CallOptions, 'prompt' | 'providerOptions'>): RouteRequest {
  const known = (providerOptions?.['routelab'] ?? {}) as Pick<RouteRequest, 'signals' | 'stickyKey' | 'models'>;
  return { messages: prompt.flatMap(messagesOf), ...known };
}

function messagesOf(message: LanguageModelV3Prompt[number]): Message[] {
  switch (message.role) {
    case 'system':
      return [{ role: 'system', content: message.content }];
    case 'tool':
      return message.content.flatMap((part) =>
        part.type === 'tool-result' ? [{ role: 'tool', content: outputText(part.output), tool_call_id: part.toolCallId }] : [],
      );
    default: {
      const parts = message.content.flatMap((part): MessagePart[] => {
        if (part.type === 'text') return [{ type: 'text', text: part.text }];
        return part.type === 'file' ? [{ type: 'image_url' }] : [];
      });
      const [first] = parts;
      if (parts.length === 0 && message.role === 'assistant') return [{ role: 'assistant', content: '' }];
      if (parts.length === 1 && first?.text !== undefined) return [{ role: message.role, content: first.text }];
      return [{ role: message.role, content: parts }];
    }
  }
}

/** Parts in OpenAI's form; only texts are read. */
type MessagePart = Extract<Message['content'], readonly unknown[]>[number];

type ToolOutput = Extract<
  Extract<LanguageModelV3Prompt[number], { role: 'tool' }>['content'][number],
  { type: 'tool-result' }
>['output'];

function outputText(output: ToolOutput): string {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return output.value;
    case 'execution-denied':
      return output.reason ?? '';
    default:
      return JSON.stringify(output.value);
  }
}
