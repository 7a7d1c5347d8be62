import { z } from 'zod';
import type { CallParameters } from '../domain/call-parameters.js';
import type { Json } from '../domain/json.js';
import { given } from './given.js';

/** Parameters of a call as a models file spells them. */
export const callParametersSchema = z
  .strictObject({
    temperature: z.number().nonnegative().optional(),
    top_p: z.number().gt(0).max(1).optional(),
    top_k: z.number().int().positive().optional(),
    presence_penalty: z.number().optional(),
    frequency_penalty: z.number().optional(),
    stop: z.array(z.string().min(1)).optional(),
    seed: z.number().int().optional(),
    system: z.string().min(1).optional().describe('System prompt before the query’s own messages'),
    response_format: z.json().optional().describe('A JSON Schema the answer must follow, or true for any JSON'),
    tools: z.array(z.json()).optional().describe('Tools in the shape OpenAI-compatible endpoints take'),
    tool_choice: z.json().optional().describe('auto, none, required, or { name: … }'),
    options: z.record(z.string(), z.json()).optional().describe("The provider's own settings, passed through"),
  })
  .describe('What shapes an answer; all of it is part of a recording’s key');

/** What may stand in a model, or in the defaults of all. */
interface Asked {
  readonly max_output_tokens?: number | undefined;
  readonly parameters?: z.infer<typeof callParametersSchema> | undefined;
}

/** A model's parameters: its own, and the list's where it has none. */
export function askedWith(defaults: Asked | undefined, own: Asked): Partial<CallParameters> {
  const { top_p, top_k, presence_penalty, frequency_penalty, response_format, tool_choice, ...rest } = {
    ...defaults?.parameters,
    ...own.parameters,
  };
  return given({
    ...rest,
    maxOutputTokens: own.max_output_tokens ?? defaults?.max_output_tokens,
    topP: top_p,
    topK: top_k,
    presencePenalty: presence_penalty,
    frequencyPenalty: frequency_penalty,
    responseFormat: response_format as Json | undefined,
    toolChoice: tool_choice as Json | undefined,
  }) as Partial<CallParameters>;
}
