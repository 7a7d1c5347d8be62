import { dirname } from 'node:path';
import type { Json } from '../../../domain/json.js';
import type { Model, Price } from '../../../domain/model.js';
import { UserError } from '../../../domain/user-error.js';
import { importedModel } from './imported-model.js';
import { readJsonAround } from './json-array.js';
import { filesIn, firstInArray, firstJsonLine, isFolder } from './peek.js';
import { present } from './present.js';
import { recordFields } from './record-fields.js';

/** Files of a path by what they hold, told by their first record, sorted by name. */
export interface LlmRouterFiles {
  /** `[{question, scores: {model: score}}]`. */
  readonly dcrouter: readonly string[];
  /** One row a query and model. */
  readonly routing: readonly string[];
  /** One row a query: task name and gold answer. */
  readonly queries: readonly string[];
  /** Price list by model. */
  readonly prices: readonly string[];
}

type Kind = keyof LlmRouterFiles;

/** Looks at the files of a folder; of a single file's folder, only queries and prices beside it. Never throws. */
export async function llmRouterFiles(path: string): Promise<LlmRouterFiles> {
  const found: Record<Kind, string[]> = { dcrouter: [], routing: [], queries: [], prices: [] };
  const folder = isFolder(path) ? path : dirname(path);
  for (const file of await filesIn(folder, '.json', '.json.gz', '.jsonl', '.jsonl.gz')) {
    const kind = await kindOf(file);
    const isAsked = isFolder(path) || file === path || kind === 'queries' || kind === 'prices';
    if (kind !== undefined && isAsked) found[kind].push(file);
  }
  return found;
}

async function kindOf(file: string): Promise<Kind | undefined> {
  if (/\.jsonl(\.gz)?$/.test(file)) {
    const first = (await firstJsonLine(file)) ?? {};
    if (typeof first['query'] !== 'string') return undefined;
    if ('model_name' in first && 'performance' in first) return 'routing';
    return 'task_name' in first ? 'queries' : undefined;
  }
  const first = await firstInArray(file);
  if (first !== undefined) return 'question' in first && isObject(first['scores']) ? 'dcrouter' : undefined;
  const entries = await readJsonAround(file).then(entriesOf, () => []);
  return entries.length > 0 && entries.every(([, entry]) => isPriced(entry)) ? 'prices' : undefined;
}

function entriesOf(content: Json): readonly (readonly [string, Json])[] {
  return isObject(content) ? Object.entries(content as { readonly [key: string]: Json }) : [];
}

function isPriced(entry: Json): boolean {
  return isObject(entry) && 'input_price' in (entry as object);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Models of a price list: `{"<model>": {input_price, output_price, model, service}}`, prices in USD per million tokens, `model`
 * the provider's name of it. Throws UserError naming file and model for anything else.
 */
export async function llmRouterModels(file: string): Promise<ReadonlyMap<string, Model>> {
  const models = new Map<string, Model>();
  const accepted = '{"<model>": {"input_price": …, "output_price": …}}';
  const entries = entriesOf(await readJsonAround(file));
  if (entries.length === 0) throw new UserError({ file, message: 'not a price list of LLMRouter', accepted });
  for (const [id, entry] of entries) {
    const fields = recordFields(entry, file, 1);
    const price: Price = present({
      inputUsdPerMTok: fields.number(['input_price']),
      outputUsdPerMTok: fields.number(['output_price']),
    });
    const service = fields.text('service')?.toLowerCase();
    const names = present({ provider: service, name: fields.text('model') });
    if (fields.problems.length > 0)
      throw new UserError(fields.problems.map((problem) => ({ ...problem, field: `${id}.${problem.field}` })));
    const known = Object.keys(price).length === 0 ? {} : { price };
    models.set(id, { ...importedModel(id), ...names, ...known });
  }
  return models;
}
