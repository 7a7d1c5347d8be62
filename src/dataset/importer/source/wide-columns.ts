import { nearest } from '../../../domain/nearest.js';
import { type Problem, UserError } from '../../../domain/user-error.js';
import type { ImportSettings } from '../importer.js';
import type { RecordTable } from './record-table.js';

/** What one column can say of a query. */
export const QUERY_FIELDS = ['id', 'prompt', 'category', 'difficulty', 'group', 'reference'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** What one column can say of a model's answer; also the option names. */
export const MODEL_FIELDS = ['quality', 'cost', 'latency', 'answer', 'tokens-in', 'tokens-out'] as const;
export type ModelField = (typeof MODEL_FIELDS)[number];

export type ModelColumns = Partial<Readonly<Record<ModelField, string>>>;

/** Which column says what, and what of it was a guess. */
export interface WideColumns {
  readonly query: Partial<Readonly<Record<QueryField, string>>>;
  /** By model id, in order of the columns. */
  readonly models: ReadonlyMap<string, ModelColumns>;
  /** One line each, for the user to check. */
  readonly notes: readonly string[];
}

/** Names a column of a query usually has; the first that is there is taken. */
const USUAL_NAMES: Readonly<Record<QueryField, readonly string[]>> = {
  id: ['id', 'query_id', 'sample_id', 'question_id', 'task_id', 'item_id', 'global_index', 'canonical_id', 'uid'],
  prompt: ['prompt', 'messages', 'query', 'question', 'input', 'instruction', 'text'],
  category: ['category', 'eval_name', 'task_name', 'task', 'domain', 'subject', 'dataset'],
  difficulty: ['difficulty'],
  group: ['group', 'group_id'],
  reference: [
    'reference',
    'reference_answer',
    'gold',
    'gold_answer',
    'ground_truth',
    'gt',
    'correct_answer',
    'expected',
    'target',
    'answer',
  ],
};

/** What follows a model's name in the name of one of its columns, after one of `| _ . : / -` or a space. Units must be plain. */
const SUFFIXES: Readonly<Record<ModelField, readonly string[]>> = {
  quality: ['score', 'quality', 'correct', 'passed', 'performance', 'accuracy'],
  cost: ['total_cost', 'cost_usd', 'cost', 'usd'],
  latency: ['latency_ms'],
  answer: ['model_response', 'response', 'answer', 'output', 'completion'],
  'tokens-in': ['input_tokens', 'prompt_tokens', 'tokens_in'],
  'tokens-out': ['output_tokens', 'completion_tokens', 'tokens_out'],
};

/** Numeric columns that are never a model's scores. */
const NOT_MODELS = new Set(['', 'index', 'weight', 'cluster_id', 'split', 'seed', 'unnamed: 0']);

/**
 * Maps the columns of a wide table. What the options name is taken; the rest is guessed from the names: a column
 * `<model>_score`, `<model>|total_cost`, `<model>_response` …, or a column of numbers or flags that is nothing else, is a
 * model's. Throws UserError for a column that isn't there, a mapping not of the form model=column, and when no model is found.
 */
export function wideColumns(table: RecordTable, settings: ImportSettings): WideColumns {
  const notes: string[] = [];
  const query = queryColumns(table, settings, notes);
  const claimed = new Set(Object.values(query));
  const given = givenMappings(table, settings);
  const models = modelColumns(table, claimed, given);
  if (models.size === 0) throw noModels(table);
  for (const [model, columns] of models) {
    const parts = Object.entries(columns).map(([field, column]) => `${field} from ${column}`);
    notes.push(`model ${model}: ${parts.join(', ')}`);
    for (const column of Object.values(columns)) claimed.add(column);
  }
  const unused = table.columns.filter((name) => ![...claimed].some((used) => isPartOf(used, name) || isPartOf(name, used)));
  if (unused.length > 0) notes.push(`columns not used: ${unused.join(', ')}`);
  return { query, models, notes };
}

/** True for a column itself and for the fields of a nested object. */
function isPartOf(column: string, name: string): boolean {
  return name === column || name.startsWith(`${column}.`);
}

function queryColumns(table: RecordTable, settings: ImportSettings, notes: string[]): WideColumns['query'] {
  const query: Partial<Record<QueryField, string>> = {};
  for (const field of QUERY_FIELDS) {
    const named = settings.text(field);
    if (named !== undefined) query[field] = knownColumn(table, field, named);
    const usual =
      named ?? USUAL_NAMES[field].flatMap((name) => table.columns.filter((column) => column.toLowerCase() === name))[0];
    if (usual === undefined || Object.values(query).includes(usual)) continue;
    query[field] = usual;
    notes.push(`${field} from ${usual} (guessed)`);
  }
  if (query.prompt === undefined) {
    const problem = {
      file: table.file,
      field: '--prompt',
      message: 'no column looks like the prompt',
      accepted: table.columns.join(', '),
    };
    throw new UserError({ ...problem, hint: 'name it: --prompt <column>' });
  }
  if (query.id === undefined) notes.push('no id column: queries are numbered by row');
  return query;
}

type Mappings = ReadonlyMap<ModelField, ReadonlyMap<string, string>>;

function givenMappings(table: RecordTable, settings: ImportSettings): Mappings {
  return new Map(
    MODEL_FIELDS.map((field) => {
      const pairs = settings.texts(field).map((text): [string, string] => {
        const at = text.indexOf('=');
        if (at < 1) throw new UserError({ field: `--${field}`, message: 'not a mapping', value: text, accepted: 'model=column' });
        return [text.slice(0, at), knownColumn(table, field, text.slice(at + 1))];
      });
      return [field, new Map(pairs)];
    }),
  );
}

function knownColumn(table: RecordTable, field: string, name: string): string {
  if (table.columns.includes(name)) return name;
  const match = nearest(name, table.columns);
  const problem: Problem = {
    file: table.file,
    field: `--${field}`,
    message: 'no such column',
    value: name,
    accepted: table.columns.join(', '),
  };
  throw new UserError(match === undefined ? problem : { ...problem, nearest: match });
}

function modelColumns(table: RecordTable, claimed: ReadonlySet<string>, given: Mappings): ReadonlyMap<string, ModelColumns> {
  const free = table.columns.filter((name) => !claimed.has(name));
  const guessed = guessModels(table, free);
  const named = new Set([...(given.get('quality') ?? new Map()).keys(), ...(given.get('answer') ?? new Map()).keys()]);
  const models = new Map<string, ModelColumns>();
  for (const model of named.size > 0 ? named : guessed.keys()) {
    const columns: Partial<Record<ModelField, string>> = {};
    for (const field of MODEL_FIELDS) {
      const mapping = given.get(field) ?? new Map<string, string>();
      const column = mapping.size > 0 ? mapping.get(model) : guessed.get(model)?.[field];
      if (column !== undefined) columns[field] = column;
    }
    models.set(model, columns);
  }
  refuseStrangers(given, models);
  return models;
}

/** Models by the names of free columns; those with neither scores nor answers are no models. */
function guessModels(table: RecordTable, free: readonly string[]): ReadonlyMap<string, ModelColumns> {
  const models = new Map<string, Partial<Record<ModelField, string>>>();
  const plain: string[] = [];
  for (const column of free) {
    const part = suffixed(column);
    if (part === undefined) plain.push(column);
    else models.set(part.model, { [part.field]: column, ...models.get(part.model) });
  }
  const scores = plain.filter((name) => table.numericColumns.has(name) && !NOT_MODELS.has(name.toLowerCase()));
  const bare = models.size === 0 ? scores : scores.filter((name) => models.has(name));
  for (const name of bare) models.set(name, { ...models.get(name), quality: models.get(name)?.quality ?? name });
  return new Map([...models].filter(([, columns]) => columns.quality !== undefined || columns.answer !== undefined));
}

function suffixed(column: string): { readonly model: string; readonly field: ModelField } | undefined {
  const lower = column.toLowerCase();
  for (const field of MODEL_FIELDS) {
    for (const suffix of SUFFIXES[field]) {
      const at = lower.length - suffix.length - 1;
      if (at > 0 && lower.endsWith(suffix) && '|_.:/- '.includes(lower[at] ?? 'x')) return { model: column.slice(0, at), field };
    }
  }
  return undefined;
}

function refuseStrangers(given: Mappings, models: ReadonlyMap<string, ModelColumns>): void {
  for (const [field, mapping] of given) {
    for (const model of mapping.keys()) {
      if (models.has(model)) continue;
      const match = nearest(model, models.keys());
      const problem: Problem = {
        field: `--${field}`,
        message: 'a model without scores or answers',
        value: model,
        accepted: [...models.keys()].join(', '),
      };
      throw new UserError(match === undefined ? problem : { ...problem, nearest: match });
    }
  }
}

function noModels(table: RecordTable): UserError {
  const hint = "name each model's scores: --quality 'model=column', or its answers: --answer 'model=column'";
  return new UserError({
    file: table.file,
    message: 'no column looks like a model’s scores or answers',
    accepted: table.columns.join(', '),
    hint,
  });
}
