import { z } from 'zod';
import { environmentOf, providerSource } from './ai-sdk/provider-source.js';
import { SOURCE as ANSWER_STREAM } from './asset/ai-sdk-answer-stream.js';
import { SOURCE as CARRY_OUT } from './asset/ai-sdk-carry-out.js';
import { SOURCE as LIMITS } from './asset/ai-sdk-limits.js';
import { SOURCE as REQUEST } from './asset/ai-sdk-request.js';
import { SOURCE as ROUTED_MODEL } from './asset/ai-sdk-routed-model.js';
import { router } from './router.js';
import type { ExportTarget } from './target.js';

/** A Vercel AI SDK provider in TypeScript: our runtime decides and carries out, the SDK's own clients call. */
export const aiSdk: ExportTarget = {
  name: 'ai-sdk',
  title: 'A provider module for the Vercel AI SDK',
  version: '@ai-sdk/provider 3, @ai-sdk/openai-compatible 2',
  conformance: 'ran',
  next: "npm install routelab @ai-sdk/provider@3 @ai-sdk/openai-compatible@2; import { routed } from './provider.js'",
  options: z.strictObject({
    stream: z
      .enum(['buffer', 'refuse'])
      .default('buffer')
      .describe('Where a cascade is asked for a stream: the accepted answer in one piece, or an error'),
  }),
  export(input, { stream }) {
    const shipped = router.export(input, { runtime: 'none' });
    if (shipped.fidelity === 'refused') return shipped;
    return {
      ...shipped,
      files: [
        ...shipped.files,
        { path: 'provider.ts', text: providerSource(input.config, stream === 'refuse' ? 'refuse' : 'buffer') },
        { path: 'routed-model.ts', text: ROUTED_MODEL },
        { path: 'carry-out.ts', text: CARRY_OUT },
        { path: 'answer-stream.ts', text: ANSWER_STREAM },
        { path: 'limits.ts', text: LIMITS },
        { path: 'request.ts', text: REQUEST },
      ],
      environment: environmentOf(input.config),
    };
  },
};
