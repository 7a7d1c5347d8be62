import type { Usage } from '../../../domain/recording.js';
import type { AnswerDelta } from '../../../provider/send/answer-delta.js';
import type { Answering, WholeAnswer } from '../answer-chat.js';

/** A tool call put together again. */
interface ToolCall {
  id: string;
  readonly type: 'function';
  readonly function: { name: string; arguments: string };
}

/** A whole answer as `message` of a chat completion. */
export interface ChatMessage {
  readonly role: 'assistant';
  content: string | null;
  reasoning_content?: string;
  refusal?: string;
  tool_calls?: ToolCall[];
}

/** Joins the pieces of an answer. */
export function joined(deltas: readonly AnswerDelta[]): ChatMessage {
  const message: ChatMessage = { role: 'assistant', content: null };
  for (const { content, reasoning_content: reasoning, refusal, tool_calls: calls } of deltas) {
    if (content !== undefined) message.content = (message.content ?? '') + content;
    if (reasoning !== undefined) message.reasoning_content = (message.reasoning_content ?? '') + reasoning;
    if (refusal !== undefined) message.refusal = (message.refusal ?? '') + refusal;
    for (const { index, id, function: called } of calls ?? []) {
      message.tool_calls ??= [];
      const call = message.tool_calls[index] ?? emptyCall();
      message.tool_calls[index] = call;
      call.id = id ?? call.id;
      call.function.name = called.name ?? call.function.name;
      call.function.arguments += called.arguments;
    }
  }
  return message;
}

function emptyCall(): ToolCall {
  return { id: '', type: 'function', function: { name: '', arguments: '' } };
}

const FINISHES = ['stop', 'length', 'tool_calls', 'content_filter'];

/** Why an answer ended, in the words that clients know. */
export function finishReason({ reply }: WholeAnswer): string {
  const reason = reply.answer?.finishReason ?? 'stop';
  return FINISHES.includes(reason) ? reason : 'stop';
}

export function usageOf({ recording }: WholeAnswer): object {
  const { inputTokens = 0, outputTokens = 0, cachedInputTokens, reasoningTokens }: Usage = recording.usage ?? {};
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(cachedInputTokens === undefined ? {} : { prompt_tokens_details: { cached_tokens: cachedInputTokens } }),
    ...(reasoningTokens === undefined ? {} : { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
  };
}

/** What is told of a decision before the answer is whole. */
export function decisionHeaders({ id, modelId, route, reason, attempts }: Answering): Record<string, string> {
  return {
    'x-routelab-decision': id,
    'x-routelab-model': headerText(modelId),
    'x-routelab-reason': headerText(reason),
    'x-routelab-attempts': String(attempts),
    'x-routelab-propensity': String(route.propensity),
  };
}

/** A header takes ASCII alone. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
