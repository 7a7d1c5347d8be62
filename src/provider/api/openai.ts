import { type Api, type Embeddings, sdkSettings } from './api.js';

/** OpenAI's embeddings, whichever of its interfaces answers. */
export const openaiEmbeddings: Embeddings = {
  dimensions: 'dimensions',
  async open(settings) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI(sdkSettings(settings)).embeddingModel(settings.model);
  },
};

/** OpenAI's chat completions. */
export const openai: Api = {
  name: 'openai',
  keyEnv: 'OPENAI_API_KEY',
  needsBaseUrl: false,
  optionsName: 'openai',
  async open(settings) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI(sdkSettings(settings)).chat(settings.model);
  },
  embeddings: openaiEmbeddings,
};
