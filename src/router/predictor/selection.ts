import type { Scalar } from '../../domain/json.js';
import { listAt, objectAt, refuse, textAt, wholeAt, wordAt } from '../check.js';
import { QUALITY_ONE } from './table.js';

/** base + perToken · tokens, by model. Tokens are those of `prompt.tokens`, counted up to 2²². */
export interface LinearInTokens {
  readonly base: readonly number[];
  readonly perToken: readonly number[];
}

/**
 * How predictions become a choice: the allowed model of the greatest score, ties to the earlier.
 * `utility`: quality · scale − price, where price is quality given up for cost and time, in units of 2⁻²⁰ / scale. `perPico` is the
 * share of price that a pico-USD makes, for prices handed in with a request. `worth` names a signal that quality is multiplied
 * with: what a good answer is worth.
 * `good_enough`: the cheapest model whose quality is at least `atLeast`; where there is none, the one of the greatest quality, or
 * the dearest.
 * `balance`: share · (quality − least) / (greatest − least) + (2¹⁶ − share) · (1 − cost / greatest), least and greatest
 * over all models predicted, both shares in units of 2⁻²⁰ rounded down (Avengers-Pro's mix as LLMRouterBench's
 * balance_cluster_router.py has it, there over a cluster; Zhang et al. 2025). A cost below 0 counts as 0.
 */
export type Selection =
  | {
      readonly by: 'utility';
      readonly scale: number;
      readonly price: LinearInTokens;
      readonly perPico?: number;
      readonly worth?: string;
    }
  | { readonly by: 'good_enough'; readonly atLeast: number; readonly otherwise?: 'dearest' }
  | { readonly by: 'balance'; readonly share: number };

/** Tokens beyond this are not counted: with it, every intermediate stays below 2⁵³. */
export const MOST_TOKENS = 2 ** 22;
export const MOST_BASE = 2 ** 51;
export const MOST_PER_TOKEN = 2 ** 29;
export const MOST_SCALE = 2 ** 12;

/** All of `balance` on quality. */
export const ALL_QUALITY = 2 ** 16;

/** Above every quality: what is good enough ranks by cost above what isn't. */
const GOOD = 2 ** 52;

/** What isn't good enough ranks by its cost up to this, below all that is. */
const MOST_POOR = 2 ** 50;

/** Worth 1 in whole numbers. */
export const WORTH_ONE = 2 ** 10;

/** A worth beyond this counts as this: with it, quality · scale · worth stays below 2⁵³. */
const MOST_WORTH = 2 ** 10;

/** What is known of a row beside its text. */
export interface Moment {
  /** What a good answer is worth, in units of 2⁻¹⁰. */
  readonly worth: number;
  /** By model: how much dearer than expected it is now, in whole pico-USD; null where prices are the file's. */
  readonly dearer: Float64Array | null;
}

export const USUAL_MOMENT: Moment = { worth: WORTH_ONE, dearer: null };

/** Scores every model of a row from its qualities. */
export type Select = (quality: Float64Array, tokens: number, scores: Float64Array, moment?: Moment) => void;

/** A signal as a worth: numbers from 0 to 1,024 in units of 2⁻¹⁰; anything else counts as 1. */
export function worthOf(signal: Scalar | undefined): number {
  if (typeof signal !== 'number' || Number.isNaN(signal)) return WORTH_ONE;
  return Math.floor((signal < 0 ? 0 : signal > MOST_WORTH ? MOST_WORTH : signal) * WORTH_ONE);
}

/** @param cost expected cost; needed where the cheapest is asked for */
export function compileSelection(select: Selection, cost: LinearInTokens | undefined, models: number): Select {
  if (select.by === 'utility') {
    const { scale, price, perPico = 0 } = select;
    return (quality, tokens, scores, { worth, dearer } = USUAL_MOMENT) => {
      for (let model = 0; model < models; model++) {
        const worthwhile = Math.floor(((quality[model] as number) * scale * worth) / WORTH_ONE);
        const change = dearer === null ? 0 : Math.floor(perPico * (dearer[model] as number));
        scores[model] = worthwhile - valueAt(price, model, tokens) - change;
      }
    };
  }
  if (select.by === 'balance') return compileBalance(select.share, cost, models);
  const { atLeast, otherwise } = select;
  return (quality, tokens, scores, { dearer } = USUAL_MOMENT) => {
    for (let model = 0; model < models; model++) {
      const own = quality[model] as number;
      const price = cost === undefined ? 0 : valueAt(cost, model, tokens) + (dearer === null ? 0 : (dearer[model] as number));
      const poor = otherwise === 'dearest' ? (price < MOST_POOR ? price : MOST_POOR) : own;
      scores[model] = own >= atLeast && cost !== undefined ? GOOD - price : poor;
    }
  };
}

