import { type Api, sdkSettings } from './api.js';

/** Google's Gemini models. */
export const google: Api = {
  name: 'google',
  keyEnv: 'GOOGLE_GENERATIVE_AI_API_KEY',
  needsBaseUrl: false,
  optionsName: 'google',
  async open(settings) {
    const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
    return createGoogleGenerativeAI(sdkSettings(settings)).languageModel(settings.model);
  },
  embeddings: {
    dimensions: 'outputDimensionality',
    async open(settings) {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
      return createGoogleGenerativeAI(sdkSettings(settings)).embeddingModel(settings.model);
    },
  },
};
