import { z } from 'zod';
import { UserError } from '../../domain/user-error.js';
import type { Condition } from '../../router/config.js';
import { compileModelTest } from '../../router/model-facts.js';
import { checkedBy, checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { selectedModels, selectorSchema } from '../selector.js';
import { definePolicy } from './policy.js';

/** Takes models away for all that follows. */
export const filter = definePolicy({
  name: 'filter',
  describe: 'Where the condition holds, only these models may be used, fallback and escalation included',
  schema: z.strictObject({
    when: conditionSchema.optional(),
    allow: selectorSchema.optional(),
    keep: conditionSchema.optional().describe('Over model.*: models for which it holds at the time of the request'),
  }),
  compile: ({ when, allow, keep }, { models, input, field }) => {
    if (allow === undefined && keep === undefined)
      throw new UserError({ field, message: 'takes nothing away', accepted: 'allow, keep or both' });
    return {
      kind: 'filter',
      ...(when === undefined ? {} : { when: checkedCondition(when, input, `${field}.when`) }),
      ...(allow === undefined ? {} : { allow: selectedModels(allow, models, `${field}.allow`) }),
      ...(keep === undefined ? {} : { keep: checkedBy(compileModelTest, keep as Condition, `${field}.keep`) }),
    };
  },
});
