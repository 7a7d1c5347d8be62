import { join } from 'node:path';
import type { Model, Price } from '../../../domain/model.js';
import { UserError } from '../../../domain/user-error.js';
import { importedModel } from './imported-model.js';
import { readJsonAround } from './json-array.js';
import { isFile } from './peek.js';
import { present } from './present.js';
import { recordFields } from './record-fields.js';

/** Where RouterArena keeps prices, from the folder of its cached results or from its own. */
const PLACES = ['cost.json', 'model_cost.json', 'model_cost/model_cost.json', 'model_cost/cost.json'];

/** The price file beside cached results, or in the folder above; undefined where there is none. */
export function arenaPriceFile(folder: string): string | undefined {
  return [folder, join(folder, '..')].flatMap((place) => PLACES.map((name) => join(place, name))).find(isFile);
}

/**
 * Prices by model name: `{"m": {"input_token_price_per_million": .15, "output_token_price_per_million": .6}}`. Throws UserError
 * naming the file for anything else.
 */
export async function arenaPrices(file: string): Promise<ReadonlyMap<string, Price>> {
  const content = await readJsonAround(file);
  const accepted = '{"<model>": {"input_token_price_per_million": …, "output_token_price_per_million": …}}';
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UserError({ file, message: 'not a price file of RouterArena', accepted });
  }
  const prices = new Map<string, Price>();
  for (const [name, entry] of Object.entries(content)) {
    const fields = recordFields(entry, file, 1);
    const price = present({
      inputUsdPerMTok: fields.number(['input_token_price_per_million']),
      outputUsdPerMTok: fields.number(['output_token_price_per_million']),
    });
    if (fields.problems.length > 0 || Object.keys(price).length === 0) {
      throw new UserError({ file, field: name, message: 'not a price of RouterArena', accepted });
    }
    prices.set(name, price);
  }
  return prices;
}

/** A model with the price of exactly its name: part of a name could be another model's. */
export function arenaModel(id: string, provider: string | undefined, prices: ReadonlyMap<string, Price>): Model {
  const model = importedModel(id);
  const price = prices.get(id);
  const known = model.provider === 'unknown' && provider !== undefined ? { ...model, provider } : model;
  return price === undefined ? known : { ...known, price };
}
