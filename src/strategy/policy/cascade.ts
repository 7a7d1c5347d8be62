import { z } from 'zod';
import { ANSWER_PARTS } from '../../domain/answer-part.js';
import type { Json } from '../../domain/json.js';
import type { Model } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import { compileAccept } from '../../router/accept.js';
import { MOST_SAMPLES } from '../../router/answer/agreement.js';
import type { Agreement } from '../../router/answer/config.js';
import { answerFacts } from '../../router/answer/facts.js';
import { foldCondition } from '../../router/condition-tree.js';
import type { CascadeStage, Condition } from '../../router/config.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { featureFields } from '../learn/features.js';
import { featuresSchema } from '../learn/features-schema.js';
import { fitAcceptor, LEAST_ANSWERS } from '../learn/fit-acceptor.js';
import { featureGroups } from '../learn/groups.js';
import { selectedModels, selectorSchema } from '../selector.js';
import type { Training } from '../training.js';
import { defineLearningPolicy, type FitContext } from './policy.js';

/** Penalty of an acceptor's weights. */
const L2 = 1;

const FACTS = answerFacts.map(({ name }) => name.slice('answer.'.length)) as [string, ...string[]];

const learnedSchema = z.strictObject({
  at_least: z.number().gt(0).max(1).describe('The answer is served where the chance that it is right is at least this'),
  facts: z
    .array(z.enum(FACTS))
    .min(1)
    .optional()
    .describe(`What is read of the answer, of ${FACTS.join(', ')}; default all that is recorded`),
  request: featuresSchema.optional().describe('Features of the request to read beside it; default none'),
  dimension: featureFields.dimension,
  l2: z.number().positive().max(1e6).optional().describe(`Penalty λ/2 · ‖w‖² beside the sum of losses; default ${L2}`),
});

const agreeSchema = z.strictObject({
  samples: z.number().int().min(2).max(MOST_SAMPLES).describe('Paid calls of the same model'),
  at_least: z.number().gt(0).max(1).describe('Share of the samples that must come to the same'),
  compare: z
    .enum(ANSWER_PARTS)
    .optional()
    .describe('text: all of it; number: the last number; choice: the last single capital A to H. Default text'),
  legs: z
    .enum(['side_by_side', 'one_after_another'])
    .optional()
    .describe('side_by_side: all at once; one_after_another: no more than it takes to know. Default side_by_side'),
});

const acceptSchema = z
  .object({ learned: learnedSchema.optional(), agree: agreeSchema.optional() })
  .catchall(z.json())
  .describe('Over answer.*, and learned or agree beside it: an answer for which all of it holds is served');

const schema = z.strictObject({
  order: z
    .union([z.enum(['by_price', 'by_rank']), z.strictObject({ models: z.array(z.string().min(1)).min(2) })])
    .describe('by_price: cheapest first, up to the decided model; by_rank: the prediction’s best first; or { models: […] }'),
  accept: acceptSchema,
  over: selectorSchema.optional().describe('Models that by_price may ask; default all'),
  most: z.number().int().min(1).max(8).optional().describe('Escalations at most; default 8'),
  when: conditionSchema.optional(),
});

type Spec = z.infer<typeof schema>;
type LearnedSpec = z.infer<typeof learnedSchema>;

/** One model after another, until an answer is good enough. */
export const cascade = defineLearningPolicy<Spec>({
  name: 'cascade',
  describe: 'Asks one model after another until an answer is accepted; every call is paid',
  schema,
  learns: (spec) => (spec as { readonly accept?: { readonly learned?: Json } } | null)?.accept?.learned !== undefined,
  check(spec, context) {
    plainStage(spec, context);
    const { learned } = spec.accept;
    if (learned?.request !== undefined)
      featureGroups(learned.request, learned.dimension, `${context.field}.accept.learned.request`);
    else if (learned?.dimension !== undefined)
      throw new UserError({
        field: `${context.field}.accept.learned.dimension`,
        message: 'stands without request',
        accepted: 'request: the features whose buckets these are',
      });
  },
  fit(spec, context, training) {
    this.check(spec, context);
    const stage = plainStage(spec, context);
    const { learned } = spec.accept;
    return learned === undefined ? stage : { ...stage, learned: acceptors(learned, stage, context, training as Training) };
  },
});

/** The stage but for what is learned. */
function plainStage({ order, accept, over, most, when }: Spec, { models, input, field }: FitContext): CascadeStage {
  const { learned: _learned, agree, ...condition } = accept;
  return {
    kind: 'cascade',
    ...(when === undefined ? {} : { when: checkedCondition(when, input, `${field}.when`) }),
    order: orderOf(
      order,
      over === undefined ? models : named(selectedModels(over, models, `${field}.over`), models),
      models,
      field,
    ),
    accept: checkedAccept(condition as Condition, `${field}.accept`),
    ...(agree === undefined ? {} : { agree: agreementOf(agree) }),
    most: most ?? 8,
  };
}

/** How many samples of one model a policy of a pipeline compares; null where it compares none. */
export function agreementAsked(policy: Json): number | null {
  const { cascade: spec } = policy as {
    readonly cascade?: { readonly accept?: { readonly agree?: { readonly samples?: unknown } } };
  };
  const samples = spec?.accept?.agree?.samples;
  return typeof samples === 'number' ? samples : null;
}

/** Shares become counts: 0.66 of three samples are two. */
function agreementOf({ samples, at_least: share, compare, legs }: z.infer<typeof agreeSchema>): Agreement {
  // A share such as 2/3 written with a few digits means the count it is nearest to.
  const need = Math.max(1, Math.ceil(share * samples - 0.05));
  return { samples, need, compare: compare ?? 'text', legs: legs === 'one_after_another' ? 'in_turn' : 'together' };
}

/** One acceptor a model that may stand below another. */
function acceptors(
  { at_least: least, facts, request, dimension, l2 }: LearnedSpec,
  { order }: CascadeStage,
  { models, input, field }: FitContext,
  training: Training,
): NonNullable<CascadeStage['learned']> {
  const spec = {
    facts: (facts ?? FACTS).map((name) => `answer.${name}`),
    request: request === undefined ? [] : featureGroups(request, dimension, `${field}.accept.learned.request`),
    l2: l2 ?? L2,
  };
  const asked = order === 'rank' ? models.map(({ id }) => id) : order.slice(0, -1);
  const found = asked.flatMap((id) => {
    const model = training.modelIds.indexOf(id);
    const chance = model < 0 ? null : fitAcceptor(spec, model, training, input);
    return chance === null ? [] : [[id, chance] as const];
  });
  if (found.length === 0)
    throw new UserError({
      field: `${field}.accept.learned`,
      message: `no model below another has ${LEAST_ANSWERS} scored answers on the train part`,
      value: asked.join(', '),
    });
  return { least: Math.max(1, Math.round(least * QUALITY_ONE)), models: Object.fromEntries(found) };
}

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
