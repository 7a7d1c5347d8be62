import type { Price } from '../../../domain/model.js';
import { priceUsage } from '../../../domain/price-usage.js';
import type { ModelSummary } from '../../../domain/results.js';
import type { ModelColumns } from '../../pack/query-columns.js';
import type { Supposition, TypedPrice } from './supposition.js';

/** A model's columns, or one sample's, as far as costs rest on them. */
type CostColumns = Pick<ModelColumns, 'costPico' | 'inputTokens' | 'outputTokens' | 'cachedInputTokens'>;

/**
 * What each call of a model would cost, in pico-units by query: its tokens at typed prices, else its recorded cost times the
 * factor. A call without known tokens that cost nothing goes on costing nothing; another one's cost is not known.
 */
export function supposedModelCost(
  model: CostColumns,
  known: ModelSummary | undefined,
  supposed: Supposition,
  id: string,
): Float64Array {
  const typed = supposed.prices.get(id);
  if (typed !== undefined) return costAtPrices(model, priceOf(typed, known));
  const factor = supposed.times.get(id) ?? 1;
  return factor === 1 ? model.costPico : model.costPico.map((cost) => cost * factor);
}

function priceOf(typed: TypedPrice, known: ModelSummary | undefined): Price {
  const input = typed.input ?? known?.inputUsdPerMTok ?? null;
  const output = typed.output ?? known?.outputUsdPerMTok ?? null;
  return {
    ...(input === null ? {} : { inputUsdPerMTok: input }),
    ...(output === null ? {} : { outputUsdPerMTok: output }),
    ...(typed.cached === undefined ? {} : { cachedInputUsdPerMTok: typed.cached }),
    ...(typed.request === undefined ? {} : { requestUsd: typed.request }),
  };
}

function costAtPrices({ costPico, inputTokens, outputTokens, cachedInputTokens }: CostColumns, price: Price): Float64Array {
  return costPico.map((recorded, query) => {
    const [input, output, cached] = [inputTokens, outputTokens, cachedInputTokens].map((column) => column[query] as number);
    if (recorded === 0 && (Number.isNaN(input) || Number.isNaN(output))) return 0;
    return priceUsage({ inputTokens: input as number, outputTokens: output as number, ...knownCached(cached) }, price);
  });
}

function knownCached(cached: number | undefined): { readonly cachedInputTokens?: number } {
  return cached === undefined || Number.isNaN(cached) ? {} : { cachedInputTokens: cached };
}
