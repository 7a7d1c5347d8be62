import type { Json } from '../../../domain/json.js';

/** One row of a table: texts from CSV, any JSON from JSONL and Parquet, by column. */
export interface TableRow {
  /** 1-based; in Parquet, which has no lines, the number of the row. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, Json>;
}

export type NestedJson = { readonly [key: string]: Json };

/** The cells of a record; the fields of a nested object are cells `outer.inner` as well. */
export function* flatCells(record: NestedJson, prefix = ''): Generator<[string, Json]> {
  for (const [key, value] of Object.entries(record)) {
    yield [prefix + key, value];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      yield* flatCells(value as NestedJson, `${prefix}${key}.`);
    }
  }
}
