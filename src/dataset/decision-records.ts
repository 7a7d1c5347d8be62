import type { Hash } from 'node:crypto';
import type { Problem } from '../domain/user-error.js';
import { UserError } from '../domain/user-error.js';
import { fileBytes, fileLines } from '../file/lines.js';
import { csvRecords } from './csv-rows.js';
import { readJsonArray } from './importer/source/json-array.js';

/** One row of a decisions file, or what is wrong with it. */
export type DecisionRecord = { readonly line: number } & (
  | { readonly queryId: string; readonly modelId: string }
  | { readonly problem: Problem }
);

/** Names a decisions file may give its two fields: ours, plain ones, and those of RouterArena's prediction files. */
const QUERY_FIELDS = ['query_id', 'query', 'global_index', 'global index'];
const MODEL_FIELDS = ['model_id', 'model', 'prediction'];

const ACCEPTED = '{"query_id": "…", "model_id": "…"}; also query, global_index for the one and model, prediction for the other';

/** Endings of decisions files: one object a line, a table, or one array of objects. */
export const DECISION_EXTENSIONS = ['.jsonl', '.jsonl.gz', '.csv', '.csv.gz', '.json', '.json.gz'];

/**
 * The rows of a decisions file in any of its forms; fields beside the two are not looked at.
 *
 * @throws UserError where the file can't be read on: bytes that are no text, a table without the two columns, broken JSON around an array
 */
export function decisionRecords(file: string, hash: Hash): AsyncGenerator<DecisionRecord> {
  const plain = file.replace(/\.gz$/, '');
  if (plain.endsWith('.csv')) return ofTable(file, hash);
  return plain.endsWith('.json') ? ofArray(file, hash) : ofLines(file, hash);
}

async function* ofLines(file: string, hash: Hash): AsyncGenerator<DecisionRecord> {
  for await (const { number, text } of fileLines(file, hash)) yield decisionOf(jsonOf(text), number, text);
}

/** The array is read element by element; the file's bytes are hashed on a second reading. */
async function* ofArray(file: string, hash: Hash): AsyncGenerator<DecisionRecord> {
  for await (const { line, value } of readJsonArray(file)) yield decisionOf(value, line, JSON.stringify(value));
  for await (const _ of fileBytes(file, hash));
}

async function* ofTable(file: string, hash: Hash): AsyncGenerator<DecisionRecord> {
  let places: { query: number; model: number } | undefined;
  for await (const { line, cells } of csvRecords(file, hash)) {
    if (places === undefined) places = placesOf(cells, file, line);
    else {
      const queryId = cells[places.query] ?? '';
      const modelId = cells[places.model] ?? '';
      yield queryId === '' || modelId === '' ? notOne(line, cells.join(',')) : { line, queryId, modelId };
    }
  }
}

function placesOf(header: readonly string[], file: string, line: number): { query: number; model: number } {
  const place = (names: readonly string[]): number => header.findIndex((cell) => names.includes(cell));
  const places = { query: place(QUERY_FIELDS), model: place(MODEL_FIELDS) };
  if (places.query >= 0 && places.model >= 0) return places;
  throw new UserError({
    file,
    line,
    message: 'names no query or no model',
    value: header.join(','),
    accepted: 'a header with query_id and model_id',
  });
}

function decisionOf(value: unknown, line: number, text: string): DecisionRecord {
  const fields = value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : {};
  const queryId = textOf(fields, QUERY_FIELDS);
  const modelId = textOf(fields, MODEL_FIELDS);
  return queryId === undefined || modelId === undefined ? notOne(line, text) : { line, queryId, modelId };
}

function textOf(fields: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  const name = names.find((one) => Object.hasOwn(fields, one));
  const value = name === undefined ? undefined : fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function notOne(line: number, text: string): DecisionRecord {
  return { line, problem: { message: 'not a decision', value: text.slice(0, 60), accepted: ACCEPTED } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
