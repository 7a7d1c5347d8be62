import { z } from 'zod';
import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import { featureColumn } from '../../router/feature/index.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { qualityFits } from '../fit/index.js';
import type { FitSource } from '../fit/predictor-fit.js';
import { budgetRule } from '../learn/choose-rule.js';
import { type Expectation, expectation, expectedAt, requireKnown } from '../learn/expected.js';
import type { Training } from '../training.js';
import { defineLearningPolicy, type FitContext } from './policy.js';
import { predictedFrom } from './predict.js';

const PICO_PER_USD = 1e12;
/** Quality a unit that one request moves the price by, where it costs a unit more than there is for it. */
const STEP = 0.02;

const schema = z.strictObject({
  budget_usd: z.number().positive().max(9000).describe('What a window may cost'),
  over: z.number().int().min(1).max(2_000_000_000).optional().describe('Requests of a window'),
  per: z.enum(['hour', 'day', 'month']).optional().describe('Or its time, in UTC'),
  expect: z.number().int().min(1).optional().describe('Requests expected in the time of a window: where the price begins'),
  cap: z
    .enum(['soft', 'hard'])
    .optional()
    .describe('hard: a model is asked only while its dearest known call fits in what is left'),
  step: z.number().positive().max(1).optional().describe(`How fast the price follows; default ${STEP}`),
  when: conditionSchema.optional(),
});

type Spec = z.infer<typeof schema>;

/** A prediction under a budget. */
export const pace = defineLearningPolicy<Spec>({
  name: 'pace',
  describe: 'Keeps the choices of a predict policy before it within a budget, by what cost counts for',
  schema,
  learns: () => true,
  check(spec, context) {
    if ((spec.over === undefined) === (spec.per === undefined))
      throw new UserError({
        field: context.field,
        message: 'needs one kind of window',
        accepted: 'over: <requests>, or per: hour, day or month',
      });
    if (spec.expect !== undefined && spec.per === undefined)
      throw new UserError({ field: `${context.field}.expect`, message: 'stands beside over, which says it', accepted: 'per' });
    if (spec.when !== undefined) checkedCondition(spec.when, context.input, `${context.field}.when`);
    predictBefore(context);
  },
  fit(spec, context, training) {
    this.check(spec, context);
    const known = training as Training;
    const { predictor, source, own } = predictedFrom(predictBefore(context), context, known);
    const cost = expectation(source, 'costPico');
    requireKnown(cost, source, 'cost', context.field);
    const requests = spec.over ?? spec.expect;
    const start = (each: number): number => {
      const rule = budgetRule(each, source, qualityFits.heldOut(predictor, source), cost, `${context.field}.budget_usd`);
      return Math.max(0, (rule.perPico ?? 0) / rule.scale - own);
    };
    return {
      kind: 'pace',
      ...(spec.when === undefined ? {} : { when: spec.when }),
      budget: Math.max(1, Math.round(spec.budget_usd * PICO_PER_USD)),
      window: spec.over === undefined ? { by: spec.per ?? 'day' } : { by: 'queries', queries: spec.over },
      price: requests === undefined ? 0 : start(spec.budget_usd / requests),
      unit: dearest(cost, source),
      step: (spec.step ?? STEP) * QUALITY_ONE,
      ...(spec.cap === 'hard' ? { most: context.models.map(({ id }) => dearestCall(id, known)) } : {}),
    };
  },
});

/** The last predict policy before this one, which must rank by quality less prices. */
function predictBefore({ earlier, field }: FitContext): Json {
  const spec = earlier.flatMap((policy) => (policy as { readonly predict?: Json }).predict ?? []).at(-1);
  if (spec === undefined)
    throw new UserError({ field, message: 'has no prediction to keep within a budget', accepted: 'a predict policy before it' });
  const rule = ['good_enough', 'balance'].find((name) => Object.hasOwn(spec as object, name));
  if (rule !== undefined)
    throw new UserError({
      field,
      message: `has no prices to raise where ${rule} chooses`,
      accepted: 'a predict policy with utility, or without a rule',
    });
  return spec;
}

/** Mean cost of the dearest model on the training rows, in pico-USD. */
function dearest(cost: Expectation, { training, models, input }: FitSource): number {
  const tokens = featureColumn(training.batch, 'prompt.tokens', input);
  const sums = models.map((_, k) => training.rows.reduce((sum, row) => sum + expectedAt(cost, k, tokens[row] as number), 0));
  return Math.max(1, Math.round(Math.max(...sums) / training.rows.length));
}

/** The most that a call of a model cost on a training row; more than any budget where none shows. */
function dearestCall(id: string, { modelIds, rows, costPico }: Training): number {
  const model = modelIds.indexOf(id);
  let most = -1;
  for (const row of rows) {
    const cost = costPico[row * modelIds.length + model] as number;
    if (cost > most) most = cost;
  }
  return model < 0 || most < 0 ? Number.MAX_SAFE_INTEGER : Math.ceil(most);
}
