import { z } from 'zod';
import type { Model } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import { compileAccept } from '../../router/accept.js';
import { foldCondition } from '../../router/condition-tree.js';
import type { CascadeStage, Condition } from '../../router/config.js';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { selectedModels, selectorSchema } from '../selector.js';
import { definePolicy } from './policy.js';

/** One model after another, until an answer is good enough. */
export const cascade = definePolicy({
  name: 'cascade',
  describe: 'Asks one model after another until an answer is accepted; every call is paid',
  schema: z.strictObject({
    order: z
      .union([z.enum(['by_price', 'by_rank']), z.strictObject({ models: z.array(z.string().min(1)).min(2) })])
      .describe('by_price: cheapest first, up to the decided model; by_rank: the prediction’s best first; or { models: […] }'),
    accept: conditionSchema.describe('Over answer.*: an answer for which it holds is served'),
    over: selectorSchema.optional().describe('Models that by_price may ask; default all'),
    most: z.number().int().min(1).max(8).optional().describe('Escalations at most; default 8'),
    when: conditionSchema.optional(),
  }),
  compile: ({ order, accept, over, most, when }, { models, input, field }): CascadeStage => ({
    kind: 'cascade',
    ...(when === undefined ? {} : { when: checkedCondition(when, input, `${field}.when`) }),
    order: orderOf(
      order,
      over === undefined ? models : named(selectedModels(over, models, `${field}.over`), models),
      models,
      field,
    ),
    accept: checkedAccept(accept, `${field}.accept`),
    most: most ?? 8,
  }),
});

function named(ids: readonly string[], models: readonly Model[]): Model[] {
  return models.filter(({ id }) => ids.includes(id));
}

function orderOf(
  order: 'by_price' | 'by_rank' | { readonly models: readonly string[] },
  over: readonly Model[],
  models: readonly Model[],
  field: string,
): CascadeStage['order'] {
  if (order === 'by_rank') return 'rank';
  if (order === 'by_price') return byPrice(over, `${field}.order`);
  for (const id of order.models) selectedModels(id, models, `${field}.order.models`);
  return order.models;
}

/** Cheapest first by the price of a million tokens in and a million out, ties to the earlier. */
function byPrice(models: readonly Model[], field: string): string[] {
  const priced = models.map(({ id, price }) => ({
    id,
    usd: (price?.inputUsdPerMTok ?? Number.NaN) + (price?.outputUsdPerMTok ?? Number.NaN),
  }));
  const unpriced = priced.filter(({ usd }) => Number.isNaN(usd));
  if (unpriced.length > 0)
    throw new UserError({
      field,
      message: `by_price needs the prices of every model, and ${unpriced.map(({ id }) => id).join(', ')} has none`,
      accepted: 'prices in the models file, "over" with priced models, or order: { models: […] }',
    });
  if (priced.length < 2) throw new UserError({ field, message: 'leads nowhere', accepted: 'two models or more' });
  return priced.sort((a, b) => a.usd - b.usd).map(({ id }) => id);
}

/** What the runtime accepts, less the answer's text: replay keeps what is known of answers, not their words. */
function checkedAccept(accept: Condition, field: string): Condition {
  try {
    compileAccept(accept);
    foldCondition<void>(accept, {
      leaf(name) {
        if (name !== 'answer.text') return;
        throw new UserError({
          field: name,
          message: 'is not kept for replay',
          accepted: 'answer.length, answer.finish_reason, answer.refusal …',
        });
      },
      all: () => undefined,
      any: () => undefined,
      not: () => undefined,
    });
    return accept;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.problems.map((one) => ({ ...one, field: one.field === undefined ? field : `${field}.${one.field}` })),
    );
  }
}
