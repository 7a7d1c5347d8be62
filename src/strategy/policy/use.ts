import { z } from 'zod';
import { modelId } from '../selector.js';
import { definePolicy } from './policy.js';

/** One fixed model: a decision list of one rule that always holds. */
export const use = definePolicy({
  name: 'use',
  describe: 'Always this model',
  schema: z.string().min(1),
  compile: (id, { models, field }) => ({ kind: 'rules', rules: [{ use: modelId(id, models, field) }] }),
});
