import { type CodedColumn, codedValue } from '../../domain/column.js';
import { COST_SOURCE, type OutcomeTable, sampleRow } from '../../domain/outcome-table.js';
import type { RouteReason } from '../../router/router.js';
import type { DecidedRow } from '../decisions-csv.js';
import { reasonText } from '../reason-text.js';
import { type ColumnCode, encodeColumn } from './column-code.js';
import { choicePath, decidedPath } from './encode-paths.js';
import { addSamples } from './encode-samples.js';
import { addTraces, type TraceInput } from './encode-traces.js';
import type { PackedAttempt, PackHeader, ReasonPlace } from './pack-header.js';

/** What a pack's columns are made from. */
export interface PackInput extends TraceInput {
  /** `inputs.hash` of the results. */
  readonly inputsHash: string;
  /** Everything but these is by query row of the dataset. */
  readonly rows: Uint32Array;
  /** Of them those the reported numbers rest on. */
  readonly measured: Uint32Array;
  readonly weight: Float64Array;
  readonly category: CodedColumn<string>;
  /** The group a query is resampled with, and its key. */
  readonly group: Uint32Array;
  readonly groupKeys: Uint32Array;
  readonly table: OutcomeTable;
  /** Samples averaged by cell, `query * models + model`. */
  readonly means: { readonly quality: Float64Array; readonly costPico: Float64Array; readonly latencyMs: Float64Array };
  /** The compared rows, in the results' order. */
  readonly compared: readonly DecidedRow[];
}

/** Header members that describe the columns, and the columns' bytes. */
export interface EncodedColumns {
  readonly header: Omit<PackHeader, 'texts' | 'blocks'>;
  readonly bytes: Uint8Array;
}

/** A column that is not there for a query. */
const NONE = Number.NaN;

/** Everything the page knows of single queries but their texts. */
export function encodeColumns(input: PackInput, format: PackHeader['format']): EncodedColumns {
  const { rows, table, means } = input;
  const models = table.modelIds.length;
  const columns = columnWriter();
  const add = (name: string, of: (query: number) => number): void => {
    const values = new Float64Array(rows.length);
    for (let at = 0; at < values.length; at++) values[at] = of(rows[at] as number);
    columns.add(name, values);
  };
  const measured = new Set(input.measured);
  const categories = listOf<string>();
  const paths = listOf<string>();
  const reasons = listOf<string>();
  const places: (ReasonPlace | null)[] = [];
  add('measured', (query) => (measured.has(query) ? 1 : 0));
  add('weight', (query) => input.weight[query] as number);
  add('group', (query) => input.group[query] as number);
  add('groupKey', (query) => input.groupKeys[input.group[query] as number] as number);
  add('category', (query) => categories.codeOf(codedValue(input.category, query)));
  for (let model = 0; model < models; model++) addModel(add, table, means, model);
  for (const [index, row] of input.compared.entries()) {
    const { quality, costPico, latencyMs } = row.arm;
    const decisions = row.replicates?.[0];
    const routes = row.walks?.[0] ?? row.routes;
    const path = decisions === undefined ? choicePath(row, table, 0) : decidedPath(decisions, table);
    add(`quality/${index}`, (query) => quality[query] as number);
    add(`cost/${index}`, (query) => costPico[query] as number);
    add(`latency/${index}`, (query) => latencyMs[query] as number);
    add(`served/${index}`, servedBy(row));
    add(`path/${index}`, (query) => paths.codeOf(path(query)));
    const codeOfPlan = new Map<number, number>();
    add(`reason/${index}`, (query) => {
      const number = routes?.plan[query];
      const plan = number === undefined ? undefined : routes?.plans[number];
      if (number === undefined || plan === undefined) return NONE;
      const code = codeOfPlan.get(number) ?? reasons.codeOf(reasonText(plan));
      codeOfPlan.set(number, code);
      places[code] ??= placeOf(plan.reason);
      return code;
    });
  }
  const samples = addSamples(input, add, paths.codeOf);
  const traces = addTraces(input, columns.add, add);
  return {
    header: {
      format,
      inputsHash: input.inputsHash,
      queries: rows.length,
      rows: input.compared.map(({ id }) => id),
      models: table.modelIds,
      categories: categories.values,
      paths: paths.values.map((path) => JSON.parse(path) as PackedAttempt[]),
      reasons: reasons.values,
      reasonPlaces: places,
      ...traces,
      columns: columns.codes,
      ...(samples === undefined ? {} : { samples }),
    },
    bytes: columns.bytes(),
  };
}

