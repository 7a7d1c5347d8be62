import type { ModelSummary } from '../../domain/results.js';
import type { Part } from '../../metric/part.js';
import type { QueryColumns } from '../pack/query-columns.js';
import { weightedMean } from './regret-split.js';

/** Tokens of a row's calls by kind, mean over queries, and what they cost at list price. */
export interface TokenParts {
  /** Cached input tokens are left out of `input`. NaN where some call's tokens are unknown. */
  readonly tokens: Readonly<Record<TokenKind, number>>;
  /** USD at the models' prices; NaN where a price, or the price of cached input, is not in the results. */
  readonly usd: Readonly<Record<'input' | 'output', number>>;
}

export type TokenKind = 'input' | 'cached' | 'output';

/**
 * What a row's calls read and wrote: every call counts the tokens of its model's first sample.
 *
 * @returns null for rows without calls of their own (expectations)
 */
export function tokenParts(queries: QueryColumns, models: readonly ModelSummary[], row: number, part: Part): TokenParts | null {
  const own = queries.row(row);
  if (part.rows.some((query) => own.path(query) === null)) return null;
  const columns = queries.header.models.map((modelId, model) => ({
    ...tokenColumns(queries.model(model)),
    price: models.find((one) => one.modelId === modelId),
  }));
  const mean = weightedMean(part);
  const summed = (of: (column: (typeof columns)[number], query: number) => number): number =>
    mean((query) => {
      let sum = 0;
      for (const { model, result } of own.path(query) ?? []) {
        const column = columns[model];
        // A call that failed without usage has read and written nothing that is known of.
        const value = column === undefined ? Number.NaN : of(column, query);
        sum += result === 'error' && Number.isNaN(value) ? 0 : value;
      }
      return sum;
    });
  const usd = (tokens: number, usdPerMTok: number | null | undefined): number => tokens * (usdPerMTok ?? Number.NaN) * 1e-6;
  return {
    tokens: {
      input: summed(({ input }, query) => input(query)),
      cached: summed(({ cached }, query) => cached(query)),
      output: summed(({ output }, query) => output(query)),
    },
    usd: {
      input: summed(({ input, price }, query) => usd(input(query), price?.inputUsdPerMTok)),
      output: summed(({ output, price }, query) => usd(output(query), price?.outputUsdPerMTok)),
    },
  };
}

function tokenColumns(model: ReturnType<QueryColumns['model']>): Readonly<Record<TokenKind, (query: number) => number>> {
  const { inputTokens, outputTokens, cachedInputTokens } = model;
  const cached = (query: number): number => cachedInputTokens[query] || 0;
  return {
    input: (query) => (inputTokens[query] as number) - cached(query),
    cached,
    output: (query) => outputTokens[query] as number,
  };
}
