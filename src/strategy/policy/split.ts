import { z } from 'zod';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { modelId } from '../selector.js';
import { definePolicy } from './policy.js';

/** A sticky weighted choice. */
export const split = definePolicy({
  name: 'split',
  describe: 'A weighted random choice by hash: the same sticky key always gets the same model',
  schema: z.strictObject({
    when: conditionSchema.optional(),
    weights: z.record(z.string().min(1), z.number().int().min(0).max(1_000_000)),
    salt: z.string().optional(),
  }),
  compile: ({ when, weights, salt }, { models, input, strategy, field }) => ({
    kind: 'split',
    ...(when === undefined ? {} : { when: checkedCondition(when, input, `${field}.when`) }),
    salt: salt ?? strategy,
    weights: Object.entries(weights).map(([id, weight]) => ({ model: modelId(id, models, `${field}.weights`), weight })),
  }),
});
