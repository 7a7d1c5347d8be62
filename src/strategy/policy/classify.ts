import { z } from 'zod';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { definePolicy } from './policy.js';

/** Names the task by rules, for later stages to decide on. */
export const classify = definePolicy({
  name: 'classify',
  describe: 'Sets task.category to the first category whose condition holds',
  schema: z.strictObject({
    by: z.literal('rules'),
    categories: z.record(z.string().min(1), conditionSchema),
    otherwise: z.string().min(1).optional(),
  }),
  makes: 'static',
  compile: ({ categories, otherwise }, { input, field }) => ({
    kind: 'classify',
    by: 'rules',
    categories: Object.entries(categories).map(([name, when]) => ({
      name,
      when: checkedCondition(when, input, `${field}.categories.${name}`),
    })),
    ...(otherwise === undefined ? {} : { otherwise }),
  }),
});
