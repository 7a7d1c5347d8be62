import { anthropic } from './anthropic.js';
import type { Api } from './api.js';
import { google } from './google.js';
import { openai } from './openai.js';
import { openaiCompatible } from './openai-compatible.js';
import { openaiResponses } from './openai-responses.js';

/** Every interface that can be spoken. One file each; a test holds this list and the folder equal. */
export const apis: readonly Api[] = [openai, openaiResponses, anthropic, google, openaiCompatible];
