import { z } from 'zod';
import { UserError } from '../../domain/user-error.js';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { definePolicy } from './policy.js';

/** Takes models away whose context the request would not fit in. */
export const context = definePolicy({
  name: 'context',
  describe: 'Only models whose context holds all messages and the longest answer, fallback and escalation included',
  schema: z.strictObject({
    max_output_tokens: z.number().int().min(0).max(2_147_483_648).describe('Room kept free for the answer'),
    when: conditionSchema.optional(),
  }),
  compile: ({ max_output_tokens: outputTokens, when }, { models, input, field }) => {
    if (models.every(({ contextTokens }) => contextTokens === undefined))
      throw new UserError({ field, message: 'no model states its context', accepted: 'context_tokens in the models file' });
    return {
      kind: 'context',
      ...(when === undefined ? {} : { when: checkedCondition(when, input, `${field}.when`) }),
      outputTokens,
    };
  },
});
