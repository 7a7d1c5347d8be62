/** A price file as LiteLLM publishes it: USD per token, several sellers of one model, rows that are no chat models. */
export const PRICE_FILE = {
  sample_spec: {
    input_cost_per_token: 0,
    output_cost_per_token: 0,
    mode: 'one of: chat, embedding',
    litellm_provider: 'one of …',
  },
  fallback_generalizations: { x: 1 },
  'gpt-9': {
    input_cost_per_token: 2.5e-6,
    output_cost_per_token: 1e-5,
    cache_read_input_token_cost: 1.25e-6,
    litellm_provider: 'openai',
    mode: 'chat',
    supports_vision: true,
  },
  'azure/gpt-9': { input_cost_per_token: 2.75e-6, output_cost_per_token: 1.1e-5, litellm_provider: 'azure', mode: 'chat' },
  'gpt-9-mini': { input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7, litellm_provider: 'openai', mode: 'responses' },
  'claude-x-20260101': {
    input_cost_per_token: 3e-6,
    output_cost_per_token: 1.5e-5,
    output_cost_per_reasoning_token: 2e-5,
    input_cost_per_token_above_200k_tokens: 6e-6,
    litellm_provider: 'anthropic',
    mode: 'chat',
  },
  'together_ai/llama-z': {
    input_cost_per_token: 9e-7,
    output_cost_per_token: 9e-7,
    litellm_provider: 'together_ai',
    mode: 'chat',
  },
  'hosted/llama-z': { input_cost_per_token: 9e-7, output_cost_per_token: 9e-7, litellm_provider: 'hosted', mode: 'chat' },
  'gemini/flash-free': { input_cost_per_token: 0, output_cost_per_token: 0, litellm_provider: 'gemini', mode: 'chat' },
  'gemini/flash-odd': { input_cost_per_character: 1e-7, litellm_provider: 'gemini', mode: 'chat' },
  'perplexity/search': {
    input_cost_per_token: 1e-6,
    output_cost_per_token: 1e-6,
    input_cost_per_request: 0.005,
    litellm_provider: 'perplexity',
    mode: 'chat',
  },
  'text-embed': { input_cost_per_token: 1e-8, output_cost_per_token: 0, litellm_provider: 'openai', mode: 'embedding' },
} as const;

export const priceFileText = (): string => JSON.stringify(PRICE_FILE, null, 2);
