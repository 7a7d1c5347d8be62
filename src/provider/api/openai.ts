import { type Api, sdkSettings } from './api.js';

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
};
