import type { Price } from '../domain/model.js';
import type { RouterModel } from './config.js';
import { modelNow } from './model-facts.js';
import { type LinearInTokens, MOST_TOKENS, valueAt } from './predictor/selection.js';
import type { ModelNow } from './router.js';

/** USD per million tokens in pico-USD per token. */
const PICO_PER_TOKEN = 1e6;

/**
 * By how many pico-USD each model is dearer at the prices handed in with a request; null where none were. The prompt's
 * estimated tokens are charged at the input price, and what the expected cost holds beyond that counts as output. A model of
 * which either price is not known, now or in the file, keeps its expected cost.
 */
export function costsNow(
  cost: LinearInTokens,
  over: readonly string[],
  models: readonly RouterModel[],
): (now: Readonly<Record<string, ModelNow>> | undefined, tokens: number) => Float64Array | null {
  const usual = over.map((id) => models.find((model) => model.id === id)?.price);
  return (now, tokens) => {
    if (now === undefined) return null;
    let dearer: Float64Array | null = null;
    for (let model = 0; model < over.length; model++) {
      const price = modelNow(now, over[model] as string)?.price;
      const before = usual[model];
      if (price === undefined || before === undefined) continue;
      dearer ??= new Float64Array(over.length);
      dearer[model] = change(valueAt(cost, model, tokens), tokens, before, price);
    }
    return dearer;
  };
}

function change(expected: number, tokens: number, before: Price, now: Price): number {
  const { inputUsdPerMTok: input, outputUsdPerMTok: output } = before;
  const { inputUsdPerMTok: inputNow, outputUsdPerMTok: outputNow } = now;
  if (input === undefined || output === undefined || inputNow === undefined || outputNow === undefined) return 0;
  const read = tokens < MOST_TOKENS ? tokens : MOST_TOKENS;
  const written = expected - read * input * PICO_PER_TOKEN;
  const moreOutput = written > 0 && output > 0 ? (written * (outputNow - output)) / output : 0;
  return Math.floor(read * (inputNow - input) * PICO_PER_TOKEN + moreOutput + 0.5);
}
