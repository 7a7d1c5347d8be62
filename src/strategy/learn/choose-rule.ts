import { UserError } from '../../domain/user-error.js';
import { featureColumn } from '../../router/feature/index.js';
import { compileSelection, MOST_BASE, MOST_PER_TOKEN, MOST_SCALE, type Selection } from '../../router/predictor/selection.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import type { FitSource, HeldOut } from '../fit/predictor-fit.js';
import { type Expectation, expectedAt } from './expected.js';

const PICO_PER_USD = 1e12;
const MS_PER_SECOND = 1000;
/** Quality given up for a pico-USD beyond which only cost counts. */
const GREATEST_PER_USD = 1e7;
const BISECTIONS = 60;

type UtilitySelection = Extract<Selection, { by: 'utility' }>;

/** Quality given up per USD and per second of one query. */
export interface Utility {
  readonly perUsd: number;
  readonly perSecond: number;
}

/**
 * The rule quality − perUsd · cost − perSecond · latency in whole numbers: as fine as the greatest price per token allows.
 *
 * @throws UserError where even the coarsest unit can't hold the prices
 */
export function utilityRule(
  { perUsd, perSecond }: Utility,
  cost: Expectation,
  latency: Expectation,
  field: string,
): UtilitySelection {
  const priceOf = (member: 'base' | 'perToken', k: number): number =>
    (perUsd === 0 ? 0 : (perUsd * (cost[member][k] as number)) / PICO_PER_USD) +
    (perSecond === 0 ? 0 : (perSecond * (latency[member][k] as number)) / MS_PER_SECOND);
  const models = Array.from(cost.base.keys());
  const base = models.map((k) => priceOf('base', k));
  const perToken = models.map((k) => priceOf('perToken', k));
  let scale = MOST_SCALE;
  const fits = (): boolean =>
    base.every((one) => Math.abs(one) * QUALITY_ONE * scale < MOST_BASE) &&
    perToken.every((one) => Math.abs(one) * QUALITY_ONE * scale < MOST_PER_TOKEN);
  while (scale > 1 && !fits()) scale /= 2;
  if (!fits())
    throw new UserError({ field, message: 'is so high that quality counts for nothing', value: `${perUsd}, ${perSecond}` });
  const whole = (one: number): number => Math.round(one * QUALITY_ONE * scale) + 0;
  return {
    by: 'utility',
    scale,
    price: { base: base.map(whole), perToken: perToken.map(whole) },
    ...(perUsd === 0 ? {} : { perPico: (perUsd * QUALITY_ONE * scale) / PICO_PER_USD }),
  };
}

/**
 * The least quality given up per USD at which the training rows, decided by predictions out of fold, cost on average no more
 * than `usdPerQuery` (a Lagrangian found by bisection; what a query really cost counts where it is known, else what was
 * expected).
 *
 * @throws UserError for a budget below what always choosing the cheapest costs
 */
export function budgetRule(
  usdPerQuery: number,
  source: FitSource,
  held: HeldOut,
  cost: Expectation,
  field: string,
): UtilitySelection {
  const free: Expectation = { base: cost.base.map(() => 0), perToken: cost.base.map(() => 0) };
  const ruleAt = (perUsd: number): UtilitySelection => utilityRule({ perUsd, perSecond: 0 }, cost, free, field);
  const meanAt = (perUsd: number): number => meanCost(ruleAt(perUsd), source, held, cost) / PICO_PER_USD;
  if (meanAt(0) <= usdPerQuery) return ruleAt(0);
  let low = 0;
  let high = 1e-3;
  while (meanAt(high) > usdPerQuery) {
    low = high;
    high *= 4;
    if (high > GREATEST_PER_USD)
      throw new UserError({
        field,
        message: 'is less than the cheapest choices cost',
        value: String(usdPerQuery),
        accepted: `at least ${meanAt(low)}`,
      });
  }
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (meanAt(middle) > usdPerQuery) low = middle;
    else high = middle;
  }
  return ruleAt(high);
}

/** Weighted mean cost in pico-USD of what a rule chooses on the training rows. */
function meanCost(rule: Selection, { training, models, input }: FitSource, held: HeldOut, cost: Expectation): number {
  const select = compileSelection(rule, undefined, models.length);
  const tokens = featureColumn(training.batch, 'prompt.tokens', input);
  const scores = new Float64Array(models.length);
  let sum = 0;
  let weights = 0;
  held.rows.forEach((row, at) => {
    select(held.values.subarray(at * models.length, (at + 1) * models.length), tokens[row] as number, scores);
    let best = 0;
    for (let k = 1; k < models.length; k++) if ((scores[k] as number) > (scores[best] as number)) best = k;
    const real = training.costPico[row * training.modelIds.length + (models[best] as number)] as number;
    const weight = training.weight[row] as number;
    sum += weight * (Number.isNaN(real) ? expectedAt(cost, best, tokens[row] as number) : real);
    weights += weight;
  });
  return sum / weights;
}
