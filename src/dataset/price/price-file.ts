import type { Price } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';

/** A chat model's row of a price file. */
export interface PriceRow {
  readonly key: string;
  /** As the row says; null where it doesn't. */
  readonly provider: string | null;
  /** USD per million tokens; input and output are both there. Null where the row lacks one of them: never 0. */
  readonly price: Price | null;
  /** Prices that stand there and are no numbers, `input_cost_per_token is "3e-7"` each: not taken. */
  readonly refused: readonly string[];
  /** What the row charges for that a price here can't hold. */
  readonly notes: readonly string[];
}

export interface PriceFile {
  readonly rows: ReadonlyMap<string, PriceRow>;
  /** Rows that are no chat model, by key: what they are instead. */
  readonly otherModes: ReadonlyMap<string, string>;
}

/** Top-level members that are no models. */
const NOT_MODELS = ['sample_spec', 'fallback_generalizations'];
const CHAT_MODES = ['chat', 'completion', 'responses'];

/** Our price of each field of a row; the first that is there wins. */
const FIELDS = {
  inputUsdPerMTok: ['input_cost_per_token'],
  outputUsdPerMTok: ['output_cost_per_token'],
  cachedInputUsdPerMTok: ['cache_read_input_token_cost', 'input_cost_per_token_cache_hit'],
  reasoningUsdPerMTok: ['output_cost_per_reasoning_token'],
} as const satisfies Partial<Record<keyof Price, readonly string[]>>;

/**
 * Reads LiteLLM's `model_prices_and_context_window.json` (and files of its form, like Bifrost's datasheet, which says
 * `provider` for `litellm_provider`): an object of model rows with costs in USD per token. Unknown members are ignored.
 *
 * @throws UserError where the text is no JSON object of objects
 */
export function readPriceFile(text: string, file: string): PriceFile {
  const rows = new Map<string, PriceRow>();
  const otherModes = new Map<string, string>();
  for (const [key, row] of Object.entries(topLevel(text, file))) {
    if (NOT_MODELS.includes(key) || !isRecord(row)) continue;
    const { mode } = row;
    if (typeof mode === 'string' && CHAT_MODES.includes(mode)) rows.set(key, priceRow(key, row));
    else otherModes.set(key, typeof mode === 'string' ? mode : 'of no stated mode');
  }
  if (rows.size > 0) return { rows, otherModes };
  throw new UserError({
    file,
    message: 'holds no row of a chat model',
    accepted: "LiteLLM's model_prices_and_context_window.json: rows with mode chat, completion or responses",
  });
}

function topLevel(text: string, file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError({ file, message: `not JSON: ${(error as Error).message}` });
  }
  if (isRecord(value)) return value;
  throw new UserError({ file, message: 'is no price file', accepted: 'a JSON object of model rows' });
}

function priceRow(key: string, row: Readonly<Record<string, unknown>>): PriceRow {
  const provider = row['litellm_provider'] ?? row['provider'];
  const found = Object.entries(FIELDS).flatMap(([name, fields]) => {
    const cost = fields.map((field) => row[field]).find(isCost);
    return cost === undefined ? [] : [[name, perMTok(cost)] as const];
  });
  const price: Price = Object.fromEntries(found);
  const whole = price.inputUsdPerMTok !== undefined && price.outputUsdPerMTok !== undefined;
  return {
    key,
    provider: typeof provider === 'string' ? provider : null,
    price: whole ? price : null,
    refused: refusedOf(row),
    notes: notesOf(row),
  };
}

/** Prices that are there and can't be read: text in place of a number, or a negative one. */
function refusedOf(row: Readonly<Record<string, unknown>>): string[] {
  return Object.values(FIELDS)
    .flat()
    .filter((field) => row[field] !== undefined && row[field] !== null && !isCost(row[field]))
    .map((field) => `${field} is ${JSON.stringify(row[field]).slice(0, 40)}`);
}

/**
 * USD per token as USD per million, to 12 significant digits: the decimal number that the file's text means (1.5e-7 → 0.15),
 * without the noise of binary fractions.
 */
function perMTok(usdPerToken: number): number {
  return Number((usdPerToken * 1e6).toPrecision(12));
}

/** Charges of a row that depend on more than a call's token counts. */
function notesOf(row: Readonly<Record<string, unknown>>): string[] {
  const charged = Object.entries(row).filter(([, cost]) => isCost(cost) && cost > 0);
  const tiers = charged.map(([field]) => field).filter((field) => /^(in|out)put_cost_per_token_above_/.test(field));
  const others = charged.map(([field]) => field).filter((field) => /_per_(request|query|character|second|image)$/.test(field));
  return [
    ...(tiers.length > 0 || Array.isArray(row['tiered_pricing'])
      ? [
          `long prompts cost more (${[...tiers, ...('tiered_pricing' in row ? ['tiered_pricing'] : [])].join(', ')}): not taken over`,
        ]
      : []),
    ...(others.length > 0 ? [`also charges ${others.join(', ')}: not taken over`] : []),
  ];
}

function isCost(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
