import { baseVariable } from './variables.js';

/** Where known providers answer in OpenAI's form; of others the environment must say it. */
export const KNOWN_BASES: Readonly<Record<string, string>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta/openai',
  mistral: 'https://api.mistral.ai/v1',
  deepseek: 'https://api.deepseek.com/v1',
  groq: 'https://api.groq.com/openai/v1',
  openrouter: 'https://openrouter.ai/api/v1',
};

/** The variable that says where a provider answers, where it isn't known. */
export function baseVariables(provider: string): string[] {
  return KNOWN_BASES[provider] === undefined ? [baseVariable(provider)] : [];
}