function placeOf(reason: RouteReason): ReasonPlace | null {
  if (!('stage' in reason)) return null;
  return reason.kind === 'rule' ? { stage: reason.stage, rule: reason.rule } : { stage: reason.stage };
}

type Add = (name: string, of: (query: number) => number) => void;

/** What a single model does: the mean of its samples, and what its first sample came to. */
function addModel(add: Add, table: OutcomeTable, means: PackInput['means'], model: number): void {
  const models = table.modelIds.length;
  const mean = (column: Float64Array) => (query: number) => column[query * models + model] as number;
  const first = (column: ArrayLike<number>) => (query: number) => {
    const row = sampleRow(table, query, model, 0);
    return row < 0 ? NONE : (column[row] as number);
  };
  add(`model.quality/${model}`, mean(means.quality));
  add(`model.cost/${model}`, mean(means.costPico));
  add(`model.latency/${model}`, mean(means.latencyMs));
  add(`model.status/${model}`, first(table.status));
  add(`model.input/${model}`, first(table.inputTokens));
  add(`model.output/${model}`, first(table.outputTokens));
  add(`model.cached/${model}`, first(table.cachedInputTokens));
  add(`model.costGiven/${model}`, (query) => {
    const source = first(table.costSource)(query);
    return Number.isNaN(source) ? NONE : source === COST_SOURCE.given ? 1 : 0;
  });
}

/** The model whose answer a row served on the first sample (or walk). */
function servedBy({ arm, replicates }: DecidedRow): (query: number) => number {
  const served = replicates?.[0]?.served ?? arm.first;
  return (query) => {
    const model = served?.[query] ?? -1;
    return model < 0 ? NONE : model;
  };
}

/** A dictionary that numbers values as they come; undefined is NaN. */
function listOf<T>(): { readonly values: T[]; codeOf(value: T | undefined): number } {
  const codes = new Map<T, number>();
  const values: T[] = [];
  return {
    values,
    codeOf(value) {
      if (value === undefined) return NONE;
      let code = codes.get(value);
      if (code === undefined) {
        code = values.length;
        codes.set(value, code);
        values.push(value);
      }
      return code;
    },
  };
}

function checksum(bytes: Uint8Array): number {
  let sum = 7;
  for (let i = 0; i < bytes.length; i++) sum = (Math.imul(sum, 31) + (bytes[i] as number)) | 0;
  return sum;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** Columns one after another; a column that is the same as an earlier one stands there but once. */
function columnWriter() {
  const codes: Record<string, ColumnCode> = {};
  const chunks: Uint8Array[] = [];
  const places = new Map<string, { readonly at: number; readonly bytes: Uint8Array }[]>();
  let size = 0;
  return {
    codes,
    add(name: string, values: Float64Array): void {
      const { code, bytes } = encodeColumn(values);
      const key = `${bytes.length} ${checksum(bytes)}`;
      const alike = places.get(key) ?? [];
      const same = alike.find((place) => sameBytes(place.bytes, bytes));
      codes[name] = { ...code, at: same?.at ?? size };
      if (same !== undefined) return;
      places.set(key, [...alike, { at: size, bytes }]);
      chunks.push(bytes);
      size += bytes.length;
    },
    bytes(): Uint8Array {
      const all = new Uint8Array(size);
      let at = 0;
      for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
      }
      return all;
    },
  };
}
