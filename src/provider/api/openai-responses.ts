import { type Api, sdkSettings } from './api.js';
import { openaiEmbeddings } from './openai.js';

/** OpenAI's responses interface, which some of its models have alone. */
export const openaiResponses: Api = {
  name: 'openai_responses',
  keyEnv: 'OPENAI_API_KEY',
  needsBaseUrl: false,
  optionsName: 'openai',
  async open(settings) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI(sdkSettings(settings)).responses(settings.model);
  },
  embeddings: openaiEmbeddings,
};
