import { z } from 'zod';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(part)]).nullish(),
});

/** What signals may be. */
export const scalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const texts = z.union([z.string(), z.array(z.string())]);

/** What is read of a body; every other member is a parameter of the call and goes on to the provider as it is. */
export const chatSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1).nullish(),
  metadata: scalars.nullish(),
  routelab: z.strictObject({ signals: scalars.optional(), embedding: z.array(z.number()).min(1).optional() }).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.number().nullish(),
  presence_penalty: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  seed: z.number().int().nullish(),
  stop: texts.nullish(),
  tools: z.array(z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string().min(1) }) })).nullish(),
  tool_choice: z.json().nullish(),
  response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) }).nullish(),
});

/** A body as it was sent. */
export type ChatBody = z.infer<typeof chatSchema>;
