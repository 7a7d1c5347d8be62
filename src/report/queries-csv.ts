import { type CodedColumn, codedValue, type TextColumn } from '../domain/column.js';

/** Header of queries.csv. */
export const QUERIES_HEADER = ['query_id', 'part', 'measured', 'group', 'weight', 'category'] as const;

/** What queries.csv is made from, one entry a query. */
export interface QueriesInput {
  readonly ids: TextColumn;
  readonly category: CodedColumn<string>;
  readonly weight: Float64Array;
  /** Key of the query's group. */
  readonly groupKey: (query: number) => number;
  readonly partOf: (query: number) => string;
  /** Queries the reported numbers rest on. */
  readonly measured: Uint32Array;
}

/** One line a query: its part, whether the reported numbers rest on it, and what it is resampled with. */
export function* queriesRows(input: QueriesInput): Generator<(string | number | null)[]> {
  const measured = new Set(input.measured);
  for (let query = 0; query < input.weight.length; query++) {
    yield [
      input.ids.get(query),
      input.partOf(query),
      measured.has(query) ? 1 : 0,
      input.groupKey(query),
      input.weight[query] as number,
      codedValue(input.category, query) ?? null,
    ];
  }
}
