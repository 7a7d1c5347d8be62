import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const message = z
  .looseObject({
    role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
    content: z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]),
  })
  .describe('A chat message as OpenAI-compatible endpoints take it');

/** Names a query may carry besides `signals` and `metadata`. */
export const rowFields = {
  id: z.string().min(1).describe('Unique within the dataset; never shown to a router'),
  prompt: z.string().optional().describe('The question as one user message; or give messages'),
  messages: z.array(message).min(1).optional().describe('The conversation; or give prompt'),
  category: z.string().min(1).optional().describe('A label: production does not know it'),
  difficulty: z.string().min(1).optional(),
  reference: z.json().optional().describe('What a scorer compares answers with'),
  choices: z.array(z.string()).optional().describe('Options of a multiple-choice question'),
  rubric: z.string().optional(),
  group: z.string().min(1).optional().describe('Queries of one group are never split apart'),
  split: z.enum(['train', 'validation', 'test']).optional(),
  weight: z.number().positive().optional().describe('Traffic weight'),
  embedding: z.array(z.number()).min(1).optional().describe('An embedding of the prompt, made outside; routers see it'),
  arrived_at: z.iso.datetime({ offset: true }).optional().describe('ISO 8601 time of arrival'),
};

/** One line of a dataset. */
export const rowSchema = z
  .strictObject({
    ...rowFields,
    signals: z.record(z.string(), scalar).optional().describe('What the caller knows at run time; routers see it'),
    metadata: z.record(z.string(), z.json()).optional().describe('Carried along, read by nobody'),
  })
  .refine((row) => (row.prompt === undefined) !== (row.messages === undefined), {
    message: 'needs either prompt or messages, and not both',
    path: ['prompt'],
  })
  .describe('One labelled query a line');

export type Row = z.infer<typeof rowSchema>;
