import { z } from 'zod';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { modelId } from '../selector.js';
import { definePolicy } from './policy.js';

/** A decision list. */
export const rules = definePolicy({
  name: 'rules',
  describe: 'The first rule whose condition holds decides; a rule without a condition always does',
  schema: z.array(z.strictObject({ when: conditionSchema.optional(), use: z.string().min(1) })).min(1),
  compile: (list, { models, input, field }) => ({
    kind: 'rules',
    rules: list.map(({ when, use }, index) => ({
      ...(when === undefined ? {} : { when: checkedCondition(when, input, `${field}[${index}].when`) }),
      use: modelId(use, models, `${field}[${index}].use`),
    })),
  }),
});
