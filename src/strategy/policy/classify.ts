import { z } from 'zod';
import { UserError } from '../../domain/user-error.js';
import type { Condition, LearnedClassifyStage, RuleClassifyStage } from '../../router/config.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkedCondition } from '../checked-condition.js';
import { conditionSchema } from '../condition-schema.js';
import { CLASS_L2, classChances, classesOf, LEAST_EXAMPLES } from '../learn/class-scores.js';
import { checkFeatures, featureFields } from '../learn/features.js';
import type { FeaturesSpec } from '../learn/features-schema.js';
import { fitSpace } from '../learn/fit-space.js';
import { featureGroups } from '../learn/groups.js';
import type { Training } from '../training.js';
import { defineLearningPolicy, type FitContext } from './policy.js';

/** What a text is about shows in its single words; what kind of text it is, in its shape. */
const FEATURES: FeaturesSpec = [{ words: { ngrams: [1, 1] } }, 'shape'];
/** A weight a bucket and class: few buckets keep the router small. */
const DIMENSION = 4096;

const otherwise = z.string().min(1).optional();
const classes = z.record(z.string().min(1), conditionSchema);

const rules = z.strictObject({
  by: z.literal('rules'),
  categories: classes.optional().describe('Sets task.category to the first whose condition holds'),
  difficulties: classes.optional().describe('Sets task.difficulty to the first whose condition holds'),
  otherwise: otherwise.describe('Where none holds'),
});

const learned = z.strictObject({
  by: z.literal('learned'),
  of: z.enum(['category', 'difficulty']).optional().describe('Label whose classes are learned; default category'),
  ...featureFields,
  l2: z.number().positive().max(1e6).optional().describe(`Penalty λ/2 · ‖w‖² beside the sum of losses; default ${CLASS_L2}`),
  margin: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('How far the chance of the likeliest class must be ahead of the next one’s; else `otherwise`'),
  otherwise: otherwise.describe('The rest: where the classifier is not sure by `margin`'),
});

type RuleSpec = z.infer<typeof rules>;
type LearnedSpec = z.infer<typeof learned>;

/** Names the task, for later stages to decide on. */
export const classify = defineLearningPolicy<RuleSpec | LearnedSpec>({
  name: 'classify',
  describe: 'Sets task.category or task.difficulty: by conditions, or learned from the labels of the train part',
  schema: z.discriminatedUnion('by', [rules, learned]),
  learns: (spec) => (spec as { readonly by?: unknown } | null)?.by === 'learned',
  check(spec, context) {
    if (spec.by === 'rules') byRules(spec, context);
    else checkLearned(spec, context);
  },
  fit: (spec, context, training) =>
    spec.by === 'rules' ? byRules(spec, context) : fitLearned(spec, context, training as Training),
});

function byRules({ categories, difficulties, otherwise }: RuleSpec, { input, field }: FitContext): RuleClassifyStage {
  if ((categories === undefined) === (difficulties === undefined))
    throw new UserError({
      field: difficulties === undefined ? field : `${field}.difficulties`,
      message: difficulties === undefined ? 'names no classes' : 'stands beside categories',
      accepted: 'either categories or difficulties; another classify policy may set the other',
    });
  const [member, named] = difficulties === undefined ? ['categories', categories] : ['difficulties', difficulties];
  return {
    kind: 'classify',
    by: 'rules',
    ...(difficulties === undefined ? {} : { of: 'difficulty' }),
    categories: Object.entries(named as Readonly<Record<string, Condition>>).map(([name, when]) => ({
      name,
      when: checkedCondition(when, input, `${field}.${member}.${name}`),
    })),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

function checkLearned(spec: LearnedSpec, { field }: FitContext): void {
  checkFeatures({ dimension: DIMENSION, ...spec }, FEATURES, field);
  if (spec.margin !== undefined && spec.otherwise === undefined)
    throw new UserError({
      field: `${field}.margin`,
      message: 'leads nowhere',
      accepted: 'otherwise: the class of what is not sure',
    });
  if (spec.otherwise !== undefined && spec.margin === undefined)
    throw new UserError({
      field: `${field}.otherwise`,
      message: 'never comes about: some class is always the likeliest',
      accepted: 'margin: how far it must be ahead',
    });
}

/** One logistic regression a class, against all others. */
function fitLearned(spec: LearnedSpec, context: FitContext, training: Training): LearnedClassifyStage {
  checkLearned(spec, context);
  const { input, field } = context;
  const of = spec.of ?? 'category';
  const names = classesOf(training[of], training.rows);
  if (names.length === 0)
    throw new UserError({
      field,
      message: `fewer than two of the dataset’s ${of === 'category' ? 'categories' : 'difficulties'} have ${LEAST_EXAMPLES} queries in the train part`,
      accepted: `labels to learn from: a column "${of}" in the dataset, or a larger train part`,
    });
  const space = fitSpace(
    featureGroups(spec.features ?? FEATURES, spec.dimension ?? DIMENSION, `${field}.features`),
    training,
    input,
  );
  return {
    kind: 'classify',
    by: 'learned',
    ...(of === 'difficulty' ? { of } : {}),
    classes: names,
    chances: classChances(of, names, space, training, input, spec.l2),
    ...(spec.margin === undefined ? {} : { margin: Math.max(1, Math.round(spec.margin * QUALITY_ONE)) }),
    ...(spec.otherwise === undefined ? {} : { otherwise: spec.otherwise }),
  };
}
