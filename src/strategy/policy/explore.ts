import { z } from 'zod';
import { UserError } from '../../domain/user-error.js';
import type { ExploreStage, LearnerConfig } from '../../router/config.js';
import { spaceColumns } from '../../router/space/index.js';
import { normalQuantile } from '../../stats/normal.js';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { qualityFits } from '../fit/index.js';
import type { FitSource, PredictorSpec } from '../fit/predictor-fit.js';
import { utilityRule } from '../learn/choose-rule.js';
import { expectation, requireKnown } from '../learn/expected.js';
import { checkFeatures, featureFields, spaceOf } from '../learn/features.js';
import type { FeaturesSpec } from '../learn/features-schema.js';
import { selectedModels, selectorSchema } from '../selector.js';
import type { Training } from '../training.js';
import { defineLearningPolicy, type FitContext } from './policy.js';

const TWO_32 = 2 ** 32;
const QUANTILES = 256;
const QUANTILE_ONE = 2 ** 12;
/** Room for the constant and 64 columns. */
const MOST_COLUMNS = 64;
/** Few numbers: each of them is learned for every model. */
const FEATURES: FeaturesSpec = [{ shape: { bins: 3 } }];
/** Ratings that what was expected before counts for: a fitted prediction, or nothing but `prior`. */
const STRENGTH = { warm: 20, cold: 1 };

const common = {
  over: selectorSchema.optional().describe('Models to choose from; default all'),
  per_usd: z.number().nonnegative().max(1e9).optional().describe('Reward is quality − per_usd · cost; default 0'),
  memory: z.number().min(2).max(1e9).optional().describe('Ratings after which an older one counts a third; default: never'),
  strength: z
    .number()
    .positive()
    .max(1e9)
    .optional()
    .describe('Ratings that what was expected before counts for; default 20 warm, 1 cold'),
  prior: z.number().min(-1e6).max(1e6).optional().describe('Reward expected of every model without warm; default 0.5'),
  warm: z
    .looseObject({ by: z.string().min(1) })
    .optional()
    .describe('A predictor fitted on the train part, as in predict: what is expected before'),
  salt: z.string().min(1).optional(),
  when: conditionSchema.optional(),
};

const schema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('epsilon_greedy'),
    epsilon: z.number().min(0).max(1).optional().describe('Chance of any model at all; default 0.05'),
    ...common,
  }),
  z.strictObject({
    by: z.literal('thompson'),
    spread: z.number().positive().max(1e3).optional().describe('Standard deviation of one reward; default 0.5'),
    ...common,
  }),
  z.strictObject({
    by: z.literal('linucb'),
    alpha: z.number().min(0).max(1e3).optional().describe('How much doubt counts; default 0.5'),
    ...featureFields,
    ...common,
  }),
]);

type Spec = z.infer<typeof schema>;

/** A choice that learns from ratings of its own choices. */
export const explore = defineLearningPolicy<Spec>({
  name: 'explore',
  describe: 'Learns while it runs, from ratings of what it chose, and tries other models now and then',
  schema,
  adapts: true,
  learns: (spec) => {
    const { by, warm } = (spec ?? {}) as { readonly by?: unknown; readonly warm?: unknown };
    return by === 'linucb' || warm !== undefined;
  },
  check(spec, context) {
    if (modelsOf(spec, context).length < 2)
      throw new UserError({ field: `${context.field}.over`, message: 'leaves nothing to learn', accepted: 'two models or more' });
    if (spec.when !== undefined) checkedCondition(spec.when, context.input, `${context.field}.when`);
    if (spec.warm !== undefined) qualityFits.check(spec.warm as PredictorSpec, `${context.field}.warm`);
    if (spec.by === 'linucb') checkFeatures(spec, FEATURES, context.field);
  },
  fit(spec, context, training): ExploreStage {
    this.check(spec, context);
    const over = modelsOf(spec, context);
    const source = training === null ? null : sourceOf(over, context, training);
    return {
      kind: 'explore',
      ...(spec.when === undefined ? {} : { when: spec.when }),
      over,
      salt: spec.salt ?? context.strategy,
      perUsd: spec.per_usd ?? 0,
      keep: spec.memory === undefined ? 1 : 1 - 1 / spec.memory,
      strength: spec.strength ?? STRENGTH[spec.warm === undefined ? 'cold' : 'warm'],
      base: spec.prior ?? 0.5,
      ...(spec.warm === undefined ? {} : { warm: warmOf(spec, source as FitSource, context.field) }),
      learner: learnerOf(spec, source, context.field),
    };
  },
});

function modelsOf({ over }: Spec, { models, field }: FitContext): string[] {
  return over === undefined ? models.map(({ id }) => id) : selectedModels(over, models, `${field}.over`);
}

function sourceOf(over: readonly string[], { input }: FitContext, training: Training): FitSource {
  return { training, models: over.map((id) => training.modelIds.indexOf(id)), input };
}

/** A fitted prediction of quality, and what its models are expected to cost at `per_usd`. */
function warmOf(spec: Spec, source: FitSource, field: string): NonNullable<ExploreStage['warm']> {
  const perUsd = spec.per_usd ?? 0;
  const cost = expectation(source, 'costPico');
  const latency = expectation(source, 'latencyMs');
  if (perUsd > 0) requireKnown(cost, source, 'cost', `${field}.per_usd`);
  return {
    quality: qualityFits.fit(spec.warm as PredictorSpec, source),
    select: utilityRule({ perUsd, perSecond: 0 }, cost, latency, `${field}.per_usd`),
  };
}

function learnerOf(spec: Spec, source: FitSource | null, field: string): LearnerConfig {
  switch (spec.by) {
    case 'epsilon_greedy':
      return { by: 'epsilon_greedy', epsilon: Math.round((spec.epsilon ?? 0.05) * TWO_32) };
    case 'thompson':
      return { by: 'thompson', spread: spec.spread ?? 0.5, quantiles: normalQuantiles() };
    case 'linucb': {
      const space = spaceOf(spec, FEATURES, source as FitSource);
      if (spaceColumns(space) > MOST_COLUMNS)
        throw new UserError({
          field: `${field}.features`,
          message: 'make too many numbers to learn for every model',
          value: String(spaceColumns(space)),
          accepted: `up to ${MOST_COLUMNS} columns: shape with few bins, single fields, signals`,
        });
      return { by: 'linucb', alpha: spec.alpha ?? 0.5, space };
    }
  }
}

/** Rounded so coarsely that the last bit of a logarithm doesn't show. */
function normalQuantiles(): number[] {
  return Array.from({ length: QUANTILES }, (_, at) => Math.round(QUANTILE_ONE * normalQuantile((at + 0.5) / QUANTILES)) + 0);
}
