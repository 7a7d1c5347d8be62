import { z } from 'zod';
import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import type { PredictStage } from '../../router/config.js';
import { ALL_QUALITY } from '../../router/predictor/selection.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { predictorFits, qualityFits } from '../fit/index.js';
import { calibrations, type FitSource, type PredictorSpec } from '../fit/predictor-fit.js';
import { budgetRule, utilityRule } from '../learn/choose-rule.js';
import { type Expectation, expectation, requireKnown, wholeLine } from '../learn/expected.js';
import { selectedModels, selectorSchema } from '../selector.js';
import type { Training } from '../training.js';
import { defineLearningPolicy, type FitContext } from './policy.js';

/** What chooses among predictions: one of these, or the greatest quality whatever it costs. */
const choosing = {
  utility: z
    .strictObject({
      per_usd: z.number().nonnegative().optional().describe('Quality given up for one USD of one query'),
      per_second: z.number().nonnegative().optional().describe('Quality given up for one second of one query'),
      value_signal: z.string().min(1).optional().describe('Signal that quality is multiplied with: what a good answer is worth'),
    })
    .optional()
    .describe('Maximise quality (times its worth) − per_usd · cost − per_second · latency'),
  good_enough: z
    .strictObject({
      at_least: z.number().min(0).max(1),
      otherwise: z.enum(['best', 'dearest']).optional().describe('Where no model is good enough; default best'),
    })
    .optional()
    .describe('The cheapest model whose predicted quality is at least this; where there is none, the best'),
  budget: z
    .strictObject({ usd_per_query: z.number().positive() })
    .optional()
    .describe('The best quality at this mean cost: what cost counts for is found on the training part'),
  balance: z
    .strictObject({ quality: z.number().min(0).max(1) })
    .optional()
    .describe('Avengers-Pro: share · quality from the worst to the best model + (1 − share) · (1 − cost / the dearest)'),
};

const common = {
  ...choosing,
  when: conditionSchema.optional(),
  calibrate: z.enum(calibrations).optional().describe('Predicted qualities are calibrated out of fold; default isotonic'),
  over: selectorSchema.optional().describe('Models to choose from; default all'),
};

const schema = z.discriminatedUnion(
  'by',
  predictorFits.map((fit) => (fit.schema as unknown as z.ZodObject).extend(common)) as unknown as [z.ZodObject, ...z.ZodObject[]],
  { error: ({ code }) => (code === 'invalid_union' ? 'unknown predictor' : undefined) },
);

type Spec = PredictorSpec & { readonly [K in keyof typeof common]?: z.infer<(typeof common)[K]> };

/** Predicts every model's quality and chooses by a rule. */
export const predict = defineLearningPolicy<Spec>({
  name: 'predict',
  describe: 'Predicts what each model would do and decides for the best of them',
  schema: schema as unknown as z.ZodType<Spec>,
  learns: () => true,
  choosing: [...Object.keys(choosing), 'when'],
  check(spec, context) {
    const rules = Object.keys(choosing).filter((name) => spec[name] !== undefined);
    if (rules.length > 1)
      throw new UserError({
        field: `${context.field}.${rules[1]}`,
        message: `stands beside ${rules[0]}`,
        accepted: 'one rule that chooses',
      });
    overOf(spec, context);
    if (spec.when !== undefined) checkedCondition(spec.when, context.input, `${context.field}.when`);
    qualityFits.check(predictorOf(spec), context.field);
  },
  fit(spec, context, training) {
    this.check(spec, context);
    const source = sourceOf(spec, context, training as Training);
    const predictor = predictorOf(spec);
    const cost = expectation(source, 'costPico');
    const latency = expectation(source, 'latencyMs');
    return {
      kind: 'predict',
      ...(spec.when === undefined ? {} : { when: spec.when }),
      over: source.models.map((model) => source.training.modelIds[model] as string),
      quality: qualityFits.fit(predictor, source),
      ...(known(cost) ? { cost: wholeLine(cost, 1) } : {}),
      ...(known(latency) ? { latency: wholeLine(latency, 1000) } : {}),
      select: selectionOf(spec, predictor, source, cost, latency, context.field),
    };
  },
});

