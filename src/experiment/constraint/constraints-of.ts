import type { Constraint } from '../../compare/constraint.js';
import type { ModelList } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import { DEFAULT_INPUT } from '../../router/config.js';
import { checkedCondition } from '../../strategy/checked-condition.js';
import { modelId, selectedModels } from '../../strategy/selector.js';
import type { CostBasis } from '../experiment.js';
import type { ParsedConstraints } from './constraint-schema.js';

const CONFIDENCE = 0.95;
const PERCENTILES = [50, 95, 99] as const;

/** In `quality_by_category`: every category that is not named. */
export const EACH = 'each';

/**
 * The constraints of an experiment file, in a fixed order.
 *
 * @throws UserError for ids that the models don't have, conditions the runtime doesn't accept, and a budget without prices
 */
export function constraintsOf(file: ParsedConstraints | undefined, models: ModelList, cost: CostBasis['by']): Constraint[] {
  if (file === undefined) return [];
  return [...ofQuality(file), ...ofMoney(file, cost), ...ofLatency(file), ...ofShares(file, models), ...ofPrivacy(file, models)];
}

function ofQuality({ quality, quality_by_category: byCategory }: ParsedConstraints): Constraint[] {
  const floor = ({ at_least, of, confidence }: NonNullable<typeof quality>) => ({
    atLeast: at_least,
    of: of ?? 'absolute',
    confidence: confidence ?? CONFIDENCE,
  });
  return [
    ...(quality === undefined ? [] : [{ kind: 'quality' as const, ...floor(quality) }]),
    ...Object.entries(byCategory ?? {}).map(([category, limit]) => ({
      kind: 'category_quality' as const,
      category: category === EACH ? null : category,
      ...floor(limit),
    })),
  ];
}

function ofMoney({ cost, budget }: ParsedConstraints, unit: CostBasis['by']): Constraint[] {
  if (budget !== undefined && unit !== 'usd') {
    throw new UserError({
      field: 'constraints.budget',
      message: 'a budget needs prices, and cost is counted in calls',
      accepted: 'cost: { at_most: … } in calls per 1,000 queries, or cost: { by: usd }',
    });
  }
  const confidence = (given: number | undefined): number => given ?? CONFIDENCE;
  return [
    ...(cost === undefined
      ? []
      : [
          {
            kind: 'cost' as const,
            atMost: cost.at_most,
            of: cost.of ?? ('usd_per_1k' as const),
            confidence: confidence(cost.confidence),
          },
        ]),
    ...(budget === undefined
      ? []
      : [{ kind: 'budget' as const, usd: budget.usd, queries: budget.queries, confidence: confidence(budget.confidence) }]),
  ];
}

function ofLatency(file: ParsedConstraints): Constraint[] {
  return PERCENTILES.flatMap((percentile): Constraint[] => {
    const absolute = file[`latency_p${percentile}_ms`];
    const relative = file[`latency_p${percentile}`];
    return [
      ...(absolute === undefined
        ? []
        : [
            {
              kind: 'latency' as const,
              percentile,
              atMostMs: absolute.at_most,
              confidence: absolute.confidence ?? CONFIDENCE,
            },
          ]),
      ...(relative === undefined
        ? []
        : [
            {
              kind: 'relative_latency' as const,
              percentile,
              atMost: relative.at_most,
              confidence: relative.confidence ?? CONFIDENCE,
            },
          ]),
    ];
  });
}

function ofShares({ share, failed, refused }: ParsedConstraints, { models }: ModelList): Constraint[] {
  const list = share === undefined ? [] : Array.isArray(share) ? share : [share];
  const shares = list.map((one, index): Constraint => {
    const field = `constraints.share${Array.isArray(share) ? `[${index}]` : ''}`;
    const selector = one.models ?? modelId(one.model ?? '', models, `${field}.model`);
    return {
      kind: 'share',
      models: selectedModels(selector, models, `${field}.models`),
      label: labelOf(selector),
      direction: one.at_least === undefined ? 'at_most' : 'at_least',
      limit: one.at_least ?? one.at_most ?? 0,
      confidence: one.confidence ?? CONFIDENCE,
    };
  });
  const rates = Object.entries({ failed, refused }).flatMap(([rate, limit]): Constraint[] =>
    limit === undefined
      ? []
      : [
          {
            kind: 'rate',
            rate: rate as 'failed' | 'refused',
            atMost: limit.at_most,
            confidence: limit.confidence ?? CONFIDENCE,
          },
        ],
  );
  return [...shares, ...rates];
}

/** Models as the user named them: `demo/small, demo/medium`, or `tag on_prem`. */
function labelOf(selector: Parameters<typeof selectedModels>[0]): string {
  const list = (words: string | readonly string[]): string => (typeof words === 'string' ? words : words.join(', '));
  if (typeof selector === 'string' || Array.isArray(selector)) return list(selector);
  return 'tags' in selector ? `tag ${list(selector.tags)}` : list(selector.models);
}

function ofPrivacy({ privacy }: ParsedConstraints, { models }: ModelList): Constraint[] {
  if (privacy === undefined) return [];
  return [
    {
      kind: 'privacy',
      when: checkedCondition(privacy.when, DEFAULT_INPUT, 'constraints.privacy.when'),
      only: selectedModels(privacy.only, models, 'constraints.privacy.only'),
    },
  ];
}
