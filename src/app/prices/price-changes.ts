import { type MatchedBy, matchPrice } from '../../dataset/price/match-price.js';
import type { PriceFile } from '../../dataset/price/price-file.js';
import type { Model, Price } from '../../domain/model.js';

/** Price fields as models.yaml names them. */
export const PRICE_FIELDS = {
  inputUsdPerMTok: 'input_usd_per_mtok',
  outputUsdPerMTok: 'output_usd_per_mtok',
  cachedInputUsdPerMTok: 'cached_input_usd_per_mtok',
  reasoningUsdPerMTok: 'reasoning_usd_per_mtok',
} as const satisfies Partial<Record<keyof Price, string>>;

type PriceField = keyof typeof PRICE_FIELDS;
const PRICE_KEYS = Object.keys(PRICE_FIELDS) as readonly PriceField[];

interface PriceChange {
  readonly field: PriceField;
  /** Null where there was none. */
  readonly from: number | null;
  readonly to: number;
}

/** What a price file has to say of one model of the workspace. */
export type PriceOutcome = { readonly modelId: string } & (
  | {
      readonly kind: 'priced';
      readonly key: string;
      readonly by: MatchedBy;
      /** Empty where the prices are those of the file already. */
      readonly changes: readonly PriceChange[];
      /** Prices the file does not have: left as they are. */
      readonly kept: readonly { readonly field: PriceField; readonly value: number }[];
      readonly notes: readonly string[];
    }
  /** A price of 0 in the file: not taken without --accept-zero. */
  | { readonly kind: 'zero'; readonly key: string; readonly fields: readonly PriceField[] }
  /** The row has no input or no output price, or one that is no number. */
  | { readonly kind: 'unpriced'; readonly key: string; readonly refused: readonly string[] }
  | { readonly kind: 'other_mode'; readonly key: string; readonly mode: string }
  | { readonly kind: 'ambiguous'; readonly keys: readonly string[] }
  | { readonly kind: 'not_found'; readonly nearest: readonly string[] }
);

/** What taking a model's prices from the file would change. */
export function priceOutcome(
  model: Model,
  file: PriceFile,
  { stated, acceptZero }: { readonly stated: string | undefined; readonly acceptZero: boolean },
): PriceOutcome {
  const modelId = model.id;
  const match = matchPrice(model, file, stated);
  if (match.kind !== 'found') return { modelId, ...match };
  const { row, by } = match;
  const { key, price } = row;
  if (price === null) return { modelId, kind: 'unpriced', key, refused: row.refused };
  const zero = PRICE_KEYS.filter((field) => price[field] === 0);
  if (zero.length > 0 && !acceptZero) return { modelId, kind: 'zero', key, fields: zero };
  const before: Price = model.price ?? {};
  return {
    modelId,
    kind: 'priced',
    key,
    by,
    changes: PRICE_KEYS.flatMap((field) => {
      const to = price[field];
      return to === undefined || to === before[field] ? [] : [{ field, from: before[field] ?? null, to }];
    }),
    kept: PRICE_KEYS.flatMap((field) => {
      const value = before[field];
      return value === undefined || price[field] !== undefined ? [] : [{ field, value }];
    }),
    notes: [...row.refused.map((one) => `${one}, not a number of at least 0: not taken`), ...row.notes],
  };
}
