import type { CallParameters } from '../../domain/call-parameters.js';
import type { Json } from '../../domain/json.js';
import { ChatError } from './chat-error.js';
import { type ChatBody, chatSchema } from './chat-schema.js';

/**
 * Members by which an endpoint asks another model or adds to the bill: speed tiers, chains and plugins of gateways, searches, sound,
 * predicted text (what is rejected of it is paid for beyond the most output tokens).
 */
const CHANGE_THE_BILL = new Set(
  'audio fallbacks modalities models plugins prediction provider route service_tier transforms web_search_options'.split(' '),
);

/**
 * The parameters that a body sets. null means what absence does.
 *
 * @throws ChatError (400) for a member that changes who answers or what it costs: decisions, log and spend cap rest on both
 */
export function givenParameters(body: ChatBody): Partial<CallParameters> {
  const options = Object.entries(body).filter(([name, value]) => !Object.hasOwn(chatSchema.shape, name) && value !== null);
  for (const [name] of options) if (CHANGE_THE_BILL.has(name)) throw changesTheBill(name);
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

function changesTheBill(name: string): ChatError {
  const message = `${name}: changes which model answers or what it costs, which the router and the spend cap must know`;
  return new ChatError(400, 'unsupported_parameter', `${message}; whoever runs the server can set it in the models file`, {
    param: name,
  });
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
