import type { ModelSummary, Results } from '../../../domain/results.js';
import { formatNumber } from '../../format.js';
import type { PageState } from '../state.js';

/** Prices that a reader can type for a model, USD per million tokens but for `request`. */
export const PRICE_PARTS = ['input', 'output', 'cached', 'request'] as const;
export type PricePart = (typeof PRICE_PARTS)[number];

/** Prices of a model as typed; what is left out is the recorded price where the results know it. */
export type TypedPrice = Readonly<Partial<Record<PricePart, number>>>;

/** What a reader supposes in place of what was recorded. */
export interface Supposition {
  /** By model id: its recorded costs times this. */
  readonly times: ReadonlyMap<string, number>;
  /** By model id: its tokens at these prices; a factor then counts for nothing. */
  readonly prices: ReadonlyMap<string, TypedPrice>;
  /** By category: the weight of its queries times this. */
  readonly weigh: ReadonlyMap<string, number>;
}

/** Members of the page's state that hold a supposition. */
export const WHAT_IF_KEYS = ['times', 'usd', 'weigh'] as const;

/** The name of a typed price in the address: `input lab/large`. */
export function priceKey(part: PricePart, modelId: string): string {
  return `${part} ${modelId}`;
}

/** What the state supposes; what names no model or category, is below 0 or changes nothing is passed over. */
export function suppositionOf(
  state: Pick<PageState, (typeof WHAT_IF_KEYS)[number]>,
  modelIds: readonly string[],
  categories: readonly string[],
): Supposition {
  const prices = modelIds.flatMap((modelId): [string, TypedPrice][] => {
    const typed = PRICE_PARTS.flatMap((part): [PricePart, number][] => {
      const usd = state.usd[priceKey(part, modelId)];
      return usd !== undefined && usd >= 0 ? [[part, usd]] : [];
    });
    return typed.length === 0 ? [] : [[modelId, Object.fromEntries(typed)]];
  });
  return {
    times: factors(state.times, modelIds),
    prices: new Map(prices),
    weigh: factors(state.weigh, categories),
  };
}

function factors(given: Readonly<Record<string, number>>, names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    names.flatMap((name): [string, number][] => {
      const factor = Object.hasOwn(given, name) ? (given[name] as number) : 1;
      return factor >= 0 && factor !== 1 ? [[name, factor]] : [];
    }),
  );
}

/** Whether anything is other than recorded. */
export function supposes({ times, prices, weigh }: Supposition): boolean {
  return times.size + prices.size + weigh.size > 0;
}

/** A model's list prices as they would be, USD per million tokens; null where not known. */
export function supposesPrice(
  { times, prices }: Supposition,
  { modelId, inputUsdPerMTok, outputUsdPerMTok }: Pick<ModelSummary, 'modelId' | 'inputUsdPerMTok' | 'outputUsdPerMTok'>,
): { readonly input: number | null; readonly output: number | null } {
  const typed = prices.get(modelId);
  if (typed !== undefined) return { input: typed.input ?? inputUsdPerMTok, output: typed.output ?? outputUsdPerMTok };
  const factor = times.get(modelId) ?? 1;
  const scaled = (usd: number | null): number | null => (usd === null ? null : usd * factor);
  return { input: scaled(inputUsdPerMTok), output: scaled(outputUsdPerMTok) };
}

/** What is supposed, in words: `lab/large × 0.5; weight of code × 2`. */
export function suppositionText({ times, prices, weigh }: Supposition): string {
  const typed = [...prices].map(([modelId, price]) => `${modelId} at ${typedText(price)}`);
  const multiplied = [...times].filter(([modelId]) => !prices.has(modelId));
  return [
    ...typed,
    ...multiplied.map(([modelId, factor]) => `${modelId} × ${factor}`),
    ...[...weigh].map(([category, factor]) => `weight of ${category} × ${factor}`),
  ].join('; ');
}

const PART_WORDS = { input: 'in', output: 'out', cached: 'cached in' } as const;

function typedText(price: TypedPrice): string {
  return PRICE_PARTS.flatMap((part) => {
    const usd = price[part];
    if (usd === undefined) return [];
    const money = `$${usd}`;
    return [part === 'request' ? `${money} a call` : `${money} per million ${PART_WORDS[part]}`];
  }).join(', ');
}

/** Why token prices can't be typed; null where they can. */
export function noPrices({ protocol }: Pick<Results, 'protocol'>): string | null {
  if (protocol.costUnit === 'calls') return 'Calls are counted, no money: there are no prices to change.';
  if (protocol.samples > 1)
    return `Costs are means over up to ${formatNumber(protocol.samples, 'count')} samples and the page has the tokens of the first only: prices change by a factor.`;
  return null;
}
