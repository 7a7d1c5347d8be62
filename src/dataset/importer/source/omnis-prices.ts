import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Json } from '../../../domain/json.js';
import type { Price } from '../../../domain/model.js';
import { UserError } from '../../../domain/user-error.js';
import type { ImportSource } from '../importer.js';
import { filesIn } from './peek.js';
import { present } from './present.js';
import { recordFields } from './record-fields.js';

/** A dated price list of OmnisBench. */
export interface OmnisPrices {
  readonly prices: ReadonlyMap<string, Price>;
  readonly pricedAt: string | undefined;
  /** Name of its file; undefined where there is none. */
  readonly source: string | undefined;
}

/**
 * The price list named by `--prices`, else the one beside the results, else the one in the project's `config/pricing`; of several,
 * the one of the results' snapshot date. Throws UserError naming the file for one that is no price list.
 */
export async function omnisPrices(source: ImportSource, results: string, snapshotDate: string | undefined): Promise<OmnisPrices> {
  const named = source.options.text('prices');
  if (named !== undefined) return priceList(named, await parsed(source, named));
  const folder = dirname(results);
  for (const place of [folder, join(folder, '..', '..', 'config', 'pricing')]) {
    const lists = new Map<string, Json>();
    for (const file of await filesIn(place, '.yaml', '.yml')) {
      const content = await parsed(source, file);
      if (recordFields(content, file, 1).raw('snapshot_date') !== undefined) lists.set(file, content);
    }
    const dated = [...lists].find(([file, content]) => recordFields(content, file, 1).text('snapshot_date') === snapshotDate);
    const [first = undefined] = lists;
    const chosen = dated ?? first;
    if (chosen !== undefined) return priceList(...chosen);
  }
  return { prices: new Map(), pricedAt: undefined, source: undefined };
}

async function parsed(source: ImportSource, file: string): Promise<Json> {
  if (!existsSync(file)) throw new UserError({ file, message: 'no such file' });
  return source.parseYaml(await readFile(file, 'utf8'), file);
}

/** `snapshot_date`, and `models` with `input_per_mtok` and `output_per_mtok` in USD. */
function priceList(file: string, content: Json): OmnisPrices {
  const list = recordFields(content, file, 1);
  const models = list.inner('models');
  const names = Object.keys((list.raw('models') ?? {}) as object);
  if (names.length === 0)
    list.complain({ field: 'models', message: 'no prices', accepted: 'models by name, with input_per_mtok' });
  const prices = new Map<string, Price>();
  for (const name of names) {
    const rates = models.inner(name);
    const price = present({
      inputUsdPerMTok: rates.number(['input_per_mtok']),
      outputUsdPerMTok: rates.number(['output_per_mtok']),
    });
    if (Object.keys(price).length > 0) prices.set(name, price);
  }
  const date = list.text('snapshot_date');
  if (list.problems.length > 0) throw new UserError(list.problems);
  const isDate = date !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
  return { prices, pricedAt: isDate ? date : undefined, source: basename(file) };
}
