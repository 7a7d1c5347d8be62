import { z } from 'zod';
import { estimate, maybe, number } from './value-schema.js';

const budget = z.strictObject({
  usd: number,
  per: z.enum(['queries', 'hour', 'day', 'month']),
  queries: maybe,
  windows: number,
  spent: estimate,
  overspend: estimate,
  unspent: estimate,
  optimum: estimate,
  ofOptimum: estimate,
});

const regret = z.strictObject({
  perUsd: number,
  bestFixed: z.string(),
  reward: estimate,
  fixedReward: estimate,
  cumulative: estimate,
  curve: z.array(z.strictObject({ queries: number, cumulative: estimate })),
});

const reaction = z.strictObject({
  modelId: z.string(),
  from: number,
  factor: number,
  before: estimate,
  after: estimate,
  requestsToHalf: estimate,
  quality: estimate,
  fixedQuality: estimate,
});

/** A stateful router over its stream. */
export const online = z.strictObject({
  walks: number,
  blocks: number,
  requests: number,
  feedback: z.strictObject({
    from: z.enum(['gold', 'judge', 'user']),
    delayQueries: number,
    delaySeconds: number,
    noise: number,
    rate: number,
  }),
  quality: estimate,
  cost: estimate,
  budget: budget.exactOptional(),
  regret: regret.exactOptional(),
  reaction: reaction.exactOptional(),
});
