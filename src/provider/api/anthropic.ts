import { type Api, sdkSettings } from './api.js';

/** Anthropic's messages. */
export const anthropic: Api = {
  name: 'anthropic',
  keyEnv: 'ANTHROPIC_API_KEY',
  needsBaseUrl: false,
  optionsName: 'anthropic',
  async open(settings) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic(sdkSettings(settings)).languageModel(settings.model);
  },
  embeddings: null,
};
