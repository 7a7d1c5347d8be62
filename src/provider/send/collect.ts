import type { LanguageModelV3FinishReason, LanguageModelV3StreamPart } from '@ai-sdk/provider';
import type { Answer, ToolCall, Usage } from '../../domain/recording.js';
import { type AnswerDelta, answerDeltas, refusalIn } from './answer-delta.js';
import { reportedUsage } from './reported-usage.js';

/** What a stream came to. */
export interface Collected {
  readonly answer: Answer;
  readonly usage?: Usage;
  /** When the first part of the answer itself came (not of the reasoning before it). */
  readonly firstTokenMs?: number;
  readonly servedModel?: string;
  readonly responseId?: string;
  /** What the SDK left out of the request, in its words. */
  readonly warnings: readonly string[];
}

/** The stream ended before the answer did. */
export class IncompleteError extends Error {
  constructor() {
    super('the stream ended before the answer did');
    this.name = 'IncompleteError';
  }
}

/**
 * Joins the parts of a stream.
 *
 * @param elapsedMs milliseconds since the request was sent
 * @param onDelta told every piece of the answer as it comes
 * @throws the stream's own error; IncompleteError where no reason for its end came
 */
export async function collect(
  stream: ReadableStream<LanguageModelV3StreamPart>,
  elapsedMs: () => number,
  onDelta: (delta: AnswerDelta) => void = () => undefined,
): Promise<Collected> {
  let text = '';
  let refused = '';
  let firstTokenMs: number | undefined;
  let metadata: { readonly id?: string; readonly modelId?: string } = {};
  let finish: Extract<LanguageModelV3StreamPart, { type: 'finish' }> | undefined;
  const toolCalls: ToolCall[] = [];
  const warnings: string[] = [];
  const pieces = answerDeltas(onDelta);
  for await (const part of partsOf(stream)) {
    pieces(part);
    switch (part.type) {
      case 'text-delta':
        if (part.delta !== '') firstTokenMs ??= elapsedMs();
        text += part.delta;
        break;
      case 'tool-input-start':
        firstTokenMs ??= elapsedMs();
        break;
      case 'tool-call':
        firstTokenMs ??= elapsedMs();
        toolCalls.push({ name: part.toolName, arguments: part.input });
        break;
      case 'response-metadata':
        metadata = { ...metadata, ...part };
        break;
      case 'stream-start':
        warnings.push(...part.warnings.map(warningText));
        break;
      case 'raw':
        refused += refusalIn(part.rawValue);
        metadata = { ...googleMetadata(part.rawValue), ...metadata };
        break;
      case 'finish':
        finish = part;
        break;
      case 'error':
        throw part.error;
    }
  }
  // SDKs end a stream that was cut off with a reason of their own and none of the provider's.
  if (finish === undefined || isCutOff(finish.finishReason)) throw new IncompleteError();
  const { unified } = finish.finishReason;
  const usage = reportedUsage(finish.usage, text !== '' || toolCalls.length > 0);
  return {
    answer: {
      text: text === '' ? refused : text,
      finishReason: unified.replaceAll('-', '_'),
      refusal: refused !== '' || unified === 'content-filter',
      ...(toolCalls.length === 0 ? {} : { toolCalls }),
    },
    ...(usage === undefined ? {} : { usage }),
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(metadata.modelId === undefined ? {} : { servedModel: metadata.modelId }),
    ...(metadata.id === undefined ? {} : { responseId: metadata.id }),
    warnings,
  };
}

/** Parts as they come. A reader that leaves early doesn't wait for what is upstream to agree: that may hang. */
async function* partsOf(stream: ReadableStream<LanguageModelV3StreamPart>): AsyncGenerator<LanguageModelV3StreamPart> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function isCutOff({ unified, raw }: LanguageModelV3FinishReason): boolean {
  return unified === 'other' && raw === undefined;
}

/** Google names model and response in every chunk; its SDK passes neither on. */
function googleMetadata(raw: unknown): { readonly id?: string; readonly modelId?: string } {
  const { modelVersion, responseId } = (raw ?? {}) as { readonly modelVersion?: unknown; readonly responseId?: unknown };
  return {
    ...(typeof responseId === 'string' ? { id: responseId } : {}),
    ...(typeof modelVersion === 'string' ? { modelId: modelVersion } : {}),
  };
}

function warningText(warning: Extract<LanguageModelV3StreamPart, { type: 'stream-start' }>['warnings'][number]): string {
  if (warning.type === 'other') return warning.message;
  return `${warning.feature} is ${warning.type}${warning.details === undefined ? '' : `: ${warning.details}`}`;
}
