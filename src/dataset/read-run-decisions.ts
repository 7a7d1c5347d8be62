import { createHash } from 'node:crypto';
import type { RowDecisions, RunDecisions } from '../domain/run-decisions.js';
import { UserError } from '../domain/user-error.js';
import { type CsvRecord, csvRecords } from './csv-rows.js';

type Queries = Pick<RunDecisions, 'queryIds' | 'category' | 'groupKey' | 'weight'>;

/**
 * Reads what a report kept of its decisions: `queries.csv` says on which queries the numbers rest, `decisions.csv` what every
 * row did there. Several samples of a query are averaged; what a cell lacks in one of them is unknown.
 *
 * @throws UserError naming file and line for a missing column or a cell that is no number
 */
export async function readRunDecisions(queriesFile: string, decisionsFile: string): Promise<RunDecisions> {
  const queries = await readQueries(queriesFile);
  const texts = new Texts();
  const rows = await readRows(decisionsFile, queries.queryIds, texts);
  return { ...queries, texts: texts.all, rows };
}

async function readQueries(file: string): Promise<Queries> {
  const queryIds: string[] = [];
  const category: (string | null)[] = [];
  const groupKey: number[] = [];
  const weight: number[] = [];
  for await (const cells of cellsOf(file, ['query_id', 'measured', 'group', 'weight', 'category'])) {
    if (cells.of('measured') !== '1') continue;
    queryIds.push(idOf(cells.of('query_id')));
    category.push(cells.of('category') === '' ? null : idOf(cells.of('category')));
    groupKey.push(numberOf(cells, 'group', file));
    weight.push(numberOf(cells, 'weight', file));
  }
  return { queryIds, category, groupKey: Uint32Array.from(groupKey), weight: Float64Array.from(weight) };
}

/** Sums over samples while a row is read. */
interface Building {
  readonly quality: Float64Array;
  readonly cost: Float64Array;
  readonly latencyMs: Float64Array;
  readonly calls: Int32Array;
  readonly reason: Int32Array;
  readonly samples: Uint32Array;
}

async function readRows(file: string, queryIds: readonly string[], texts: Texts): Promise<Map<string, RowDecisions>> {
  const placeOf = new Map(queryIds.map((id, place) => [id, place]));
  const rows = new Map<string, Building>();
  const columns = ['query_id', 'row_id', 'status', 'served_model', 'attempts', 'quality', 'latency_ms', 'reason'];
  for await (const cells of cellsOf(file, columns, /^cost_(usd|calls)$/)) {
    const place = placeOf.get(idOf(cells.of('query_id')));
    if (place === undefined) continue;
    const id = idOf(cells.of('row_id'));
    const row = rows.get(id) ?? building(queryIds.length);
    rows.set(id, row);
    if (row.samples[place] === 0) {
      row.calls[place] = callsOf(cells, texts);
      row.reason[place] = cells.of('reason') === '' ? -1 : texts.code(cells.of('reason'));
    }
    row.samples[place] = (row.samples[place] as number) + 1;
    add(row.quality, place, cells.of('quality') === '' ? Number.NaN : numberOf(cells, 'quality', file));
    add(row.cost, place, cells.of('cost') === '' ? Number.NaN : numberOf(cells, 'cost', file));
    add(row.latencyMs, place, cells.of('latency_ms') === '' ? Number.NaN : numberOf(cells, 'latency_ms', file));
  }
  return new Map([...rows].map(([id, row]) => [id, averaged(row)]));
}

function building(size: number): Building {
  return {
    quality: new Float64Array(size),
    cost: new Float64Array(size),
    latencyMs: new Float64Array(size),
    calls: new Int32Array(size).fill(-1),
    reason: new Int32Array(size).fill(-1),
    samples: new Uint32Array(size),
  };
}

function add(sums: Float64Array, place: number, value: number): void {
  sums[place] = (sums[place] as number) + value;
}

/** Means over samples; a query without a line is unknown (0 ÷ 0). */
function averaged({ quality, cost, latencyMs, calls, reason, samples }: Building): RowDecisions {
  const mean = (sums: Float64Array): Float64Array => sums.map((sum, place) => sum / (samples[place] as number));
  return { quality: mean(quality), cost: mean(cost), latencyMs: mean(latencyMs), calls, reason };
}

/** `demo/small > demo/frontier`, whom the row asked; the word for a query that nobody was asked on; -1 for expectations. */
function callsOf(cells: Cells, texts: Texts): number {
  const attempts = cells
    .of('attempts')
    .replace(/\([a-z]+,(?:ok|error|missing)\)(>|$)/g, (_, end: string) => (end === '' ? '' : ' > '));
  if (attempts !== '') return texts.code(attempts);
  if (cells.of('served_model') !== '') return texts.code(cells.of('served_model'));
  return cells.of('status') === 'expected' ? -1 : texts.code(cells.of('status'));
}

/** Texts by number, each kept once. */
class Texts {
  readonly all: string[] = [];
  readonly #codes = new Map<string, number>();

  code(text: string): number {
    const held = this.#codes.get(text);
    if (held !== undefined) return held;
    this.#codes.set(text, this.all.length);
    this.all.push(text);
    return this.all.length - 1;
  }
}

/** Cells of the record being read, by column name; '' where the record ends before it. The same object for every record. */
interface Cells {
  readonly line: number;
  of(column: string): string;
}

/** Records under a header. `cost` stands for the column that `costColumn` matches. */
async function* cellsOf(file: string, columns: readonly string[], costColumn?: RegExp): AsyncGenerator<Cells> {
  let current: CsvRecord = { line: 0, cells: [] };
  let places: ReadonlyMap<string, number> | null = null;
  const cells: Cells = {
    get line() {
      return current.line;
    },
    of: (column) => current.cells[places?.get(column) as number] ?? '',
  };
  for await (const record of csvRecords(file, createHash('sha256'))) {
    current = record;
    if (places === null) places = placesOf(file, record, columns, costColumn);
    else yield cells;
  }
  if (places === null) throw new UserError({ file, message: 'is empty', accepted: columns.join(', ') });
}

function placesOf(file: string, header: CsvRecord, columns: readonly string[], costColumn?: RegExp): Map<string, number> {
  const places = new Map(header.cells.map((name, place) => [name, place]));
  const missing = columns.filter((name) => !places.has(name));
  const cost = costColumn === undefined ? undefined : header.cells.find((name) => costColumn.test(name));
  if (cost !== undefined) places.set('cost', places.get(cost) as number);
  if (missing.length === 0 && (costColumn === undefined || cost !== undefined)) return places;
  throw new UserError({
    file,
    line: header.line,
    message: `lacks the column ${missing[0] ?? 'cost_usd'}`,
    hint: 'routelab run writes this file beside results.json',
  });
}

function numberOf(cells: Cells, column: string, file: string): number {
  const text = cells.of(column);
  const number = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number)) return number;
  throw new UserError({ file, line: cells.line, field: column, message: 'not a number', value: text });
}

/** The text that was written: a spreadsheet's guard (an apostrophe before = + - @) is taken away again. */
function idOf(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
