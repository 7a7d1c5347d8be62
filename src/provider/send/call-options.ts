import type { LanguageModelV3CallOptions, LanguageModelV3FunctionTool, LanguageModelV3ToolChoice } from '@ai-sdk/provider';
import type { CallParameters } from '../../domain/call-parameters.js';
import type { Json } from '../../domain/json.js';
import type { Message } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';
import { promptOf } from './prompt.js';

/**
 * A request as the SDKs take it.
 *
 * @param optionsName where the SDK looks for the provider's own settings
 * @throws UserError for messages or tools that can't be sent
 */
export function callOptions(
  messages: readonly Message[],
  parameters: CallParameters,
  optionsName: string,
): LanguageModelV3CallOptions {
  const { system, stop, tools, toolChoice, responseFormat, options, ...plain } = parameters;
  return {
    ...plain,
    prompt: promptOf(messages, system),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
    ...(tools === undefined ? {} : { tools: tools.map(toolOf) }),
    ...(toolChoice === undefined ? {} : { toolChoice: choiceOf(toolChoice) }),
    ...(responseFormat === undefined ? {} : { responseFormat: formatOf(responseFormat) }),
    ...(options === undefined ? {} : { providerOptions: { [optionsName]: options as Record<string, never> } }),
  };
}

function toolOf(tool: Json, index: number): LanguageModelV3FunctionTool {
  const { name, description, parameters } = (tool as { readonly function?: Readonly<Record<string, Json>> }).function ?? {};
  if (typeof name !== 'string') {
    const accepted = '{ type: function, function: { name, description, parameters } }';
    throw new UserError({ field: `parameters.tools[${index}]`, message: 'is no tool', accepted });
  }
  return {
    type: 'function',
    name,
    ...(typeof description === 'string' ? { description } : {}),
    inputSchema: (parameters ?? { type: 'object' }) as LanguageModelV3FunctionTool['inputSchema'],
  };
}

function choiceOf(choice: Json): LanguageModelV3ToolChoice {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { type: choice };
  const { name, function: called } = (choice ?? {}) as { readonly name?: Json; readonly function?: { readonly name?: Json } };
  const toolName = name ?? called?.name;
  if (typeof toolName === 'string') return { type: 'tool', toolName };
  throw new UserError({ field: 'parameters.tool_choice', message: 'not accepted', accepted: 'auto, none, required, { name }' });
}

function formatOf(format: Json): NonNullable<LanguageModelV3CallOptions['responseFormat']> {
  return format === true ? { type: 'json' } : { type: 'json', schema: format as never };
}
