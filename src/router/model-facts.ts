import type { Scalar } from '../domain/json.js';
import type { Price } from '../domain/model.js';
import { refuseWord } from './check.js';
import { foldCondition } from './condition-tree.js';
import type { Condition, RouterModel } from './config.js';
import { compileOperators } from './operator.js';
import type { ModelNow } from './router.js';

/** Whether a model meets a condition, given what holds of it now. */
export type ModelTest = (model: RouterModel, now: ModelNow | undefined) => boolean;

const FACTS: Readonly<Record<string, (model: RouterModel, now: ModelNow | undefined) => Scalar | undefined>> = {
  'model.id': ({ id }) => id,
  'model.provider': ({ provider }) => provider,
  'model.context_tokens': ({ contextTokens }) => contextTokens,
  'model.available': (_model, now) => now?.available !== false,
  'model.input_usd_per_mtok': (model, now) => priceNow(model, now)?.inputUsdPerMTok,
  'model.output_usd_per_mtok': (model, now) => priceNow(model, now)?.outputUsdPerMTok,
};

/** Fields of conditions over a model. */
export const modelFields: readonly string[] = Object.keys(FACTS);

/** The prices that count: those handed in with the request, else the file's. */
export function priceNow({ price }: RouterModel, now: ModelNow | undefined): Price | undefined {
  return now?.price ?? price;
}

/** What was said of a model; never a member that objects have by themselves. */
export function modelNow(models: Readonly<Record<string, ModelNow>> | undefined, id: string): ModelNow | undefined {
  return models !== undefined && Object.hasOwn(models, id) ? models[id] : undefined;
}

/**
 * Compiles a condition over `model.*`, with the operators and the nesting of every other condition.
 *
 * @throws UserError for unknown fields and operators
 */
export function compileModelTest(condition: Condition): ModelTest {
  return foldCondition<ModelTest>(condition, {
    leaf(field, spec) {
      const read = Object.hasOwn(FACTS, field) ? FACTS[field] : undefined;
      if (read === undefined) throw refuseWord(field, 'unknown field in keep', field, modelFields);
      const test = compileOperators(spec, field);
      return (model, now) => test(read(model, now));
    },
    all: (parts) => (model, now) => parts.every((test) => test(model, now)),
    any: (parts) => (model, now) => parts.some((test) => test(model, now)),
    not: (part) => (model, now) => !part(model, now),
  });
}
