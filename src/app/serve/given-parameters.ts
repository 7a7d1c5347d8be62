import type { CallParameters } from '../../domain/call-parameters.js';
import type { Json } from '../../domain/json.js';
import { type ChatBody, chatSchema } from './chat-schema.js';

/** The parameters that a body sets. null means what absence does. */
export function givenParameters(body: ChatBody): Partial<CallParameters> {
  const options = Object.entries(body).filter(([name, value]) => !Object.hasOwn(chatSchema.shape, name) && value !== null);
  const set = {
    maxOutputTokens: body.max_completion_tokens ?? body.max_tokens,
    temperature: body.temperature,
    topP: body.top_p,
    topK: body.top_k,
    presencePenalty: body.presence_penalty,
    frequencyPenalty: body.frequency_penalty,
    seed: body.seed,
    stop: typeof body.stop === 'string' ? [body.stop] : body.stop,
    tools: body.tools as readonly Json[] | null | undefined,
    toolChoice: body.tool_choice,
    responseFormat: formatOf(body.response_format),
    options: options.length === 0 ? undefined : (Object.fromEntries(options) as Record<string, Json>),
  };
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value != null)) as Partial<CallParameters>;
}

/** A JSON Schema, true for any JSON, nothing for text. */
function formatOf(format: ChatBody['response_format']): Json | undefined {
  if (format == null || format.type === 'text') return undefined;
  if (format.type === 'json_object') return true;
  return (format['json_schema'] as { readonly schema?: Json } | undefined)?.schema ?? true;
}

/** What a model is asked with: the models file's settings, and before them what the client says. */
export function askedParameters(own: CallParameters, given: Partial<CallParameters>): CallParameters {
  const options = { ...own.options, ...given.options };
  return { ...own, ...given, ...(Object.keys(options).length === 0 ? {} : { options }) };
}
