import { z } from 'zod';
import { UserError } from '../../domain/user-error.js';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { definePolicy } from './policy.js';

/** A session stays where it is. */
export const stick = definePolicy({
  name: 'stick',
  describe: 'A session stays on the model that answered it last, so that a provider’s prompt cache stays warm',
  schema: z.strictObject({
    unless: conditionSchema.optional().describe('Requests for which this holds are decided anew'),
    remember: z.number().int().min(64).max(16_777_216).optional().describe('Sessions kept in mind; default 4096'),
  }),
  compile: ({ unless, remember }, { input, field }) => {
    if (input.stickySignal === undefined)
      throw new UserError({ field, message: 'knows no session', accepted: 'input: { sticky_signal: … } in the strategy' });
    return {
      kind: 'stick',
      ...(unless === undefined ? {} : { unless: checkedCondition(unless, input, `${field}.unless`) }),
      remember: remember ?? 4096,
    };
  },
});
