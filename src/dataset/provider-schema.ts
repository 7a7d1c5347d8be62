import { z } from 'zod';
import type { ProviderSettings } from '../domain/model.js';
import { given } from './given.js';

const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable; a key itself never stands in a file');

/** How calls of a provider are made. */
export const providerSchema = z.strictObject({
  api: z
    .string()
    .min(1)
    .optional()
    .describe('openai, openai_responses, anthropic, google or openai_compatible; default: the provider of that name'),
  base_url: z.url({ protocol: /^https?$/ }).optional(),
  api_key_env: variable.optional().describe('Environment variable that holds the key'),
  headers: z.record(z.string().min(1), z.string()).optional().describe('Headers of every call; none of them a secret'),
  headers_env: z.record(z.string().min(1), variable).optional().describe('Headers whose values stand in environment variables'),
  concurrency: z.number().int().positive().optional().describe('Calls in flight at most, over all models of the provider'),
  errors_are_free: z
    .boolean()
    .optional()
    .describe('The provider bills nothing for calls that it answers with an error status, 5xx included; default: nobody knows'),
});

type ProviderFile = z.infer<typeof providerSchema>;

/** The providers of a parsed file. */
export function providersOf(file: Readonly<Record<string, ProviderFile>>): Readonly<Record<string, ProviderSettings>> {
  return Object.fromEntries(
    Object.entries(file).map(([name, { base_url, api_key_env, headers_env, errors_are_free, ...same }]) => [
      name,
      given({ ...same, baseUrl: base_url, apiKeyEnv: api_key_env, headersEnv: headers_env, errorsAreFree: errors_are_free }),
    ]),
  );
}
