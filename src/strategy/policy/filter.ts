import { z } from 'zod';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { selectedModels, selectorSchema } from '../selector.js';
import { definePolicy } from './policy.js';

/** Takes models away for all that follows. */
export const filter = definePolicy({
  name: 'filter',
  describe: 'Where the condition holds, only these models may be used, fallback and escalation included',
  schema: z.strictObject({ when: conditionSchema.optional(), allow: selectorSchema }),
  makes: 'static',
  compile: ({ when, allow }, { models, input, field }) => ({
    kind: 'filter',
    ...(when === undefined ? {} : { when: checkedCondition(when, input, `${field}.when`) }),
    allow: selectedModels(allow, models, `${field}.allow`),
  }),
});