/** Shares are quotients rounded as IEEE 754 says, times a power of two: the same on every machine. */
function compileBalance(share: number, cost: LinearInTokens | undefined, models: number): Select {
  const price = new Float64Array(models);
  return (quality, tokens, scores, { dearer } = USUAL_MOMENT) => {
    let least = quality[0] as number;
    let best = least;
    let dearest = 0;
    for (let model = 0; model < models; model++) {
      const own = quality[model] as number;
      if (own < least) least = own;
      if (own > best) best = own;
      const change = dearer === null ? 0 : (dearer[model] as number);
      const expected = cost === undefined ? 0 : valueAt(cost, model, tokens) + change;
      price[model] = expected > 0 ? expected : 0;
      if ((price[model] as number) > dearest) dearest = price[model] as number;
    }
    for (let model = 0; model < models; model++) {
      const gain = best > least ? Math.floor((((quality[model] as number) - least) / (best - least)) * QUALITY_ONE) : 0;
      const spent = dearest > 0 ? Math.floor(((price[model] as number) / dearest) * QUALITY_ONE) : 0;
      scores[model] = share * gain + (ALL_QUALITY - share) * (QUALITY_ONE - spent);
    }
  };
}

/** A linear function at a number of tokens. */
export function valueAt({ base, perToken }: LinearInTokens, model: number, tokens: number): number {
  return (base[model] as number) + (perToken[model] as number) * (tokens < MOST_TOKENS ? tokens : MOST_TOKENS);
}

/** @throws UserError naming the member and what is accepted */
export function checkSelection(value: unknown, field: string, models: number, hasCost: boolean): void {
  const select = objectAt(value, field, ['by', 'scale', 'price', 'perPico', 'worth', 'atLeast', 'otherwise', 'share']);
  const by = wordAt(select['by'], `${field}.by`, ['utility', 'good_enough', 'balance']);
  if (by === 'utility') {
    objectAt(value, field, ['by', 'scale', 'price', 'perPico', 'worth']);
    wholeAt(select['scale'], `${field}.scale`, 1, MOST_SCALE);
    checkLinear(select['price'], `${field}.price`, models);
    if (select['worth'] !== undefined) textAt(select['worth'], `${field}.worth`);
    const { perPico } = select;
    if (perPico !== undefined && (!Number.isFinite(perPico) || (perPico as number) < 0))
      throw refuse(`${field}.perPico`, 'is not a number', { accepted: 'at least 0' });
    return;
  }
  const [member, most] = by === 'balance' ? (['share', ALL_QUALITY] as const) : (['atLeast', QUALITY_ONE] as const);
  objectAt(value, field, by === 'good_enough' ? ['by', member, 'otherwise'] : ['by', member]);
  if (select['otherwise'] !== undefined) wordAt(select['otherwise'], `${field}.otherwise`, ['dearest']);
  wholeAt(select[member], `${field}.${member}`, 0, most);
  if (!hasCost) throw refuse(field, 'needs expected costs', { accepted: 'a member "cost" beside "select"' });
}

/** @throws UserError naming the member and what is accepted */
export function checkLinear(value: unknown, field: string, models: number): void {
  const linear = objectAt(value, field, ['base', 'perToken']);
  for (const [member, most] of [
    ['base', MOST_BASE],
    ['perToken', MOST_PER_TOKEN],
  ] as const) {
    const list = listAt(linear[member], `${field}.${member}`);
    if (list.length !== models) throw refuse(`${field}.${member}`, 'has the wrong length', { accepted: `${models} numbers` });
    list.forEach((one, index) => {
      wholeAt(one, `${field}.${member}[${index}]`, -most, most);
    });
  }
}
