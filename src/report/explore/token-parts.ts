import type { ModelSummary } from '../../domain/results.js';
import type { Part } from '../../metric/part.js';
import type { QueryColumns } from '../pack/query-columns.js';

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
  const columns = queries.header.models.map((modelId, model) => {
    const price = models.find((one) => one.modelId === modelId);
    return {
      ...tokenColumns(queries.model(model)),
      inputUsd: usdPerToken(price?.inputUsdPerMTok),
      outputUsd: usdPerToken(price?.outputUsdPerMTok),
    };
  });
  const sum = { weight: 0, input: 0, cached: 0, output: 0, inputUsd: 0, outputUsd: 0 };
  for (let index = 0; index < part.rows.length; index++) {
    const query = part.rows[index] as number;
    const weight = part.weight[index] as number;
    const path = own.path(query);
    if (path === null) return null;
    sum.weight += weight;
    for (const { model, result } of path) {
      const column = columns[model];
      // A call that failed without usage has read and written nothing that is known of.
      const of = (tokens: number | undefined): number =>
        result === 'error' && Number.isNaN(tokens) ? 0 : weight * (tokens ?? Number.NaN);
      const [input, output] = [of(column?.input(query)), of(column?.output(query))];
      sum.input += input;
      sum.cached += of(column?.cached(query));
      sum.output += output;
      sum.inputUsd += input * (column?.inputUsd ?? Number.NaN);
      sum.outputUsd += output * (column?.outputUsd ?? Number.NaN);
    }
  }
  const mean = (total: number): number => total / sum.weight;
  return {
    tokens: { input: mean(sum.input), cached: mean(sum.cached), output: mean(sum.output) },
    usd: { input: mean(sum.inputUsd), output: mean(sum.outputUsd) },
  };
}

function usdPerToken(usdPerMTok: number | null | undefined): number {
  return (usdPerMTok ?? Number.NaN) * 1e-6;
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