function selectionOf(
  spec: Spec,
  predictor: PredictorSpec,
  source: FitSource,
  cost: Expectation,
  latency: Expectation,
  field: string,
): PredictStage['select'] {
  if (spec.good_enough !== undefined) {
    requireKnown(cost, source, 'cost', `${field}.good_enough`);
    const { at_least: least, otherwise } = spec.good_enough;
    return {
      by: 'good_enough',
      atLeast: Math.round(least * QUALITY_ONE),
      ...(otherwise === 'dearest' ? { otherwise } : {}),
    };
  }
  if (spec.balance !== undefined) {
    requireKnown(cost, source, 'cost', `${field}.balance`);
    return { by: 'balance', share: Math.round(spec.balance.quality * ALL_QUALITY) };
  }
  if (spec.budget !== undefined) {
    requireKnown(cost, source, 'cost', `${field}.budget`);
    return budgetRule(
      spec.budget.usd_per_query,
      source,
      qualityFits.heldOut(predictor, source),
      cost,
      `${field}.budget.usd_per_query`,
    );
  }
  const { per_usd: perUsd = 0, per_second: perSecond = 0, value_signal: worth } = spec.utility ?? {};
  if (perUsd > 0) requireKnown(cost, source, 'cost', `${field}.utility.per_usd`);
  if (perSecond > 0) requireKnown(latency, source, 'latency', `${field}.utility.per_second`);
  const rule = utilityRule({ perUsd, perSecond }, cost, latency, `${field}.utility`);
  return worth === undefined ? rule : { ...rule, worth };
}

function known({ base }: Expectation): boolean {
  return base.every((one) => !Number.isNaN(one));
}

/** What a predict policy of the pipeline predicts with, and the quality of 2⁻²⁰ it gives up for a pico-USD itself. */
export function predictedFrom(
  json: Json,
  context: FitContext,
  training: Training,
): { readonly predictor: PredictorSpec; readonly source: FitSource; readonly own: number } {
  const spec = schema.parse(json) as unknown as Spec;
  const source = sourceOf(spec, context, training);
  const predictor = predictorOf(spec);
  const costs = [expectation(source, 'costPico'), expectation(source, 'latencyMs')] as const;
  const select = selectionOf(spec, predictor, source, ...costs, context.field);
  return { predictor, source, own: select.by === 'utility' ? (select.perPico ?? 0) / select.scale : 0 };
}

/** The spec without what chooses and where. */
function predictorOf(spec: Spec): PredictorSpec {
  const {
    utility: _utility,
    good_enough: _good,
    budget: _budget,
    balance: _balance,
    when: _when,
    over: _over,
    ...predictor
  } = spec;
  return predictor as PredictorSpec;
}

function overOf({ over }: Spec, { models, field }: FitContext): string[] {
  return over === undefined ? models.map(({ id }) => id) : selectedModels(over, models, `${field}.over`);
}

/** What no training query is scored for can't be predicted: left out, unless `over` names it. */
function sourceOf(spec: Spec, context: FitContext, training: Training): FitSource {
  const ids = overOf(spec, context);
  const unknown = ids.filter((id) => !isScored(training, training.modelIds.indexOf(id)));
  if (unknown.length === ids.length || (spec.over !== undefined && unknown.length > 0))
    throw new UserError({
      field: spec.over === undefined ? context.field : `${context.field}.over`,
      message: 'no training query is scored for',
      value: unknown.join(', '),
    });
  const models = ids.filter((id) => !unknown.includes(id)).map((id) => training.modelIds.indexOf(id));
  return { training, models, input: context.input };
}

function isScored({ rows, quality, modelIds }: Training, model: number): boolean {
  return model >= 0 && rows.some((row) => !Number.isNaN(quality[row * modelIds.length + model] as number));
}
