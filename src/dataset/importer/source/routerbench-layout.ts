import type { ModelColumns } from './wide-columns.js';

/** The two shapes of a RouterBench table. */
export type RouterBenchLayout =
  /** A row a query, columns for each model. */
  | { readonly kind: 'wide'; readonly models: ReadonlyMap<string, ModelColumns> }
  /** A row a query and model. */
  | { readonly kind: 'long'; readonly columns: ModelColumns };

export const ID = 'sample_id';
export const PROMPT = 'prompt';
export const CATEGORY = 'eval_name';
export const MODEL = 'model_name';
export const ORACLE = 'oracle_model_to_route_to';

/** What follows a model's name in its columns; the scores stand under the bare name. */
const ANSWER = '|model_response';
const COST = '|total_cost';

/** The layout columns have; undefined for another table. Columns it doesn't name (an index, clusters, embeddings) are left alone. */
export function routerBenchLayout(columns: readonly string[]): RouterBenchLayout | undefined {
  if (!columns.includes(PROMPT)) return undefined;
  if (columns.includes(MODEL) && columns.includes('performance')) {
    const cost = ['cost', 'total_cost'].find((name) => columns.includes(name));
    return { kind: 'long', columns: named({ quality: 'performance', cost, answer: 'model_response' }, columns) };
  }
  const models = [ANSWER, COST].flatMap((suffix) =>
    columns.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length)),
  );
  if (models.length === 0) return undefined;
  const wide = new Map(
    [...new Set(models)].map((model) => [model, named({ quality: model, cost: model + COST, answer: model + ANSWER }, columns)]),
  );
  return { kind: 'wide', models: wide };
}

/** The mapping without columns that aren't there. */
function named(mapping: { readonly [K in keyof ModelColumns]: string | undefined }, columns: readonly string[]): ModelColumns {
  return Object.fromEntries(Object.entries(mapping).filter(([, name]) => name !== undefined && columns.includes(name)));
}
