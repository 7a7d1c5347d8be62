import type { Table } from './table-rows.js';

/** What a first look at a table of routerbench-mini learns. */
export interface MiniStrategies {
  /** The strategy whose rows are the recordings of a model, by model: the first that only ever asks that model, once a query. */
  readonly recorded: ReadonlyMap<string, string>;
  /** By query id, in order of first appearance. */
  readonly queries: ReadonlyMap<string, MiniQuery>;
  /** Strategies some of whose rows took several calls, with how many of how many. */
  readonly cascades: ReadonlyMap<string, { readonly several: number; readonly rows: number }>;
}

export interface MiniQuery {
  /** Line it is first named on. */
  readonly line: number;
  readonly category?: string;
  readonly difficulty?: string;
}

export const ID = 'canonical_id';
export const STRATEGY = 'strategy';
export const MODEL = 'selected_model';

/** Columns a table must have. */
export const NEEDED = [ID, STRATEGY, MODEL, 'correct'];

interface Seen {
  readonly models: Set<string>;
  several: number;
  rows: number;
}

/** Reads the whole table once, keeping ids and names. `category` is the column of the category. */
export async function miniStrategies({ rows }: Table, category: string): Promise<MiniStrategies> {
  const strategies = new Map<string, Seen>();
  const queries = new Map<string, MiniQuery>();
  for await (const { line, cells } of rows) {
    const text = (column: string): string => String(cells.get(column) ?? '');
    const seen = strategies.get(text(STRATEGY)) ?? { models: new Set<string>(), several: 0, rows: 0 };
    strategies.set(text(STRATEGY), seen);
    seen.models.add(text(MODEL));
    seen.rows++;
    if (Number(text('strong_calls')) + Number(text('cheap_calls')) > 1) seen.several++;
    if (queries.has(text(ID))) continue;
    const [named, difficulty] = [text(category), text('difficulty_group')];
    queries.set(text(ID), { line, ...(named === '' ? {} : { category: named }), ...(difficulty === '' ? {} : { difficulty }) });
  }
  return {
    recorded: recordedBy(strategies),
    queries,
    cascades: new Map([...strategies].filter(([, { several }]) => several > 0)),
  };
}

function recordedBy(strategies: ReadonlyMap<string, Seen>): ReadonlyMap<string, string> {
  const recorded = new Map<string, string>();
  for (const [strategy, { models, several }] of strategies) {
    const [model = ''] = models;
    if (models.size === 1 && several === 0 && model !== '' && !recorded.has(model)) recorded.set(model, strategy);
  }
  return recorded;
}
