import type { CallParameters } from '../domain/call-parameters.js';
import type { Model, Price } from '../domain/model.js';
import { priceUsage } from '../domain/price-usage.js';
import type { Message } from '../domain/query.js';

/** Tokens that a provider's own template may put around a message; generous. */
const AROUND_MESSAGE = 64;
/** And around a list of tools: providers add a system prompt of their own (Anthropic: up to some 500 tokens). */
const AROUND_TOOLS = 1024;

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/**
 * Input tokens that a request can't exceed, whatever the model's tokenizer: byte-level tokenizers make at most one token of a byte.
 * Parts that are not text (images, files) are bounded by the model's context alone. NaN where nothing bounds them.
 */
export function mostInputTokens(
  messages: readonly Message[],
  parameters: CallParameters,
  contextTokens: number | undefined,
): number {
  const context = contextTokens ?? Number.POSITIVE_INFINITY;
  const other = messages.some(({ content }) => typeof content !== 'string' && content.some(({ type }) => type !== 'text'));
  if (other) return Number.isFinite(context) ? context : Number.NaN;
  const shaping = [
    parameters.system ?? '',
    JSON.stringify(parameters.tools ?? ''),
    JSON.stringify(parameters.responseFormat ?? ''),
  ];
  const around = AROUND_MESSAGE * (messages.length + 2) + (parameters.tools === undefined ? 0 : AROUND_TOOLS);
  const counted = messages.reduce((sum, message) => sum + bytes(JSON.stringify(message)), 0);
  return Math.min(context, around + counted + shaping.reduce((sum, text) => sum + bytes(text), 0));
}

/** Output tokens that are billed at most: thinking that comes on top of the maximum (Anthropic's budget) included. */
export function mostOutputTokens({ maxOutputTokens, options }: CallParameters): number {
  const thinking = options?.['thinking'] as { readonly budgetTokens?: unknown } | null | undefined;
  const budget = thinking !== null && typeof thinking === 'object' ? thinking.budgetTokens : undefined;
  return maxOutputTokens + (typeof budget === 'number' ? budget : 0);
}

/** What an attempt costs at most, in whole pico-USD; NaN where a price or a bound is missing. */
export function worstCasePico(messages: readonly Message[], parameters: CallParameters, model: Model): number {
  if (model.price === undefined) return Number.NaN;
  const inputTokens = mostInputTokens(messages, parameters, model.contextTokens);
  return Math.ceil(priceUsage({ inputTokens, outputTokens: mostOutputTokens(parameters) }, dearest(model.price)));
}

/** A price at which every token of its kind costs what the dearest does. */
function dearest(price: Price): Price {
  const dearer = (one: number | undefined, other: number | undefined) =>
    one === undefined ? undefined : Math.max(one, other ?? 0);
  const inputUsdPerMTok = dearer(price.inputUsdPerMTok, price.cachedInputUsdPerMTok);
  const outputUsdPerMTok = dearer(price.outputUsdPerMTok, price.reasoningUsdPerMTok);
  return {
    ...(inputUsdPerMTok === undefined ? {} : { inputUsdPerMTok }),
    ...(outputUsdPerMTok === undefined ? {} : { outputUsdPerMTok }),
    ...(price.requestUsd === undefined ? {} : { requestUsd: price.requestUsd }),
  };
}
