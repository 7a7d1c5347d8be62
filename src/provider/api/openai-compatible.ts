import { type Api, type ClientSettings, sdkSettings } from './api.js';

/** Settings of its own go into the request's body under this name's key as they are. */
const NAME = 'provider';

/** Any endpoint that speaks chat completions: vLLM, Ollama, LiteLLM, OpenRouter, Portkey … */
export const openaiCompatible: Api = {
  name: 'openai_compatible',
  keyEnv: null,
  needsBaseUrl: true,
  optionsName: NAME,
  open: async (settings) => (await providerOf(settings)).languageModel(settings.model),
  embeddings: {
    dimensions: 'dimensions',
    open: async (settings) => (await providerOf(settings)).embeddingModel(settings.model),
  },
};

async function providerOf(settings: ClientSettings) {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const { apiKey, ...rest } = sdkSettings(settings);
  return createOpenAICompatible({
    ...rest,
    ...(apiKey === '' ? {} : { apiKey }),
    name: NAME,
    baseURL: settings.baseUrl ?? '',
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
}
