import type { NumberArray } from '../domain/number-array.js';
import type { OutcomeTable } from '../domain/outcome-table.js';
import type { ColumnsFile } from '../file/columns-file.js';
import type { BuiltOutcomes } from './outcome-builder.js';

/** What the columns of a table are called in a file; the others are not known by themselves. */
const COLUMNS = [
  'cellOffsets',
  'status',
  'quality',
  'costPico',
  'costSource',
  'unbilled',
  'latencyMs',
  'firstTokenMs',
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'reasoningTokens',
  'finishReason',
  'answerLength',
  'refusal',
  'jsonValid',
  'confidence',
  'judgeScore',
  'recordedAtMs',
] as const satisfies readonly (keyof OutcomeTable)[];

/** Fails to compile where a table has a column that no file would keep. */
type Kept = (typeof COLUMNS)[number] | 'queryCount' | 'modelIds' | 'finishReasons' | 'prints';
const ALL_ARE_KEPT: Record<Exclude<keyof OutcomeTable, Kept>, never> = {};

const PLACES = ['file', 'offset', 'bytes'] as const;

/** A table's columns for a file. */
export function storedTable({ table, places }: BuiltOutcomes): ColumnsFile {
  const columns: Record<string, NumberArray> = { ...ALL_ARE_KEPT };
  for (const name of COLUMNS) columns[name] = table[name];
  for (const name of PLACES) columns[`place.${name}`] = places[name];
  for (const [part, prints] of Object.entries(table.prints ?? {})) columns[`print.${part}`] = prints;
  const { queryCount, modelIds, finishReasons } = table;
  const facts = { queryCount, modelIds, finishReasons, prints: Object.keys(table.prints ?? {}), members: Object.keys(table) };
  return { columns, facts };
}

/** The table out of a file's columns: what `storedTable` was given, its members in the same order, so that it has the same hash. */
export function tableOfStored({ columns, facts }: ColumnsFile): BuiltOutcomes {
  const { queryCount, modelIds, finishReasons, prints, members } = facts as unknown as StoredFacts;
  const under = (prefix: string, names: readonly string[]): Record<string, NumberArray | undefined> =>
    Object.fromEntries(names.map((name) => [name, columns[`${prefix}${name}`]]));
  const known = { queryCount, modelIds, finishReasons, ...sharedUnknown(under('', COLUMNS)), prints: under('print.', prints) };
  return {
    table: Object.fromEntries(members.map((name) => [name, known[name as keyof typeof known]])) as unknown as OutcomeTable,
    places: under('place.', PLACES) as unknown as BuiltOutcomes['places'],
  };
}

/** What no recording says is one column, as where the table was built. */
function sharedUnknown(columns: Record<string, NumberArray | undefined>): Record<string, NumberArray | undefined> {
  const isUnknown = (column: NumberArray | undefined): boolean =>
    column instanceof Float32Array && column.every((value) => Number.isNaN(value));
  const first = Object.values(columns).find(isUnknown);
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, isUnknown(column) ? first : column]));
}

interface StoredFacts extends Pick<OutcomeTable, 'queryCount' | 'modelIds' | 'finishReasons'> {
  readonly prints: readonly string[];
  readonly members: readonly string[];
}
