import type { Price } from '../../../domain/model.js';
import type { Recording, Usage } from '../../../domain/recording.js';
import { present } from './present.js';
import type { RecordFields } from './record-fields.js';

/** What one of RouterArena's calls came to: the parts of a recording. */
export type ArenaCall = Pick<Recording, 'answer' | 'error' | 'usage' | 'costUsd' | 'quality'>;

/** Oddities of the source, counted on the way. */
export interface ArenaOddities {
  /** Scores below 0, taken as 0. */
  belowZero: number;
  /** Costs of 0 for tokens of a model without a price, taken as missing. */
  freeWithoutPrice: number;
  /** Recordings with tokens that are neither input nor output. */
  withReasoning: number;
}

/** Where the parts of a call stand: cached results and predictions put score and cost in other records than the answer. */
export interface ArenaParts {
  /** Answer, success, error, token usage. */
  readonly result: RecordFields;
  readonly score: { readonly of: RecordFields; readonly field: string };
  readonly cost: { readonly of: RecordFields; readonly field: string };
}

/**
 * Maps a call. A failed one is an error, whatever it scored. Tokens counted in the total but neither as input nor as output are
 * reasoning, and output. Wrong values become problems of the records.
 */
export function arenaCall({ result, score, cost }: ArenaParts, price: Price | undefined, odd: ArenaOddities): ArenaCall {
  const usage = usageOf(result.inner('token_usage'), odd);
  const costUsd = costOf(cost.of.number([cost.field]), usage, price, odd);
  if (result.flag('success') === false) {
    const message = result.text('error');
    const error = { kind: 'failed', ...(message === undefined ? {} : { message }) };
    // A failure that used nothing says nothing of its cost.
    const used = hasTokens(usage) ? { usage } : {};
    return present({ error, ...used, costUsd: costUsd === 0 ? undefined : costUsd });
  }
  const text = result.raw('generated_answer') ?? '';
  const answer = { text: typeof text === 'string' ? text : JSON.stringify(text) };
  return present({ answer, usage, costUsd, quality: qualityOf(score.of, score.field, odd) });
}

/** Absent where nothing was scored. Their METEOR goes a little below 0 at times: that is 0. */
function qualityOf(fields: RecordFields, field: string, odd: ArenaOddities): number | undefined {
  const score = fields.raw(field);
  if (typeof score !== 'number' || score >= 0) return fields.number([field], 1);
  odd.belowZero++;
  return 0;
}

function usageOf(tokens: RecordFields, odd: ArenaOddities): Usage | undefined {
  const input = tokens.count('input_tokens', 'prompt_tokens');
  const output = tokens.count('output_tokens', 'completion_tokens');
  const total = tokens.count('total_tokens');
  if (input === undefined && output === undefined) return undefined;
  const rest = input === undefined || output === undefined ? 0 : (total ?? 0) - input - output;
  if (rest <= 0 || output === undefined) return present({ inputTokens: input, outputTokens: output });
  odd.withReasoning++;
  return present({ inputTokens: input, outputTokens: output + rest, reasoningTokens: rest });
}

/** Their code costs an unknown model at 0: for tokens of a model without a price, 0 is no cost. */
function costOf(
  cost: number | undefined,
  usage: Usage | undefined,
  price: Price | undefined,
  odd: ArenaOddities,
): number | undefined {
  if (cost !== 0 || price !== undefined || !hasTokens(usage)) return cost;
  odd.freeWithoutPrice++;
  return undefined;
}

function hasTokens(usage: Usage | undefined): boolean {
  return (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0) > 0;
}
