import { UserError } from '../../domain/user-error.js';
import type { ModelPlan } from '../call/plan-recording.js';
import type { RecordKeys } from '../call/record-keys.js';
import type { RecordRequest } from './record-request.js';

/** What must be known of a model that is to be called. */
type AskedModel = Pick<ModelPlan, 'modelId' | 'priced' | 'paid'>;

/** Above this, whole pico-USD are no longer exact. */
const HIGHEST_CAP_USD = 9000;

/**
 * Everything that must be there before money is spent, told at once.
 *
 * @param asked models that are to be called
 * @param variables that hold keys they need
 * @param hint where to look before naming a cap
 * @throws UserError where a key, a price or a cap is missing
 */
export function requireRecordable(
  asked: readonly AskedModel[],
  variables: readonly string[],
  keys: RecordKeys,
  { maxCostUsd, allowUnpriced }: Pick<RecordRequest, 'maxCostUsd' | 'allowUnpriced'>,
  hint = 'with --dry-run the same command shows what they cost at least, as expected and at worst',
): void {
  const absent = [...new Set(variables)].filter((name) => keys.read(name) === undefined);
  const unfit = [...new Set(variables)].filter((name) => !isHeaderValue(keys.read(name) ?? ''));
  const problems = [
    ...unfit.map((name) => ({
      message: `${name} holds characters that no header may have`,
      hint: 'a line break or a quotation mark that was pasted with it?',
    })),
    ...absent.map((name) => ({
      message: `${name} is not set`,
      hint: `export ${name}=…, or put it into a file: --env-file .env`,
    })),
    ...unpricedProblem(asked, allowUnpriced),
  ];
  if (problems.length > 0) throw new UserError(problems);
  if (maxCostUsd !== null && maxCostUsd <= HIGHEST_CAP_USD) return;
  if (maxCostUsd !== null)
    throw new UserError({
      field: '--max-cost',
      message: 'too high',
      accepted: `at most ${HIGHEST_CAP_USD} USD a set of recordings`,
    });
  if (!asked.some(({ paid }) => paid)) return;
  throw new UserError({
    field: '--max-cost',
    message: 'is needed: these calls cost money',
    accepted: 'USD that may ever be spent on these recordings',
    hint,
  });
}

/** Printable ASCII, as every key is (RFC 9110 §5.5 lets older ones have more; no provider's has). */
function isHeaderValue(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value);
}

function unpricedProblem(asked: readonly AskedModel[], allowUnpriced: boolean) {
  const unpriced = [...new Set(asked.filter(({ priced }) => !priced).map(({ modelId }) => modelId))];
  if (unpriced.length === 0 || allowUnpriced) return [];
  return [
    {
      message: `no price is known for ${unpriced.join(', ')}, so no cap could hold`,
      hint: 'give prices in the models file (0 for a model of your own), or --allow-unpriced to spend what nobody knows',
    },
  ];
}
