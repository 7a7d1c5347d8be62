import type { LanguageModelV3StreamPart } from '@ai-sdk/provider';

/** A piece of an answer as it comes, in the form of a chat completion's `delta`. */
export interface AnswerDelta {
  readonly content?: string;
  readonly reasoning_content?: string;
  readonly refusal?: string;
  readonly tool_calls?: readonly ToolCallDelta[];
}

/** A piece of a tool call: its first one names it. */
export interface ToolCallDelta {
  readonly index: number;
  readonly id?: string;
  readonly type?: 'function';
  readonly function: { readonly name?: string; readonly arguments: string };
}

/** Turns the parts of a stream into the pieces that a client of chat completions reads. */
export function answerDeltas(emit: (delta: AnswerDelta) => void): (part: LanguageModelV3StreamPart) => void {
  const begun: string[] = [];
  const tool = (id: string, text: string): void => {
    emit({ tool_calls: [{ index: begun.indexOf(id), function: { arguments: text } }] });
  };
  const begin = (id: string, name: string, text: string): void => {
    const index = begun.push(id) - 1;
    emit({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: text } }] });
  };
  return (part) => {
    switch (part.type) {
      case 'text-delta':
        if (part.delta !== '') emit({ content: part.delta });
        return;
      case 'reasoning-delta':
        if (part.delta !== '') emit({ reasoning_content: part.delta });
        return;
      case 'tool-input-start':
        begin(part.id, part.toolName, '');
        return;
      case 'tool-input-delta':
        tool(part.id, part.delta);
        return;
      case 'tool-call':
        // Mostly it came in pieces before.
        if (!begun.includes(part.toolCallId)) begin(part.toolCallId, part.toolName, part.input);
        return;
      case 'raw': {
        const refusal = refusalIn(part.rawValue);
        if (refusal !== '') emit({ refusal });
        return;
      }
    }
  };
}

/** Chat completions say a refusal beside the text, responses in events of its own; SDKs look at neither. */
export function refusalIn(raw: unknown): string {
  const { choices, type, delta } = (raw ?? {}) as {
    readonly choices?: readonly { readonly delta?: { readonly refusal?: unknown } | null }[];
    readonly type?: unknown;
    readonly delta?: unknown;
  };
  if (type === 'response.refusal.delta') return typeof delta === 'string' ? delta : '';
  const refusal = Array.isArray(choices) ? choices[0]?.delta?.refusal : undefined;
  return typeof refusal === 'string' ? refusal : '';
}
